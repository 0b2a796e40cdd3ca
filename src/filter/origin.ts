import type { Condition } from './tree.ts';

/** Where a condition's operands stood in the query that it was read from. */
type Origin = {
	readonly parameter: string;
	readonly operands: readonly OperandOrigin[];
};

/** `verbatim`: the operand stands there letter by letter, so that a position within it can be added. */
export type OperandOrigin = { readonly position: number; readonly verbatim: boolean };

/**
 * Beside the tree rather than in it: whether an operand makes sense is found out when the query is compiled, but two
 * queries that ask for the same are the same tree wherever they were written.
 */
const origins = new WeakMap<Condition, Origin>();

/** Notes where a condition came from, and gives it back. */
export function withOrigin(condition: Condition, origin: Origin): Condition {
	origins.set(condition, origin);
	return condition;
}

/** Where a condition came from; undefined for one that was not read from a query. */
export function originOf(condition: Condition): Origin | undefined {
	return origins.get(condition);
}
