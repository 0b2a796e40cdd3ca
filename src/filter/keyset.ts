import type { Conversation } from '../domain/conversation.ts';
import { formatInstant } from '../domain/instant.ts';
import { jsonText } from '../domain/json.ts';
import { type Column, type Condition, type Filter, type Group, type Order, plainColumn } from './tree.ts';

/** The fields of a conversation that an order can use. */
export type KeysetRow = Pick<Conversation, 'id' | 'name' | 'createdAt' | 'lastMessageAt' | 'metadata'>;

/**
 * Makes an order without ties: `last_message_at` descending by default, and `id` last, in the direction of the column
 * before it.
 */
export function withTiebreak(order: readonly Order[]): Order[] {
	const asked: readonly Order[] =
		order.length > 0 ? order : [{ column: plainColumn('last_message_at'), direction: 'desc', nulls: null }];
	if (asked.some(({ column }) => isId(column))) return [...asked];
	const direction = asked.at(-1)?.direction ?? 'desc';
	return [...asked, { column: plainColumn('id'), direction, nulls: null }];
}

/**
 * The filter for all rows strictly after `row` in `order`, nulls included. If the order ends in `id`
 * (`withTiebreak`), no row is skipped; otherwise rows that tie with `row` are.
 */
export function afterRow(order: readonly Order[], row: KeysetRow): Filter {
	const children: Filter[] = [];
	const tied: Condition[] = [];
	for (const term of order) {
		const value = sortText(term.column, row);
		for (const later of beyond(term, value)) {
			children.push(tied.length === 0 ? later : group('and', [...tied, later]));
		}
		if (isId(term.column)) break;
		tied.push(value === null ? isNull(term.column, false) : compare(term.column, 'eq', value));
	}
	return group('or', children);
}

/** Conditions for values that sort after `value` in this column. Nulls form a block at one end. */
function beyond({ column, direction, nulls }: Order, value: string | null): Condition[] {
	const nullsLast = (nulls ?? (direction === 'asc' ? 'last' : 'first')) === 'last';
	if (value === null) return nullsLast ? [] : [isNull(column, true)];
	const later = compare(column, direction === 'asc' ? 'gt' : 'lt', value);
	return nullsLast && !isId(column) ? [later, isNull(column, false)] : [later];
}

/** The value that sorts the row, as an operand: timestamps to the microsecond, metadata as text. */
function sortText(column: Column, row: KeysetRow): string | null {
	if (column.kind === 'metadata') {
		const value = Object.hasOwn(row.metadata, column.key) ? row.metadata[column.key] : null;
		if (value === undefined || value === null) return null;
		return typeof value === 'string' ? value : jsonText(value);
	}
	switch (column.name) {
		case 'id':
			return row.id;
		case 'name':
			return row.name;
		case 'created_at':
			return row.createdAt === null ? null : formatInstant(row.createdAt);
		case 'last_message_at':
			return row.lastMessageAt === null ? null : formatInstant(row.lastMessageAt);
	}
}

function isId(column: Column): boolean {
	return column.kind === 'plain' && column.name === 'id';
}

function compare(column: Column, operator: 'eq' | 'gt' | 'lt', operand: string): Condition {
	return { kind: 'condition', column, negated: false, operator, operand };
}

function isNull(column: Column, negated: boolean): Condition {
	return { kind: 'condition', column, negated, operator: 'is', operand: 'null' };
}

function group(join: Group['join'], children: readonly Filter[]): Group {
	return { kind: 'group', join, negated: false, children };
}
