import type { Instant } from '../domain/instant.ts';
import { formatInstant, parseInstant } from '../domain/instant.ts';
import type { JsonObject, JsonValue } from '../domain/json.ts';
import type { WireConversation } from '../domain/wire.ts';
import { compileListQuery, type SqlValue } from '../filter/sql.ts';
import type { ListQuery } from '../filter/tree.ts';
import { integerColumn, jsonColumn, nullableText, type Row, textColumn } from './columns.ts';
import type { Connection } from './connection.ts';
import { StoreError, sqliteCode, uniqueViolation } from './errors.ts';

/** Metadata as it is stored: any JSON under any key. */
export type StoredMetadata = { readonly [key: string]: JsonValue };

/** The conversations of a store. Ids that are not there give null (or false), never an error. */
export type Conversations = {
	/** What a list query asks for. @throws {QueryError} where it cannot be run. */
	readonly list: (query: ListQuery) => WireConversation[];
	readonly get: (id: string) => WireConversation | null;
	/** A new, empty conversation, as of now. */
	readonly create: (fields: {
		readonly name?: string;
		readonly metadata?: StoredMetadata;
	}) => WireConversation;
	/** Writes the whole metadata map, or only the given keys of it when `mode` is "merge". */
	readonly updateMetadata: (
		id: string,
		metadata: StoredMetadata,
		mode: 'replace' | 'merge',
	) => WireConversation | null;
	/** Deletes the conversation with its messages and insights. */
	readonly delete: (id: string) => boolean;
	/**
	 * Puts in a conversation that was made elsewhere; unknown fields are kept. Gives its row number.
	 * @throws {StoreError} "duplicate" when its id is there already, "unusable" for a timestamp that is none.
	 */
	readonly insert: (conversation: WireConversation) => number;
	/** The row number of a conversation: what messages and insights hang on. */
	readonly rowOf: (id: string) => number | null;
	readonly count: () => number;
};

const columns = 'id, name, created_at, last_message_at, metadata, extra';
const ownFields = new Set(['id', 'name', 'created_at', 'last_message_at', 'metadata']);
/** The API names no order for a list without one; the newest first is what its portal shows. */
const defaultOrder = 'last_message_at DESC, id DESC';

/** The SELECT for a list query, and what to bind. Without a limit everything is given, as PostgREST does. */
export function listStatement(query: ListQuery): {
	readonly sql: string;
	readonly params: readonly SqlValue[];
} {
	const { where, params, orderBy } = compileListQuery(query);
	const sql = `SELECT ${columns} FROM conversations WHERE ${where} ORDER BY ${orderBy || defaultOrder} LIMIT ? OFFSET ?`;
	// SQLite reads a negative limit as "no limit".
	return { sql, params: [...params, query.limit ?? -1, query.offset ?? 0] };
}

/** The conversations behind a connection. `now` and `newId` are for the ones that are made here. */
export function conversationsOf(
	connection: Connection,
	now: () => Instant,
	newId: () => string,
): Conversations {
	const byId = connection.prepare(`SELECT ${columns} FROM conversations WHERE id = ?`);
	const rowById = connection.prepare('SELECT seq FROM conversations WHERE id = ?');
	const counted = connection.prepare('SELECT count(*) AS total FROM conversations');
	const inserted = connection.prepare(
		'INSERT INTO conversations (id, name, created_at, last_message_at, metadata, extra) VALUES (?, ?, ?, ?, ?, ?)',
	);
	const updated = connection.prepare('UPDATE conversations SET metadata = ? WHERE id = ?');
	const deleted = connection.prepare('DELETE FROM conversations WHERE id = ?');

	const get = (id: string): WireConversation | null => {
		const row = byId.get(id);
		return row === undefined ? null : toWire(row);
	};
	const insert = (conversation: WireConversation): number => {
		const { id, name, metadata } = conversation;
		const createdAt = storedInstant(conversation.created_at, 'created_at', id);
		const lastMessageAt = storedInstant(conversation.last_message_at, 'last_message_at', id);
		try {
			const { lastInsertRowid } = inserted.run(
				id,
				name ?? null,
				createdAt,
				lastMessageAt,
				JSON.stringify(metadata),
				extraOf(conversation),
			);
			return Number(lastInsertRowid);
		} catch (error) {
			if (sqliteCode(error) !== uniqueViolation) throw error;
			throw new StoreError('duplicate', `conversation ${id} is there already`, { cause: error });
		}
	};
	return {
		list: (query) => {
			const { sql, params } = listStatement(query);
			return connection
				.prepareOnce(sql)
				.all(...params)
				.map(toWire);
		},
		get,
		create: ({ name, metadata = {} }) => {
			const at = formatInstant(now());
			const fields = { id: newId(), created_at: at, last_message_at: at, metadata };
			const conversation = name === undefined ? fields : { ...fields, name };
			insert(conversation);
			return conversation;
		},
		updateMetadata: (id, metadata, mode) =>
			connection.transaction(() => {
				const before = get(id);
				if (before === null) return null;
				const next = mode === 'merge' ? { ...before.metadata, ...metadata } : metadata;
				updated.run(JSON.stringify(next), id);
				return { ...before, metadata: next };
			}),
		delete: (id) => deleted.run(id).changes > 0,
		insert,
		rowOf: (id) => {
			const row = rowById.get(id);
			return row === undefined ? null : integerColumn(row, 'seq');
		},
		count: () => integerColumn(counted.get() ?? {}, 'total'),
	};
}

/**
 * A timestamp as it is stored. One that is no date, or so far off that its microseconds are no exact number, is refused.
 * @throws {StoreError} "unusable", naming the field.
 */
export function storedInstant(text: string, field: string, id: string): Instant {
	const instant = parseInstant(text);
	if (instant === null || !Number.isSafeInteger(instant))
		throw new StoreError('unusable', `conversation ${id}: ${field} is no timestamp`);
	return instant;
}

/**
 * The fields without a column as JSON. A name that the column cannot hold is one of them: null (not the same as no
 * name), and text with a lone surrogate, which SQLite would write as U+FFFD.
 */
function extraOf(conversation: WireConversation): string | null {
	const { name } = conversation;
	const keepName = name === null || (name !== undefined && !name.isWellFormed());
	const extra = Object.entries(conversation).filter(([key]) =>
		key === 'name' ? keepName : !ownFields.has(key),
	);
	return extra.length === 0 ? null : JSON.stringify(Object.fromEntries(extra));
}

function instantText(row: Row, name: string): string {
	// Branding: the column is written by `storedInstant` and by the clock only.
	return formatInstant(integerColumn(row, name) as Instant);
}

function toWire(row: Row): WireConversation {
	const name = nullableText(row, 'name');
	const extra: JsonObject = row.extra === null ? {} : jsonColumn(row, 'extra');
	return {
		id: textColumn(row, 'id'),
		...(name === null ? {} : { name }),
		created_at: instantText(row, 'created_at'),
		last_message_at: instantText(row, 'last_message_at'),
		metadata: jsonColumn(row, 'metadata'),
		...extra,
	};
}
