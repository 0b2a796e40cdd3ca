import { type JsonEntry, JsonNumber, type JsonValue, jsonObject } from './json.ts';

/** JSON text after reading: its value, and the line (1-based) of each key of the outermost object. */
export type JsonSource =
	| {
			readonly ok: true;
			readonly value: JsonValue;
			readonly lines: ReadonlyMap<string, number>;
			readonly doubled: readonly DoubledKey[];
	  }
	/** `at` is the place of the problem in UTF-16 units, `line` its line (1-based). */
	| { readonly ok: false; readonly at: number; readonly line: number; readonly problem: string };

/**
 * A key that occurs twice in one object. `topKey` is the outermost key that contains the object; null for the
 * outermost object.
 */
export type DoubledKey = {
	readonly key: string;
	readonly topKey: string | null;
	/** Its place in UTF-16 units, and its line (1-based). */
	readonly at: number;
	readonly line: number;
	readonly firstLine: number;
};

/**
 * Reads JSON text without loss: numbers keep their digits, keys their order, and duplicate keys both values. Returns
 * undefined for invalid JSON (`null` is valid). Nesting may have any depth.
 */
export function parseJsonText(text: string): JsonValue | undefined {
	let value: JsonValue;
	try {
		value = JSON.parse(text);
	} catch {
		return undefined;
	}
	// Most answers read as JavaScript would write them. Nothing was lost then, so the slower reader is not needed.
	try {
		if (JSON.stringify(value) === text && !text.includes('"__proto__"')) return value;
	} catch {
		// Nested too deep for JavaScript to write.
	}
	return new Reader(text, null).whole();
}

/** Reads hand-written JSON as strictly as `JSON.parse`, and describes the first problem with its line. */
export function readJsonSource(text: string): JsonSource {
	const marks: Marks = { lines: new Map(), doubled: [] };
	try {
		return { ok: true, value: new Reader(text, marks).whole(), ...marks };
	} catch (error) {
		if (error instanceof Refused) {
			const { at, message } = error;
			return { ok: false, at, line: lineAt(text, at), problem: message };
		}
		throw error;
	}
}

class Refused extends Error {
	readonly at: number;
	constructor(at: number, problem: string) {
		super(problem);
		this.at = at;
	}
}

function lineAt(text: string, at: number): number {
	return text.slice(0, at).split('\n').length;
}

type Marks = { readonly lines: Map<string, number>; readonly doubled: DoubledKey[] };

/** An object or list that is still open. `key` is the key of the next value. */
type Open =
	| {
			readonly close: '}';
			readonly entries: JsonEntry[];
			readonly seen: Map<string, number> | null;
			key: string;
	  }
	| { readonly close: ']'; readonly items: JsonValue[] };

const token = /[^\s,:{}[\]"]*/y;
const numberText = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON must escape these.
const toBeDecoded = /[\\\u0000-\u001f]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON must escape these.
const part = /[^"\\\u0000-\u001f]+|\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y;

class Reader {
	readonly #text: string;
	readonly #marks: Marks | null;
	readonly #open: Open[] = [];
	#at = 0;

	constructor(text: string, marks: Marks | null) {
		this.#text = text;
		this.#marks = marks;
	}

	/** No recursion: JSON can nest deeper than the stack. */
	whole(): JsonValue {
		for (;;) {
			let value = this.#startOfValue();
			if (value === undefined) continue;
			for (;;) {
				const top = this.#open.at(-1);
				this.#blanks();
				if (top === undefined) {
					if (this.#at < this.#text.length) this.#refuse('There is more text after the end of the JSON.');
					return value;
				}
				if (top.close === '}') top.entries.push([top.key, value]);
				else top.items.push(value);
				if (!this.#isClosed(top)) break;
				this.#open.pop();
				value = top.close === '}' ? jsonObject(top.entries) : top.items;
			}
		}
	}

	/** Reads the value at this position. Returns undefined after opening an object or a list. */
	#startOfValue(): JsonValue | undefined {
		this.#blanks();
		const sign = this.#text.charAt(this.#at);
		if (sign === '') this.#refuse('The JSON ends too early: a value is missing.');
		if (sign !== '{' && sign !== '[') return sign === '"' ? this.#string() : this.#word();
		this.#at++;
		this.#blanks();
		const open: Open =
			sign === '{'
				? { close: '}', entries: [], seen: this.#marks === null ? null : new Map(), key: '' }
				: { close: ']', items: [] };
		if (this.#text.charAt(this.#at) === open.close) {
			this.#at++;
			return open.close === '}' ? {} : [];
		}
		this.#open.push(open);
		if (open.close === '}') this.#key(open);
		return undefined;
	}

	/** Moves past the comma after a value. Returns true if the object or list ends instead. */
	#isClosed(top: Open): boolean {
		const { close } = top;
		const sign = this.#text.charAt(this.#at);
		if (sign === '') this.#refuse(`A closing ${close} is missing.`);
		if (sign === close) {
			this.#at++;
			return true;
		}
		if (sign !== ',') this.#refuse(`A comma or a closing ${close} is missing before this.`);
		const comma = this.#at++;
		this.#blanks();
		if (this.#text.charAt(this.#at) === close)
			this.#refuse(`Remove the comma before the closing ${close}.`, comma);
		if (top.close === '}') this.#key(top);
		return false;
	}

	#key(open: Extract<Open, { close: '}' }>): void {
		const at = this.#at;
		if (this.#text.charAt(at) !== '"') this.#refuse('A key in double quotes is missing here.');
		open.key = this.#string();
		if (this.#marks !== null) this.#mark(open, at, this.#marks);
		this.#blanks();
		if (this.#text.charAt(this.#at) !== ':') this.#refuse(`A colon is missing after the key “${open.key}”.`);
		this.#at++;
	}

	#mark({ key, seen }: Extract<Open, { close: '}' }>, at: number, { lines, doubled }: Marks): void {
		const [outermost] = this.#open;
		const first = seen?.get(key);
		if (first === undefined) seen?.set(key, at);
		else
			doubled.push({
				key,
				topKey: this.#open.length > 1 && outermost?.close === '}' ? outermost.key : null,
				at,
				line: lineAt(this.#text, at),
				firstLine: lineAt(this.#text, first),
			});
		if (this.#open.length === 1) lines.set(key, lineAt(this.#text, at));
	}

	#refuse(problem: string, at = this.#at): never {
		throw new Refused(at, problem);
	}

	#blanks(): void {
		let code = this.#text.charCodeAt(this.#at);
		while (code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09)
			code = this.#text.charCodeAt(++this.#at);
		if (code !== 0x2f && code !== 0x23) return;
		if (/^(?:\/\/|\/\*|#)/.test(this.#text.slice(this.#at, this.#at + 2)))
			this.#refuse('JSON does not allow comments.');
	}

	#string(): string {
		const start = this.#at;
		const end = this.#text.indexOf('"', start + 1);
		const simple = this.#text.slice(start + 1, Math.max(end, start + 1));
		if (end !== -1 && !toBeDecoded.test(simple)) {
			this.#at = end + 1;
			return simple;
		}
		this.#at++;
		for (;;) {
			part.lastIndex = this.#at;
			const found = part.exec(this.#text);
			if (found === null) break;
			this.#at += found[0].length;
		}
		const sign = this.#text.charAt(this.#at);
		if (sign === '\\')
			this.#refuse(
				`${this.#text.slice(this.#at, this.#at + 2)} is not a JSON escape: write \\\\ for a backslash.`,
			);
		if (sign === '' || sign === '\n' || sign === '\r')
			this.#refuse('This text has no closing quote on its line: write \\n for a line break.', start);
		if (sign !== '"') this.#refuse('This text has a control character: write \\t for a tab.');
		this.#at++;
		const value: unknown = JSON.parse(this.#text.slice(start, this.#at));
		return String(value);
	}

	#word(): JsonValue {
		token.lastIndex = this.#at;
		const [word = ''] = token.exec(this.#text) ?? [];
		this.#at += word.length;
		if (word === 'null') return null;
		if (word === 'true' || word === 'false') return word === 'true';
		if (numberText.test(word)) {
			const number = Number(word);
			return String(number) === word ? number : new JsonNumber(word);
		}
		return this.#refuse(
			word === ''
				? 'A value is missing here.'
				: `“${word.slice(0, 100)}” is not a value: put text in double quotes.`,
			this.#at - word.length,
		);
	}
}
