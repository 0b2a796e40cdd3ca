import { isJsonObject, type JsonObject, type JsonValue, jsonText } from '../../domain/json.ts';
import { parseJsonText } from '../../domain/json-source.ts';
import type { Random } from '../../domain/random.ts';
import type { RowChange } from './fault.ts';

/** A placeholder for thousands of levels, which are faster to write as text than to build. */
const deepMark = 'deep-3f9b1c';

/** Changes the rows of the body. A body that is not a JSON object stays unchanged. */
export function changeRows(text: string, change: RowChange, size: number, random: Random): string {
	const body = parseJsonText(text);
	if (!isJsonObject(body)) return text;
	if (change === 'envelope') return jsonText(swapEnvelope(body));
	const written = jsonText(withRows(body, change, size, random));
	return change === 'deep' ? written.replace(`"${deepMark}"`, '['.repeat(size) + ']'.repeat(size)) : written;
}

function swapEnvelope(body: JsonObject): JsonValue {
	const { data } = body;
	if (Array.isArray(data)) return { ...body, data: data[0] ?? {} };
	return data === undefined ? [body] : { ...body, data: [data] };
}

/** A single object, bare or in `data`, is changed like a list of one but stays an object. */
function withRows(body: JsonObject, change: RowChange, size: number, random: Random): JsonValue {
	const { data } = body;
	if (Array.isArray(data)) return { ...body, data: changedList(data, change, size, random) };
	if (isJsonObject(data)) return { ...body, data: changedRow(data, change, size, random) };
	return 'id' in body ? changedRow(body, change, size, random) : body;
}

function changedList(
	rows: readonly JsonValue[],
	change: RowChange,
	size: number,
	random: Random,
): JsonValue[] {
	switch (change) {
		case 'empty':
			return [];
		case 'shuffle':
			return shuffled(rows, random);
		case 'repeat':
			return rows.flatMap((row) => (random.chance(0.5) ? [row, row] : [row]));
		case 'long':
		case 'deep':
			return rows.map((row, at) => (at === 0 ? changedRow(row, change, size, random) : row));
		case 'other-id':
			return rows.map((row) => changedRow(row, change, size, random));
		default:
			// Always the first, so that a list of one is affected.
			return rows.map((row, at) =>
				at === 0 || random.chance(0.5) ? changedRow(row, change, size, random) : row,
			);
	}
}

function changedRow(row: JsonValue, change: RowChange, size: number, random: Random): JsonValue {
	if (!isJsonObject(row)) return row;
	switch (change) {
		case 'types':
			return mapped(row, (value) => otherType(value));
		case 'fields':
			return Object.fromEntries(Object.entries(row).filter(() => random.chance(0.5)));
		case 'nulls':
			return null;
		case 'other-id':
			return 'id' in row ? { ...row, id: random.uuid() } : row;
		case 'long':
			return lengthened(row, 'role' in row ? 'text' : 'name', size);
		case 'deep':
			return { ...row, metadata: { ...(isJsonObject(row.metadata) ? row.metadata : {}), deep: deepMark } };
		default:
			return row;
	}
}

function lengthened(row: JsonObject, field: 'text' | 'name', size: number): JsonObject {
	const text = row[field];
	return { ...row, [field]: `${typeof text === 'string' ? text : ''} ${'long '.repeat(size / 5)}` };
}

function mapped(row: JsonObject, change: (value: JsonValue) => JsonValue): JsonObject {
	return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, change(value)]));
}

/** A value of another type with similar content. */
function otherType(value: JsonValue): JsonValue {
	if (typeof value === 'string') return value.length > 20 ? { text: value } : value.length;
	if (Array.isArray(value)) return { ...value };
	if (isJsonObject(value)) return Object.keys(value);
	return value === null ? 0 : String(value);
}

function shuffled(rows: readonly JsonValue[], random: Random): JsonValue[] {
	const left = [...rows];
	for (let at = left.length - 1; at > 0; at--) {
		const other = random.int(0, at);
		const row = left[at] ?? null;
		left[at] = left[other] ?? null;
		left[other] = row;
	}
	return left;
}
