import { canonicalId } from '../domain/conversation-id.ts';
import type { Instant } from '../domain/instant.ts';
import { formatInstant, parseInstant } from '../domain/instant.ts';
import {
	type JsonObject,
	type JsonValue,
	jsonEntries,
	jsonObject,
	jsonText,
	withJsonKeys,
} from '../domain/json.ts';
import type { WireConversation } from '../domain/wire.ts';
import { compileListQuery, type SqlValue } from '../filter/sql.ts';
import type { ListQuery } from '../filter/tree.ts';
import { integerColumn, jsonColumn, nullableText, type Row, textColumn } from './columns.ts';
import type { Connection } from './connection.ts';
import { StoreError, sqliteCode, uniqueViolation } from './errors.ts';

/** Metadata as stored: any JSON under any key. */
export type StoredMetadata = { readonly [key: string]: JsonValue };

/**
 * The conversations of a store. Ids are compared as UUIDs in any spelling and stored in the canonical one. Unknown
 * ids give null (or false), never an error.
 */
export type Conversations = {
	/** The result of a list query. @throws {QueryError} if it cannot be run. */
	readonly list: (query: ListQuery) => WireConversation[];
	readonly get: (id: string) => WireConversation | null;
	/** Creates an empty conversation with the current time. */
	readonly create: (fields: {
		readonly name?: string;
		readonly metadata?: StoredMetadata;
	}) => WireConversation;
	/** Replaces the metadata map, or only the given keys if `mode` is "merge". */
	readonly updateMetadata: (
		id: string,
		metadata: StoredMetadata,
		mode: 'replace' | 'merge',
	) => WireConversation | null;
	/** Deletes the conversation with its messages and insights. */
	readonly delete: (id: string) => boolean;
	/**
	 * Inserts an existing conversation, unknown fields included. Returns its row number.
	 * @throws {StoreError} "duplicate" if its id exists already, "unusable" for an invalid timestamp.
	 */
	readonly insert: (conversation: WireConversation) => number;
	/** The row number of a conversation, which messages and insights refer to. */
	readonly rowOf: (id: string) => number | null;
	readonly count: () => number;
};

const columns = 'id, name, created_at, last_message_at, metadata, extra';
const ownFields = new Set(['id', 'name', 'created_at', 'last_message_at', 'metadata']);
/** The API documents no default order. Telnyx's portal shows the newest first. */
const defaultOrder = 'last_message_at DESC, id DESC';

/** The SELECT for a list query and its parameters. Without a limit it returns all rows, as PostgREST does. */
export function listStatement(query: ListQuery): {
	readonly sql: string;
	readonly params: readonly SqlValue[];
} {
	const { where, params, orderBy } = compileListQuery(query);
	const sql = `SELECT ${columns} FROM conversations WHERE ${where} ORDER BY ${orderBy || defaultOrder} LIMIT ? OFFSET ?`;
	// SQLite reads a negative limit as "no limit".
	return { sql, params: [...params, query.limit ?? -1, query.offset ?? 0] };
}

/** The conversations of a connection. `now` and `newId` are for new conversations. */
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
		const row = byId.get(canonicalId(id));
		return row === undefined ? null : toWire(row);
	};
	const insert = (conversation: WireConversation): number => {
		const { name, metadata } = conversation;
		const id = canonicalId(conversation.id);
		const createdAt = storedInstant(conversation.created_at, 'created_at', id);
		const lastMessageAt = storedInstant(conversation.last_message_at, 'last_message_at', id);
		try {
			const { lastInsertRowid } = inserted.run(
				id,
				name ?? null,
				createdAt,
				lastMessageAt,
				jsonText(metadata),
				extraOf(conversation),
			);
			return Number(lastInsertRowid);
		} catch (error) {
			if (sqliteCode(error) !== uniqueViolation) throw error;
			throw new StoreError('duplicate', `conversation ${id} already exists`, { cause: error });
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
				const next =
					mode === 'merge' ? withJsonKeys(before.metadata, new Map(jsonEntries(metadata))) : metadata;
				updated.run(jsonText(next), before.id);
				return { ...before, metadata: next };
			}),
		delete: (id) => deleted.run(canonicalId(id)).changes > 0,
		insert,
		rowOf: (id) => {
			const row = rowById.get(canonicalId(id));
			return row === undefined ? null : integerColumn(row, 'seq');
		},
		count: () => integerColumn(counted.get() ?? {}, 'total'),
	};
}

/**
 * Parses a timestamp for storing. Refuses dates that do not exist or whose microseconds are not a safe integer.
 * @throws {StoreError} "unusable", with the field.
 */
export function storedInstant(text: string, field: string, id: string): Instant {
	const instant = parseInstant(text);
	if (instant === null || !Number.isSafeInteger(instant))
		throw new StoreError('unusable', `conversation ${id}: ${field} is not a timestamp`);
	return instant;
}

/**
 * The fields without a column, as JSON. They include names that the column cannot hold: null (unlike a missing name),
 * and text with a lone surrogate, which SQLite would write as U+FFFD.
 */
function extraOf(conversation: WireConversation): string | null {
	const { name } = conversation;
	const keepName = name === null || (name !== undefined && !name.isWellFormed());
	const extra = jsonEntries(conversation).filter(([key]) =>
		key === 'name' ? keepName : !ownFields.has(key),
	);
	return extra.length === 0 ? null : jsonText(jsonObject(extra));
}

function instantText(row: Row, name: string): string {
	// Branding: only `storedInstant` and the clock write this column.
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
