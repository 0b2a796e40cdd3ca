import { manyKeys, ObjectOfMany } from './json-many.ts';

/**
 * Any JSON value, without loss. Read objects with `jsonEntries` and numbers with `numberOf`: plain JavaScript loses
 * detail.
 */
export type JsonValue = string | number | JsonNumber | boolean | null | readonly JsonValue[] | JsonObject;

/** A JSON object. A duplicate key has its last value here; `jsonEntries` has both. */
export type JsonObject = { readonly [key: string]: JsonValue };

/** A key of an object and its value. */
export type JsonEntry = readonly [key: string, value: JsonValue];

/**
 * A number that JavaScript would write differently: `9007199254740993`, `1.10`, `1e400`, `-0`. `text` is the original.
 */
export class JsonNumber {
	readonly text: string;

	constructor(text: string) {
		this.text = text;
	}

	valueOf(): number {
		return Number(this.text);
	}

	toString(): string {
		return this.text;
	}

	/** Makes `JSON.stringify` write the original digits. */
	toJSON(): unknown {
		return JSON.rawJSON(this.text);
	}
}

declare global {
	interface JSON {
		/** https://tc39.es/proposal-json-parse-with-source: in Node since 21, not yet in TypeScript's library. */
		rawJSON(text: string): unknown;
	}
}

/**
 * Entries of objects that JavaScript would change: it drops duplicate keys and a copied `__proto__`, and reorders
 * whole-number keys.
 */
const entriesAsWritten = new WeakMap<JsonObject, readonly JsonEntry[]>();

/** Builds an object with these entries in this order. `__proto__` is a key like any other. */
export function jsonObject(entries: readonly JsonEntry[]): JsonObject {
	if (entries.length > manyKeys) {
		const builder = new JsonObjectBuilder();
		for (const entry of entries) builder.add(entry);
		return builder.object();
	}
	const object: JsonObject = Object.fromEntries(entries);
	const isLossy = entries.some(([key]) => isDigit(key.charCodeAt(0)) || key === '__proto__');
	if (isLossy || Object.keys(object).length !== entries.length) {
		entriesAsWritten.set(object, entries);
		Object.setPrototypeOf(object, notPlain);
		hasOwnToJson ||= Object.hasOwn(object, 'toJSON');
	}
	return object;
}

/** Builds an object entry by entry, so that one with very many keys can be built a few at a time. */
export class JsonObjectBuilder {
	#entries: JsonEntry[] = [];
	#many: ObjectOfMany<JsonValue> | null = null;

	add(entry: JsonEntry): void {
		if (this.#many !== null) {
			this.#many.add(entry);
			return;
		}
		this.#entries.push(entry);
		if (this.#entries.length <= manyKeys) return;
		this.#many = new ObjectOfMany();
		for (const each of this.#entries) this.#many.add(each);
		this.#entries = [];
	}

	/** The object with the entries so far, as `jsonObject` makes it. */
	object(): JsonObject {
		if (this.#many === null) return jsonObject(this.#entries);
		const object = this.#many.object(notPlain);
		entriesAsWritten.set(object, this.#many.entries);
		hasOwnToJson ||= Object.hasOwn(object, 'toJSON');
		return object;
	}
}

/**
 * The prototype of these objects. Caches copy plain objects key by key; they pass these on whole, so the entries
 * survive. `JSON.stringify` writes such an object incompletely, and `toJSON` makes `jsonText` notice.
 */
const notPlain: object = Object.create(Object.prototype, {
	toJSON: {
		value(this: object): object | null {
			hasLost = true;
			return isLooking ? null : { ...this };
		},
	},
});

/** True if `JSON.stringify` met such an object since the last reset to false. */
let hasLost = false;

/** True while `jsonText` tries `JSON.stringify`: then such an object ends in `written`, and is not copied in vain. */
let isLooking = false;

/** True once such an object had its own key `toJSON`, which hides the loss from `jsonText`. */
let hasOwnToJson = false;

function isDigit(code: number): boolean {
	return code >= 0x30 && code <= 0x39;
}

/** Every key once, in the order in which they came. */
export function jsonKeys(object: JsonObject): readonly string[] {
	const entries = entriesAsWritten.get(object);
	return entries === undefined ? Object.keys(object) : [...new Set(entries.map(([key]) => key))];
}

/** Every key with its value, in the original order. */
export function jsonEntries(object: JsonObject): readonly JsonEntry[] {
	return entriesAsWritten.get(object) ?? Object.entries(object);
}

/** Sets the key to the value, or removes the key if the value is undefined: see `withJsonKeys`. */
export function withJsonKey(object: JsonObject, key: string, value: JsonValue | undefined): JsonObject {
	return withJsonKeys(object, new Map([[key, value]]));
}

/**
 * Sets several keys, each in its place or else at the end, and removes those with an undefined value. All other
 * entries keep their value and place.
 */
export function withJsonKeys(
	object: JsonObject,
	changes: ReadonlyMap<string, JsonValue | undefined>,
): JsonObject {
	const left = new Map(changes);
	const entries = jsonEntries(object).flatMap((entry): JsonEntry[] => {
		const [key] = entry;
		if (!changes.has(key)) return [entry];
		const value = left.get(key);
		left.delete(key);
		return value === undefined ? [] : [[key, value]];
	});
	for (const [key, value] of left) if (value !== undefined) entries.push([key, value]);
	return jsonObject(entries);
}

/** True for a JSON object (not an array, not a number, not null). */
export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
	return (
		typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof JsonNumber)
	);
}

/** The nearest JavaScript number; null for any other value. */
export function numberOf(value: JsonValue | undefined): number | null {
	if (typeof value === 'number') return value;
	return value instanceof JsonNumber ? value.valueOf() : null;
}

/** Deeper levels are not indented: it would not help a reader, and the blanks alone would fill the memory. */
const deepestIndented = 40;

/** A list or an object that is being written. */
type Open =
	| { readonly close: ']'; readonly items: readonly JsonValue[]; next: number }
	| { readonly close: '}'; readonly entries: readonly JsonEntry[]; next: number };

/**
 * Writes a value as JSON text without loss, with `indent` blanks a level. Nesting may have any depth. `change` is
 * applied to every text and key.
 */
export function jsonText(value: JsonValue, indent = 0, change: (text: string) => string = same): string {
	if (indent === 0 && change === same && !hasOwnToJson) {
		try {
			hasLost = false;
			isLooking = true;
			const text = JSON.stringify(value);
			if (!hasLost) return text;
		} catch {
			// Nested too deep for JavaScript.
		} finally {
			isLooking = false;
		}
	}
	return written(value, indent, change);
}

/** The first characters of the value as JSON text: about `most`, and all of a text that has no more. */
export function jsonStart(value: JsonValue, most: number): string {
	return written(value, 0, same, most);
}

function written(
	value: JsonValue,
	indent: number,
	change: (text: string) => string,
	most = Number.POSITIVE_INFINITY,
): string {
	let text = '';
	for (const piece of pieces(value, indent, change)) {
		text += piece;
		if (text.length > most) break;
	}
	return text;
}

/** The value as JSON text, piece by piece: for a value of megabytes, with pauses in between. Every piece has some text. */
export function jsonPieces(value: JsonValue): Generator<string> {
	return pieces(value, 0, same);
}

function* pieces(value: JsonValue, indent: number, change: (text: string) => string): Generator<string> {
	const open: Open[] = [];
	const lineEnd = (): string =>
		indent === 0 || open.length > deepestIndented ? '' : `\n${' '.repeat(indent * open.length)}`;
	const begin = (one: JsonValue): string => {
		if (typeof one === 'string') return JSON.stringify(change(one));
		if (typeof one !== 'object' || one === null || one instanceof JsonNumber) return scalarText(one);
		if (!isJsonObject(one)) {
			if (one.length > 0) open.push({ close: ']', items: one, next: 0 });
			return one.length > 0 ? '[' : '[]';
		}
		const entries = writtenEntries(one);
		if (entries.length > 0) open.push({ close: '}', entries, next: 0 });
		return entries.length > 0 ? '{' : '{}';
	};
	yield begin(value);
	for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
		const members = top.close === ']' ? top.items : top.entries;
		if (top.next >= members.length) {
			const wasIndented = open.length <= deepestIndented;
			open.pop();
			yield `${wasIndented ? lineEnd() : ''}${top.close}`;
			continue;
		}
		const [key, inner] =
			top.close === ']' ? [null, top.items[top.next] ?? null] : (top.entries[top.next] ?? nothing);
		const name = key === null ? '' : `${JSON.stringify(change(key))}:${indent === 0 ? '' : ' '}`;
		const lead = `${top.next > 0 ? ',' : ''}${lineEnd()}${name}`;
		top.next += 1;
		yield lead + begin(inner);
	}
}

const nothing: JsonEntry = ['', null];

/** The entries that are written: a copy can have keys without a value, what came from a server has none. */
function writtenEntries(object: JsonObject): readonly JsonEntry[] {
	const entries = jsonEntries(object);
	return entries.length > manyKeys ? entries : entries.filter((entry) => entry[1] !== undefined);
}

function same(text: string): string {
	return text;
}

/** True if arrays and objects nest deeper than `levels`. Works for any depth. */
export function isNestedBeyond(value: JsonValue, levels: number): boolean {
	let inside = [value].filter(isContainer);
	for (let depth = 1; inside.length > 0; depth++) {
		if (depth > levels) return true;
		inside = inside.flatMap((one) => Object.values(one).filter(isContainer));
	}
	return false;
}

function isContainer(value: JsonValue): value is JsonObject | readonly JsonValue[] {
	return typeof value === 'object' && value !== null && !(value instanceof JsonNumber);
}

function scalarText(value: number | JsonNumber | boolean | null | undefined): string {
	return value instanceof JsonNumber ? value.text : (JSON.stringify(value) ?? 'null');
}
