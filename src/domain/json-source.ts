import type { JsonValue } from './json.ts';

/** JSON text that was read: its value, and on which line (from 1) each key of its outermost object stands. */
export type JsonSource =
	| { readonly ok: true; readonly value: JsonValue; readonly lines: ReadonlyMap<string, number> }
	| { readonly ok: false; readonly line: number; readonly problem: string };

/** Deeper than this nobody writes by hand. */
const depthLimit = 200;

class Refused extends Error {
	readonly at: number;
	constructor(at: number, problem: string) {
		super(problem);
		this.at = at;
	}
}

/**
 * Reads JSON as strictly as `JSON.parse`, and says in words and by line what is wrong with it. Refuses also what that
 * would take without a word: a key that is there twice in one object.
 */
export function readJsonSource(text: string): JsonSource {
	const reader = new Reader(text);
	try {
		return { ok: true, value: reader.whole(), lines: reader.lines };
	} catch (error) {
		if (error instanceof Refused) return { ok: false, line: lineAt(text, error.at), problem: error.message };
		throw error;
	}
}

function lineAt(text: string, at: number): number {
	return text.slice(0, at).split('\n').length;
}

class Reader {
	readonly lines = new Map<string, number>();
	readonly #text: string;
	#at = 0;
	#depth = 0;

	constructor(text: string) {
		this.#text = text;
	}

	whole(): JsonValue {
		const value = this.#value();
		this.#blanks();
		if (this.#at < this.#text.length) this.#refuse('There is more text behind the end of the JSON.');
		return value;
	}

	#refuse(problem: string, at = this.#at): never {
		throw new Refused(at, problem);
	}

	#blanks(): void {
		while (/[ \t\r\n]/.test(this.#text.charAt(this.#at))) this.#at++;
		if (/^(?:\/\/|\/\*|#)/.test(this.#text.slice(this.#at, this.#at + 2)))
			this.#refuse('JSON has no comments.');
	}

	#value(): JsonValue {
		this.#blanks();
		const sign = this.#text.charAt(this.#at);
		if (sign === '') this.#refuse('The JSON ends too early: something is missing.');
		if (sign !== '{' && sign !== '[') return sign === '"' ? this.#string() : this.#word();
		if (this.#depth === depthLimit) this.#refuse(`It is nested more than ${depthLimit} levels deep.`);
		this.#depth++;
		const value = sign === '{' ? this.#object() : this.#array();
		this.#depth--;
		return value;
	}

	#object(): JsonValue {
		const entries = new Map<string, JsonValue>();
		const seen = new Map<string, number>();
		this.#items('}', () => {
			const at = this.#at;
			if (this.#text.charAt(at) !== '"') this.#refuse('A key in double quotes is missing here.');
			const key = this.#string();
			const other = seen.get(key);
			if (other !== undefined)
				this.#refuse(`The key “${key}” is there twice: on line ${lineAt(this.#text, other)} too.`, at);
			seen.set(key, at);
			if (this.#depth === 1) this.lines.set(key, lineAt(this.#text, at));
			this.#blanks();
			if (this.#text.charAt(this.#at) !== ':') this.#refuse(`A colon is missing behind the key “${key}”.`);
			this.#at++;
			entries.set(key, this.#value());
		});
		// `fromEntries` defines what it is given, so that `__proto__` becomes a key like any other.
		return Object.fromEntries(entries);
	}

	#array(): JsonValue {
		const items: JsonValue[] = [];
		this.#items(']', () => void items.push(this.#value()));
		return items;
	}

	#items(close: '}' | ']', item: () => void): void {
		this.#at++;
		this.#blanks();
		let isFirst = true;
		while (this.#text.charAt(this.#at) !== close) {
			if (!isFirst) {
				if (this.#at >= this.#text.length) this.#refuse(`A closing ${close} is missing.`);
				if (this.#text.charAt(this.#at) !== ',')
					this.#refuse(`A comma or a closing ${close} is missing before this.`);
				const comma = this.#at++;
				this.#blanks();
				if (this.#text.charAt(this.#at) === close)
					this.#refuse(`There is a comma too many before the closing ${close}.`, comma);
			}
			isFirst = false;
			item();
			this.#blanks();
		}
		this.#at++;
	}

	#string(): string {
		const start = this.#at;
		// biome-ignore lint/suspicious/noControlCharactersInRegex: those must be escaped.
		const part = /[^"\\\u0000-\u001f]+|\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y;
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
				`JSON knows no ${this.#text.slice(this.#at, this.#at + 2)} in a text: write \\\\ for a backslash.`,
			);
		if (sign === '' || sign === '\n' || sign === '\r')
			this.#refuse(
				'The quotes of a text are not closed on this line: a line end in a text is written \\n.',
				start,
			);
		if (sign !== '"') this.#refuse('There is a control character in a text: a tab is written \\t.');
		this.#at++;
		const value: unknown = JSON.parse(this.#text.slice(start, this.#at));
		return String(value);
	}

	#word(): JsonValue {
		const [word = ''] = /^[^\s,:{}[\]"]*/.exec(this.#text.slice(this.#at, this.#at + 100)) ?? [];
		if (
			word === 'true' ||
			word === 'false' ||
			word === 'null' ||
			/^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(word)
		) {
			this.#at += word.length;
			return word === 'null' ? null : word === 'true' ? true : word === 'false' ? false : Number(word);
		}
		return this.#refuse(
			word === '' ? 'A value is missing here.' : `“${word}” is no value: a text stands in double quotes.`,
		);
	}
}
