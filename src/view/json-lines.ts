import {
	isJsonObject,
	JsonNumber,
	type JsonValue,
	jsonEntries,
	jsonStart,
	jsonText,
} from '../domain/json.ts';
import { cutText, cutValueWords, cutWords, longestShown } from '../text/cut.ts';
import { type Line, lineWidth, type Span, span, type Tone } from '../text/line.ts';
import { safe, safeLines } from '../text/safe.ts';
import { nothing, type SafeText } from '../text/safe-text.ts';
import { blank } from '../text/width.ts';
import { wrapLine } from '../text/wrap.ts';

/** Deeper values are written on one line: more indentation does not help, and recursion has limits. */
const depthLimit = 40;

/**
 * The value as JSON, indented by two blanks per level; a very long one is cut, and its last line says so. With `cells`,
 * lines are wrapped to that width and their rest is indented. Strings escape control characters as JSON does;
 * characters that JSON leaves alone (bidi overrides, C1) are shown as in the rest of the program.
 */
export function jsonLines(value: JsonValue, cells?: number): Line[] {
	const lines = new BoundedLines();
	writeJson(value, 0, [], '', lines);
	return laidOut(lines, cells, 2);
}

/** Characters of one value that are laid out: fewer than of a text, for each of its lines takes as long as many letters. */
const longestValue = 100_000;

/** Collects lines up to the size limit. */
class BoundedLines {
	readonly lines: Line[] = [];
	#left = longestValue;

	get isFull(): boolean {
		return this.#left <= 0;
	}

	push(line: Line): void {
		if (this.isFull) return;
		this.lines.push(line);
		for (const { text } of line) this.#left -= text.length;
		if (this.isFull) this.lines.push([span('warn', safe(cutValueWords))]);
	}
}

function laidOut({ lines }: BoundedLines, cells: number | undefined, hang: number): Line[] {
	return cells === undefined
		? lines
		: lines.flatMap((line) => wrapLine(line, cells, inset(line, cells) + hang));
}

function writeJson(
	value: JsonValue,
	depth: number,
	lead: readonly Span[],
	comma: ',' | '',
	lines: BoundedLines,
): void {
	if (lines.isFull) return;
	const margin = depth > 0 && lead.length === 0 ? [span('plain', blank(depth * 2))] : [];
	const start = [...margin, ...lead];
	const entries = entriesOf(value);
	if (entries === null || entries.length === 0 || depth >= depthLimit) {
		const tail = comma === '' ? [] : [span('dim', safe(comma))];
		lines.push([...start, span(toneOf(value), safe(shortJson(value))), ...tail]);
		return;
	}
	const isArray = Array.isArray(value);
	lines.push([...start, span('dim', safe(isArray ? '[' : '{'))]);
	for (const [index, [key, inner]] of entries.entries()) {
		if (lines.isFull) return;
		const name = isArray
			? []
			: [
					span('plain', blank(depth * 2 + 2)),
					span('accent', safe(JSON.stringify(key))),
					span('dim', safe(': ')),
				];
		writeJson(inner, depth + 1, name, index < entries.length - 1 ? ',' : '', lines);
	}
	const end = `${isArray ? ']' : '}'}${comma}`;
	lines.push([...(depth > 0 ? [span('plain', blank(depth * 2))] : []), span('dim', safe(end))]);
}

/**
 * The value for reading: `score: Poor`, indented by two blanks per level, list items after `- `, without braces and
 * quotes. Keeps line breaks in strings. With `cells`, wraps to that width.
 */
export function jsonTree(value: JsonValue, cells?: number): Line[] {
	const lines = new BoundedLines();
	writeTree(value, 0, [], lines);
	return laidOut(lines, cells, 0);
}

function writeTree(value: JsonValue, depth: number, lead: readonly Span[], lines: BoundedLines): void {
	if (lines.isFull) return;
	const entries = depth >= depthLimit ? null : entriesOf(value);
	if (entries === null) {
		const texts = typeof value === 'string' ? safeLines(value) : [safe(shortJson(value))];
		for (const [index, text] of texts.entries()) {
			const start = index === 0 || lead.length === 0 ? lead : [span('plain', blank(lineWidth(lead)))];
			lines.push([...start, span(toneOf(value), text)]);
		}
		return;
	}
	if (entries.length === 0) {
		lines.push([...lead, span('muted', safe('(empty)'))]);
		return;
	}
	const isArray = Array.isArray(value);
	// The first item of a list shares a line only with the dash of an outer list.
	let opening: readonly Span[] = lead;
	if (lead.length > 0 && !endsWithDash(lead)) {
		lines.push(lead.map((part) => span(part.tone, trimmedEnd(part.text))));
		opening = [];
	}
	const margin = span('plain', blank(depth * 2));
	for (const [key, inner] of entries) {
		if (lines.isFull) return;
		const start = opening.length > 0 ? opening : depth > 0 ? [margin] : [];
		const name = isArray ? span('dim', safe('- ')) : span('accent', safe(`${key}: `));
		writeTree(inner, depth + 1, [...start, name], lines);
		opening = [];
	}
}

function endsWithDash(lead: readonly Span[]): boolean {
	const last = lead.at(-1);
	return last?.tone === 'dim' && last.text === '- ';
}

function trimmedEnd(text: SafeText): SafeText {
	return text.endsWith(': ') ? safe(text.slice(0, -1)) : text;
}

/** The entries of a list or an object; null for any other value. */
function entriesOf(value: JsonValue): readonly (readonly [key: string, value: JsonValue])[] | null {
	if (isJsonObject(value)) return jsonEntries(value);
	return Array.isArray(value) ? value.slice(0, longestShown).map((item) => ['', item] as const) : null;
}

/** A value on one line, cut if it is very long. */
function shortJson(value: JsonValue): string {
	if (typeof value === 'string') {
		const { text, left } = cutText(value);
		return left === 0 ? jsonText(text) : `${jsonText(text)} ${cutWords(left)}`;
	}
	const start = jsonStart(value, longestShown);
	const { text, left } = cutText(start);
	return left === 0 ? text : `${text} ${cutValueWords}`;
}

function toneOf(value: JsonValue): Tone {
	if (typeof value === 'string') return 'plain';
	return typeof value === 'number' || typeof value === 'boolean' || value instanceof JsonNumber
		? 'strong'
		: 'muted';
}

/** Width of the text before a line's value, at most half of the room. */
function inset(line: Line, cells: number): number {
	const before = line.slice(0, -1).filter((part) => part.text !== nothing);
	return Math.min(lineWidth(before), Math.floor(cells / 2));
}
