import { createHash, hash } from 'node:crypto';
import {
	isJsonObject,
	JsonNumber,
	type JsonValue,
	jsonEntries,
	jsonPieces,
	jsonText,
} from '../domain/json.ts';
import { nextTurn, Turn } from './turns.ts';

/** A value with more members, or with more characters in its texts, is large: its JSON takes milliseconds to write. */
const mostMembers = 2_000;
const mostCharacters = 100_000;

/** Characters that are hashed at once. */
const pieceLength = 65_536;

/** The fingerprints of large values. */
const taken = new WeakMap<object, string>();

/** A 16-character hash of a text: equal for equal texts, and in practice for no others. */
export function fingerprint(text: string): string {
	return shortened(hash('sha256', text, 'base64url'));
}

/** The fingerprint of a value's JSON. */
export function fingerprintOf(value: JsonValue): string {
	return takenOf(value) ?? fingerprint(jsonText(value));
}

/** Whether two values have the same JSON. */
export function isSameJson(one: JsonValue, other: JsonValue): boolean {
	const isEitherTaken = (takenOf(one) ?? takenOf(other)) !== undefined;
	return isEitherTaken ? fingerprintOf(one) === fingerprintOf(other) : jsonText(one) === jsonText(other);
}

/**
 * Takes the fingerprint of a large value with turns for other work in between: at one go, a row of 10 MB holds the keys
 * up for half a second. Does nothing for any other value.
 */
export async function takeFingerprint(value: JsonValue, pause = nextTurn, turn = new Turn()): Promise<void> {
	if (typeof value !== 'object' || value === null || !isLarge(value)) return;
	const digest = createHash('sha256');
	let text = '';
	for (const piece of jsonPieces(value)) {
		text += piece;
		if (text.length >= pieceLength) {
			digest.update(text);
			text = '';
		}
		if (!turn.isOver) continue;
		await pause();
		turn.again();
	}
	taken.set(value, shortened(digest.update(text).digest('base64url')));
}

/** Looks at no more of the value than is needed to know. */
export function isLarge(value: JsonValue): boolean {
	let members = 0;
	let characters = 0;
	const inside: JsonValue[] = [value];
	for (let one = inside.pop(); one !== undefined; one = inside.pop()) {
		if (typeof one === 'string') characters += one.length;
		else if (typeof one === 'object' && one !== null && !(one instanceof JsonNumber)) {
			const entries = isJsonObject(one) ? jsonEntries(one) : [];
			const items = isJsonObject(one) ? [] : one;
			members += entries.length + items.length;
			if (members > mostMembers) return true;
			inside.push(...items);
			for (const [key, member] of entries) {
				characters += key.length;
				inside.push(member);
			}
		}
		if (characters > mostCharacters) return true;
	}
	return false;
}

function takenOf(value: JsonValue): string | undefined {
	return typeof value === 'object' && value !== null ? taken.get(value) : undefined;
}

function shortened(digest: string): string {
	return digest.slice(0, 16);
}
