import { parseInstant } from '../domain/instant.ts';
import { type Moment, type MomentContext, readMoment } from './relative-dates.ts';
import type { Column, Condition, DateOperator, SaidLeaf } from './tree.ts';

/** The comparison of a time with a date, and the kind of its date. */
type Read = { readonly condition: SaidLeaf; readonly kind: Moment['kind'] };

/**
 * Makes the comparison of a time with a date. A timestamp with its zone stays exactly as written; any other date stays
 * as it was said. For a span of time, `gt` is after its end, `lte` before its end, `gte` and `lt` count from its start.
 * Returns null if the text is not a date.
 */
export function readDateCondition(
	column: Column,
	operator: DateOperator | 'neq',
	text: string,
	when: MomentContext,
): Read | null {
	const said = text.trim();
	if (isTimestamp(said) && operator !== 'during') {
		const about = { kind: 'condition', column, negated: false, operand: said } as const;
		const condition: Condition = { ...about, operator };
		return { condition, kind: 'point' };
	}
	const moment = readMoment(said, when);
	if (moment === null) return null;
	const { kind } = moment;
	const isEqual = operator === 'eq' || operator === 'neq';
	return {
		condition: {
			kind: 'date',
			column,
			negated: operator === 'neq',
			operator: !isEqual ? operator : kind === 'point' ? 'eq' : 'during',
			said,
		},
		kind,
	};
}

const written = /^\d{4}-\d{2}-\d{2}T[\d:.]+(?:Z|[+-]\d{2}(?::?\d{2})?)$/;

/** True for a timestamp with its zone, in the API's form. */
export function isTimestamp(text: string): boolean {
	return written.test(text) && parseInstant(text) !== null;
}
