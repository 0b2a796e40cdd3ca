import { type Line, type Span, span, type Tone } from './line.ts';
import { safe } from './safe.ts';
import { wrapLine } from './wrap-line.ts';

/** Any JSON value, structurally: this folder knows no other. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** Reads JSON text. Undefined for text that is none: never throws. */
export function parseJson(text: string): Json | undefined {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** The value as indented JSON, one line a row, coloured by tone; wrapped to `cells` cells where that is given. */
export function jsonLines(value: Json, cells?: number): Line[] {
	const lines = JSON.stringify(value, null, 2)
		.split('\n')
		.map((row): Line => [span('plain', safe(row))]);
	return cells === undefined ? lines : lines.flatMap((line) => wrapLine(line, cells, 4));
}

/** The value as a tree for reading: `score: Poor`, nested by indentation, no braces; wrapped to `cells` cells. */
export function jsonTree(value: Json, cells?: number): Line[] {
	const lines: Line[] = [];
	grow(value, 0, [], lines);
	return cells === undefined ? lines : lines.flatMap((line) => wrapLine(line, cells, 2));
}

function grow(value: Json, depth: number, lead: readonly Span[], lines: Line[]): void {
	if (typeof value !== 'object' || value === null) {
		lines.push([...lead, span(toneOf(value), safe(String(value)))]);
		return;
	}
	if (lead.length > 0) lines.push(lead);
	for (const [key, inner] of Object.entries(value)) {
		const name = Array.isArray(value) ? '- ' : `${key}: `;
		grow(inner, depth + 1, [span('dim', safe(`${'  '.repeat(depth)}${name}`))], lines);
	}
}

function toneOf(value: string | number | boolean | null): Tone {
	if (typeof value === 'string') return 'plain';
	return value === null ? 'muted' : 'accent';
}
