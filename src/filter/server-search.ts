import { readConversationId } from '../domain/conversation-id.ts';
import { type Condition, type Filter, metadataColumn, plainColumn, type SaidQuery } from './tree.ts';

/**
 * Digits with telephone punctuation. Dashes and dots also occur in dates and versions, so those need eight characters.
 */
const aNumber = /^\+?[\d ()]+$|^(?!\d{4}-\d\d)\+?[\d ().-]{8,}$/;

/**
 * Builds the query that searches the server for `text` within the current list. A number such as `+1 (312) 555`
 * searches the end user, an id the conversation id, and every other word the name. Returns null for blank text.
 */
export function serverSearch(text: string, query: SaidQuery): SaidQuery | null {
	const asked = filtersOf(text.trim());
	if (asked.length === 0) return null;
	return { ...query, filters: [...query.filters, ...asked], offset: null };
}

function filtersOf(text: string): Filter[] {
	const digits = text.replaceAll(/\D/g, '');
	if (aNumber.test(text) && digits.length >= 3) {
		const pattern = text.startsWith('+') ? `+${digits}*` : `*${digits}*`;
		// Without an end user Telnyx puts the number under `from`, and the list shows it from there.
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
			const id = readConversationId(word);
			return id !== null
				? { ...base, column: plainColumn('id'), operator: 'eq', operand: id }
				: { ...base, column: plainColumn('name'), operator: 'ilike', operand: `*${literal(word)}*` };
		});
}

/** PostgREST reads every `*` as "anything", even when escaped. `_`, any one character, comes closest. */
function literal(word: string): string {
	return word.replaceAll(/[\\%_]/g, '\\$&').replaceAll('*', '_');
}
