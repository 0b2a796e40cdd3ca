import { type Condition, type Filter, type ListQuery, metadataColumn, plainColumn } from './tree.ts';

/** Digits and what is written between those of a telephone number; dashes and dots are in dates and versions, too. */
const aNumber = /^\+?[\d ()]+$|^(?!\d{4}-\d\d)\+?[\d ().-]{8,}$/;

const aUuid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/**
 * The query that asks the server for what was searched for in the rows at hand, within what the list shows already. A
 * number (`+1 (312) 555`: nothing but digits and what is written between them) is the end user's; an id is the
 * conversation's; each other word is to be in the name. Null where there is nothing to ask for.
 */
export function askFor(text: string, query: ListQuery): ListQuery | null {
	const asked = filtersOf(text.trim());
	if (asked.length === 0) return null;
	return { ...query, filters: [...query.filters, ...asked], offset: null };
}

function filtersOf(text: string): Filter[] {
	const digits = text.replaceAll(/\D/g, '');
	if (aNumber.test(text) && digits.length >= 3) {
		const pattern = text.startsWith('+') ? `+${digits}*` : `*${digits}*`;
		// Where Telnyx names no end user, the number is under `from`: the list shows that one then, too.
		const children = ['telnyx_end_user_target', 'from'].map(
			(key): Condition => ({
				kind: 'condition',
				column: metadataColumn(key),
				negated: false,
				operator: 'like',
				operand: pattern,
			}),
		);
		return [{ kind: 'group', join: 'or', negated: false, children }];
	}
	return text
		.split(/\s+/)
		.filter((word) => word !== '')
		.map((word): Condition => {
			const base = { kind: 'condition', negated: false } as const;
			return aUuid.test(word)
				? { ...base, column: plainColumn('id'), operator: 'eq', operand: word.toLowerCase() }
				: { ...base, column: plainColumn('name'), operator: 'ilike', operand: `*${literal(word)}*` };
		});
}

/** PostgREST takes every `*` for "anything", escaped or not: `_`, any one character, is the nearest there is to it. */
function literal(word: string): string {
	return word.replaceAll(/[\\%_]/g, '\\$&').replaceAll('*', '_');
}
