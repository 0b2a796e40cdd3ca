import type { ListQuery } from './tree.ts';

export type SqlValue = string | number | null;

export type CompiledQuery = {
	/** A condition for WHERE; '1' when everything matches. */
	readonly where: string;
	/** What to bind, in order: first what `where` needs, then what `orderBy` needs. */
	readonly params: SqlValue[];
	/** The leading part of `params` that `where` needs: for a statement without the ORDER BY. */
	readonly whereParams: SqlValue[];
	/** Terms for ORDER BY; '' when the query asks for no order. */
	readonly orderBy: string;
};

/**
 * Compiles filters and order to SQL over `conversations(id, name, created_at, last_message_at, metadata)`, for a
 * connection where `sqlFunctions` are registered. Limit and offset are the caller's. Throws QueryError.
 */
export function compileListQuery(_query: ListQuery): CompiledQuery {
	throw new Error('not written yet');
}
