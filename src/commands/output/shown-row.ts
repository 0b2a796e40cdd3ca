import { type Conversation, channelOf, endUserOf } from '../../domain/conversation.ts';
import type { Decoded } from '../../domain/decoded.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../domain/json.ts';

/** A row of output. */
export type ShownRow = {
	/** The row as JSON formats carry it: as the API sent it. */
	readonly json: JsonValue;
	/** The value of a field by its name; undefined if the row does not have it. */
	readonly field: (name: string) => JsonValue | undefined;
};

/** A conversation as a row. Besides the fields of its JSON it has `channel` and `end_user`. */
export function conversationRow(row: Decoded<Conversation>): ShownRow {
	const json = row.ok ? row.value.raw : row.raw;
	return {
		json,
		field: (name) => {
			if (row.ok && name === 'channel') return channelOf(row.value);
			if (row.ok && name === 'end_user') return endUserOf(row.value);
			if (!row.ok && name === 'name') return `(unreadable: ${row.problem})`;
			return fieldOf(json, name);
		},
	};
}

/** A row whose fields are those of a JSON object. */
export function objectRow(json: JsonObject): ShownRow {
	return { json, field: (name) => fieldOf(json, name) };
}

/**
 * The value under a name such as `metadata.tier`. A key with dots in it is found too: the longest key wins. A whole
 * number is a place in a list, from 0.
 */
export function fieldOf(value: JsonValue, name: string): JsonValue | undefined {
	if (Array.isArray(value)) {
		const [, at = '', rest] = /^(\d{1,9})(?:\.(.*))?$/s.exec(name) ?? [];
		const item: JsonValue | undefined = at === '' ? undefined : value[Number(at)];
		return item === undefined || rest === undefined ? item : fieldOf(item, rest);
	}
	if (!isJsonObject(value)) return undefined;
	if (Object.hasOwn(value, name)) return value[name];
	for (let dot = name.lastIndexOf('.'); dot > 0; dot = name.lastIndexOf('.', dot - 1)) {
		const key = name.slice(0, dot);
		const inner = Object.hasOwn(value, key) ? value[key] : undefined;
		const found = inner === undefined ? undefined : fieldOf(inner, name.slice(dot + 1));
		if (found !== undefined) return found;
	}
	return undefined;
}
