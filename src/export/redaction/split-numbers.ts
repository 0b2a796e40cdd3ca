import { parseInstant } from '../../domain/instant.ts';
import type { JsonObject, JsonValue } from '../../domain/json.ts';
import { isJsonObject } from '../../domain/json.ts';
import type { Found } from './found.ts';
import { findNumbers, type NumberHints } from './numbers.ts';
import { plainTextOf } from './plain-text.ts';

/** Words of one message. */
type Said = { readonly row: JsonObject; readonly role: string; readonly text: string; readonly at: number };

/** Of a longer text only so much of its start and its end can be part of a number, in UTF-16 units. */
const edge = 90;
/** A mark that no number crosses. */
const wall = ' | ';
const joint = '\n';

/**
 * Finds numbers whose digits are split over several messages: over those of one speaker, and over all of them, as when
 * the assistant reads a part back. Returns the places in the text of each message.
 */
export function splitNumbers(
	messages: readonly JsonValue[],
	hints: NumberHints,
): ReadonlyMap<JsonObject, readonly Found[]> {
	const said = spoken(messages);
	const found = new Map<JsonObject, Found[]>();
	const roles = [...new Set(said.map(({ role }) => role))];
	const streams =
		roles.length === 1 ? [said] : [...roles.map((role) => said.filter((one) => one.role === role)), said];
	for (const stream of streams) {
		for (const { row, place } of splitIn(stream, hints)) found.set(row, [...(found.get(row) ?? []), place]);
	}
	return found;
}

function spoken(messages: readonly JsonValue[]): readonly Said[] {
	const said = messages.flatMap((row): Said[] => {
		if (!isJsonObject(row)) return [];
		const { role, text, sent_at: sentAt, created_at: createdAt } = row;
		if (typeof text !== 'string' || text === '' || (role !== 'user' && role !== 'assistant')) return [];
		const time = typeof sentAt === 'string' ? sentAt : createdAt;
		const at = typeof time === 'string' ? parseInstant(time) : null;
		return [{ row, role, text, at: at ?? Number.NaN }];
	});
	if (said.some(({ at }) => Number.isNaN(at))) return said;
	return said.toSorted((a, b) => a.at - b.at);
}

/** A stretch of the joined text, and the message that it comes from. */
type Stretch = {
	readonly row: JsonObject;
	readonly from: number;
	readonly joined: number;
	readonly length: number;
};

function splitIn(
	stream: readonly Said[],
	hints: NumberHints,
): readonly { readonly row: JsonObject; readonly place: Found }[] {
	let joined = '';
	const stretches: Stretch[] = [];
	const add = (row: JsonObject, text: string, from: number, to: number): void => {
		stretches.push({ row, from, joined: joined.length, length: to - from });
		joined += text.slice(from, to);
	};
	for (const { row, text } of stream) {
		joined += joint;
		if (text.length <= edge * 2) add(row, text, 0, text.length);
		else {
			add(row, text, 0, edge);
			joined += wall;
			add(row, text, text.length - edge, text.length);
		}
	}
	const plain = plainTextOf(joined);
	return findNumbers(plain.text, hints).flatMap((one) => {
		const [start, end] = [plain.startOf(one.start), plain.endOf(one.end)];
		const parts = stretches.filter((part) => start < part.joined + part.length && end > part.joined);
		if (parts.length < 2) return [];
		return parts.map((part) => ({
			row: part.row,
			place: {
				...one,
				start: part.from + Math.max(0, start - part.joined),
				end: part.from + Math.min(part.length, end - part.joined),
			},
		}));
	});
}
