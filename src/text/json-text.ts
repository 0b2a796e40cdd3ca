import { type Line, lineWidth, type Span, span, type Tone } from './line.ts';
import { safe, safeLines } from './safe.ts';
import { nothing, type SafeText } from './safe-text.ts';
import { blank } from './width.ts';
import { wrapLine } from './wrap-line.ts';

/** Any JSON value: the domain's type by another name, since this folder knows nobody. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** Deeper than this a value is written on one line: indentation helps no more, and recursion has its limits. */
const depthLimit = 40;

/** Reads JSON text. Undefined for text that is none: never throws. */
export function parseJson(text: string): Json | undefined {
	try {
		const value: Json = JSON.parse(text);
		return value;
	} catch {
		return undefined;
	}
}

/**
 * The value as indented JSON, two blanks a level, nothing cut. Wrapped to `cells` cells where that is given, with what
 * belongs to a line set in under it. Controls in strings are escaped as JSON does it; what JSON leaves alone (bidi
 * overrides, C1) is shown as everywhere else.
 */
export function jsonLines(value: Json, cells?: number): Line[] {
	const lines: Line[] = [];
	writeJson(value, 0, [], '', lines);
	return cells === undefined ? lines : lines.flatMap((line) => wrapLine(line, cells, inset(line, cells) + 2));
}

function writeJson(value: Json, depth: number, lead: readonly Span[], comma: ',' | '', lines: Line[]): void {
	const margin = depth > 0 && lead.length === 0 ? [span('plain', blank(depth * 2))] : [];
	const start = [...margin, ...lead];
	const entries = entriesOf(value);
	if (entries === null || entries.length === 0 || depth >= depthLimit) {
		const tail = comma === '' ? [] : [span('dim', safe(comma))];
		lines.push([...start, span(toneOf(value), safe(compact(value))), ...tail]);
		return;
	}
	const isArray = Array.isArray(value);
	lines.push([...start, span('dim', safe(isArray ? '[' : '{'))]);
	for (const [index, [key, inner]] of entries.entries()) {
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
 * The value for reading: `score: Poor`, a level set in by two blanks, list items behind `- `, no braces and no quotes.
 * Line ends in strings are kept. Wrapped to `cells` cells where that is given.
 */
export function jsonTree(value: Json, cells?: number): Line[] {
	const lines: Line[] = [];
	writeTree(value, 0, [], lines);
	return cells === undefined ? lines : lines.flatMap((line) => wrapLine(line, cells, inset(line, cells)));
}

function writeTree(value: Json, depth: number, lead: readonly Span[], lines: Line[]): void {
	const entries = depth >= depthLimit ? null : entriesOf(value);
	if (entries === null) {
		const texts = typeof value === 'string' ? safeLines(value) : [safe(compact(value))];
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
	// The first item of a list goes on the line of what names it only where that is another list's dash.
	let opening: readonly Span[] = lead;
	if (lead.length > 0 && !endsWithDash(lead)) {
		lines.push(lead.map((part) => span(part.tone, trimmedEnd(part.text))));
		opening = [];
	}
	const margin = span('plain', blank(depth * 2));
	for (const [key, inner] of entries) {
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

function entriesOf(value: Json): [string, Json][] | null {
	return typeof value === 'object' && value !== null ? Object.entries(value) : null;
}

function compact(value: Json): string {
	try {
		return JSON.stringify(value);
	} catch {
		return '(nested too deep to show)';
	}
}

function toneOf(value: Json): Tone {
	if (typeof value === 'string') return 'plain';
	return typeof value === 'number' || typeof value === 'boolean' ? 'strong' : 'muted';
}

/** Where a line's value starts, as far as that leaves half the room for it. */
function inset(line: Line, cells: number): number {
	const before = line.slice(0, -1).filter((part) => part.text !== nothing);
	return Math.min(lineWidth(before), Math.floor(cells / 2));
}
