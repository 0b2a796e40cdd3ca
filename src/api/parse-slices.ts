import {
	isJsonObject,
	type JsonEntry,
	JsonObjectBuilder,
	type JsonValue,
	jsonEntries,
} from '../domain/json.ts';
import { parseJsonText } from '../domain/json-source.ts';
import { cutOfString, endOfString, endOfWord, isBlank, wholeMembers } from './json-scan.ts';
import { Turn } from './turns.ts';

/** Characters parsed at once: a few milliseconds of work. */
const sliceLength = 32_768;

/** Room for the longest escape, and a little more. */
const leastSlice = 8;

/** Longer texts are parsed in slices. */
export const largeText = 100_000;

/**
 * Parses a large JSON text in parts like `parseJsonText`, but a slice at a time: keys and drawing get turns in between.
 * Returns undefined for text that is not JSON. Awaits `pause` at the end of each turn; `pause` may throw to stop. Reads
 * at most `slice` characters at once, even inside strings. Nesting may have any depth.
 */
export async function parseInSlices(
	parts: readonly string[],
	pause: () => Promise<void>,
	slice = sliceLength,
	turn = new Turn(),
): Promise<JsonValue | undefined> {
	try {
		return await new Slicer(parts, pause, Math.max(leastSlice, slice), turn).whole();
	} catch (error) {
		if (error instanceof NoJson) return undefined;
		throw error;
	}
}

class NoJson extends Error {}

/** A list or an object that is not closed yet. `key` belongs to the next value. */
type Open =
	| { readonly close: ']'; readonly items: JsonValue[] }
	| { readonly close: '}'; readonly builder: JsonObjectBuilder; key: string };

/**
 * A text in parts. Only a stretch around the reading position is one string: joining 30 MB at once takes 30 to 70 ms.
 */
class TextWindow {
	/** The stretch; `fill` shifts the positions in it. */
	text = '';
	/** The reading position. */
	at = 0;
	readonly #parts: readonly string[];
	#next = 0;

	constructor(parts: readonly string[]) {
		this.#parts = parts;
	}

	/** Makes at least `room` characters (or all that are left) follow `at`. Returns the distance that `at` moved back. */
	fill(room: number): number {
		if (this.text.length - this.at >= room || this.isWhole) return 0;
		const back = this.at;
		let text = this.text.slice(this.at);
		while (text.length < room && !this.isWhole) text += this.#parts[this.#next++] ?? '';
		this.text = text;
		this.at = 0;
		return back;
	}

	/** True if the stretch reaches the end of the text. */
	get isWhole(): boolean {
		return this.#next >= this.#parts.length;
	}
}

class Slicer {
	readonly #window: TextWindow;
	readonly #pause: () => Promise<void>;
	readonly #slice: number;
	readonly #turn: Turn;
	readonly #open: Open[] = [];
	/** Start of each list and object known to be longer than a slice: these are not scanned again. */
	#unclosed: number[] = [];
	#nextUnclosed = 0;

	constructor(parts: readonly string[], pause: () => Promise<void>, slice: number, turn: Turn) {
		this.#window = new TextWindow(parts);
		this.#pause = pause;
		this.#slice = slice;
		this.#turn = turn;
	}

	async whole(): Promise<JsonValue> {
		await this.#blanks();
		let value = await this.#value();
		for (;;) {
			if (this.#turn.isOver) await this.#rest();
			const top = this.#open.at(-1);
			if (top === undefined && value !== undefined) {
				await this.#blanks();
				if (this.#sign() !== '') throw new NoJson();
				return value;
			}
			if (top === undefined) throw new NoJson();
			if (value !== undefined) {
				if (top.close === ']') top.items.push(value);
				else top.builder.add([top.key, value]);
				value = await this.#afterMembers(top);
			} else if (this.#takeWhole(top)) value = await this.#afterMembers(top);
			else {
				if (top.close === '}') top.key = await this.#key();
				value = await this.#value();
			}
		}
	}

	/** Reads the value here; returns undefined after opening a list or an object that has members. */
	async #value(): Promise<JsonValue | undefined> {
		const sign = this.#sign();
		if (sign === '"') return this.#string();
		if (sign !== '[' && sign !== '{') return this.#word();
		if (this.#unclosed[this.#nextUnclosed] === this.#window.at) this.#nextUnclosed += 1;
		this.#window.at += 1;
		await this.#blanks();
		const open: Open =
			sign === '[' ? { close: ']', items: [] } : { close: '}', builder: new JsonObjectBuilder(), key: '' };
		this.#open.push(open);
		return this.#sign() === open.close ? this.#closed(open) : undefined;
	}

	/** Reads all members here that are complete within a slice, at once; false if there are none. */
	#takeWhole(top: Open): boolean {
		this.#fill();
		const { text, at } = this.#window;
		const known = this.#unclosed[this.#nextUnclosed];
		const stop = Math.min(text.length, at + this.#slice, known ?? Number.POSITIVE_INFINITY);
		const { end, open } = wholeMembers(text, at, stop);
		if (known === undefined) {
			this.#unclosed = [...open];
			this.#nextUnclosed = 0;
		}
		if (end <= at) return false;
		const run = text.slice(at, end);
		if (top.close === ']') for (const item of itemsOf(run)) top.items.push(item);
		else for (const entry of entriesOf(run)) top.builder.add(entry);
		this.#window.at = end;
		return true;
	}

	/** Skips the comma here; returns the finished list or object if it ends instead. */
	async #afterMembers(top: Open): Promise<JsonValue | undefined> {
		await this.#blanks();
		if (this.#sign() === top.close) return this.#closed(top);
		await this.#past(',');
		return undefined;
	}

	#closed(top: Open): JsonValue {
		this.#window.at += 1;
		this.#open.pop();
		return top.close === ']' ? top.items : top.builder.object();
	}

	async #key(): Promise<string> {
		if (this.#sign() !== '"') throw new NoJson();
		const key = await this.#string();
		await this.#blanks();
		await this.#past(':');
		return key;
	}

	async #string(): Promise<string> {
		const pieces: string[] = [];
		this.#window.at += 1;
		for (;;) {
			this.#fill();
			const { text, at } = this.#window;
			const stop = Math.min(text.length, at + this.#slice);
			const quote = endOfString(text, at, stop);
			const end = quote < 0 ? cutOfString(text, at, stop) : quote;
			if (quote < 0 && end === at) throw new NoJson();
			pieces.push(stringOf(text.slice(at, end)));
			this.#window.at = end;
			if (quote >= 0) break;
			if (this.#turn.isOver) await this.#rest();
		}
		this.#window.at += 1;
		return pieces.join('');
	}

	async #word(): Promise<JsonValue> {
		let word = '';
		for (;;) {
			this.#fill();
			const { text, at } = this.#window;
			const stop = Math.min(text.length, at + this.#slice);
			const end = endOfWord(text, at, stop);
			word += text.slice(at, end);
			this.#window.at = end;
			if (end < stop || end === at) break;
			if (this.#turn.isOver) await this.#rest();
		}
		const value = parseJsonText(word);
		if (value === undefined) throw new NoJson();
		return value;
	}

	async #past(sign: ':' | ','): Promise<void> {
		if (this.#sign() !== sign) throw new NoJson();
		this.#window.at += 1;
		await this.#blanks();
	}

	async #blanks(): Promise<void> {
		for (;;) {
			this.#fill();
			const { text, at } = this.#window;
			const stop = Math.min(text.length, at + this.#slice);
			let end = at;
			while (end < stop && isBlank(text.charCodeAt(end))) end += 1;
			this.#window.at = end;
			if (end < stop || end === at) return;
			if (this.#turn.isOver) await this.#rest();
		}
	}

	/** The character here; '' at the end. */
	#sign(): string {
		this.#fill();
		return this.#window.text.charAt(this.#window.at);
	}

	#fill(): void {
		const back = this.#window.fill(this.#slice);
		if (back === 0 || this.#unclosed.length === 0) return;
		this.#unclosed = this.#unclosed.slice(this.#nextUnclosed).map((at) => at - back);
		this.#nextUnclosed = 0;
	}

	async #rest(): Promise<void> {
		await this.#pause();
		this.#turn.again();
	}
}

function itemsOf(run: string): readonly JsonValue[] {
	const items = parseJsonText(`[${run}]`);
	if (!Array.isArray(items)) throw new NoJson();
	return items;
}

function entriesOf(run: string): readonly JsonEntry[] {
	const object = parseJsonText(`{${run}}`);
	if (!isJsonObject(object)) throw new NoJson();
	return jsonEntries(object);
}

function stringOf(inner: string): string {
	try {
		return String(JSON.parse(`"${inner}"`));
	} catch {
		throw new NoJson();
	}
}
