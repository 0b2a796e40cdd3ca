import { isJsonObject, JsonNumber, type JsonValue, jsonPieces, jsonText } from '../domain/json.ts';
import { nextTurn, Turn } from './turns.ts';

/** The JSON of lists and objects in text fields, written before their row is decoded. */
const written = new WeakMap<object, string>();

/** The value as text: text unchanged, null or missing as '', any other value as JSON. */
export function textOf(value: JsonValue | undefined): string {
	if (value === undefined || value === null) return '';
	if (typeof value === 'string') return value;
	return (typeof value === 'object' ? written.get(value) : undefined) ?? jsonText(value);
}

/**
 * Writes lists and objects among the values as JSON, with turns for other work in between: 10 MB take a second.
 * `textOf` then returns their text.
 */
export async function writeInTurns(
	values: readonly (JsonValue | undefined)[],
	pause = nextTurn,
	turn = new Turn(),
): Promise<void> {
	for (const value of values) {
		if (typeof value !== 'object' || value === null || value instanceof JsonNumber) continue;
		let text = '';
		for (const piece of jsonPieces(value)) {
			text += piece;
			if (!turn.isOver) continue;
			await pause();
			turn.again();
		}
		written.set(value, text);
	}
}

/** The values of the text fields in a message or insight result; ignores parts with another shape. */
export function textsOfRow(row: JsonValue): readonly (JsonValue | undefined)[] {
	if (!isJsonObject(row)) return [];
	const insights = listOf(row.conversation_insights).map(({ result }) => result);
	const calls = listOf(row.tool_calls).map((call) =>
		isJsonObject(call.function) ? call.function.arguments : undefined,
	);
	return [...insights, ...calls];
}

function listOf(value: JsonValue | undefined) {
	return Array.isArray(value) ? value.filter(isJsonObject) : [];
}
