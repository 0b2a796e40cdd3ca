import type { JsonValue } from '../../domain/json.ts';
import { parseJsonText } from '../../domain/json-source.ts';
import type { Block } from '../../state/view.ts';
import { mostShown } from '../../text/cut.ts';
import { clipLine, type Line, lineText, span } from '../../text/line.ts';
import { joinRows, safe, safeLines, t } from '../../text/safe.ts';
import { nothing } from '../../text/safe-text.ts';
import { wrapLine } from '../../text/wrap.ts';
import { jsonLines } from '../json-lines.ts';
import { LayoutRound } from '../layout-round.ts';

/**
 * A metadata value in full, wrapped if `cells` are given. JSON is indented, whether the value is JSON or text that holds
 * JSON.
 */
export function fullValue(value: JsonValue, cells?: number): Line[] {
	if (value === '') return [[span('muted', t`(empty)`)]];
	if (typeof value !== 'string') return jsonLines(value, cells);
	const parsed = jsonInText(value);
	if (parsed !== undefined) return jsonLines(parsed, cells);
	return safeLines(value).flatMap((row) => {
		const line = [span('plain', row === nothing ? t` ` : row)];
		return cells === undefined ? [line] : wrapLine(line, cells);
	});
}

/** The list or object that a text holds as JSON; undefined for any other text, and for one too long to show whole. */
export function jsonInText(text: string): JsonValue | undefined {
	return text.length <= mostShown(text) && /^\s*[[{]/.test(text) ? parseJsonText(text) : undefined;
}

/** One part of the raw view: a heading and the JSON as received. */
export type RawSection = { readonly title: string; readonly values: readonly JsonValue[] };

type Options = { readonly width: number; readonly wrapped: boolean };

/** JSON as received, indented: a block for every row, under a heading for every request. */
export function rawBlocks(
	sections: readonly RawSection[],
	options: Options,
	round = new LayoutRound(Number.POSITIVE_INFINITY),
): Block[] {
	const parts = sections.flatMap(({ title, values }, section) => [
		() => textBlock(`raw${section}`, wrapLine([span('dim', safe(`// ${title}`))], options.width, 3)),
		...values.map((value, index) => () => valueBlock(`raw${section}-${index}`, value, options, round)),
	]);
	return round.blocksOf(parts, (make) => make(), options.width, 'parts');
}

type Cached = { readonly width: number; readonly wrapped: boolean; readonly block: Block };
/** Lays out a row of a long conversation once per width, not again for each page that arrives after it. */
const laidOut = new WeakMap<object, Cached>();

function valueBlock(key: string, value: JsonValue, options: Options, round: LayoutRound): Block {
	const id = typeof value === 'object' ? value : null;
	const known = id === null ? undefined : laidOut.get(id);
	if (known !== undefined && known.width === options.width && known.wrapped === options.wrapped) {
		return known.block.key === key ? known.block : { ...known.block, key };
	}
	const rows = jsonLines(value);
	const lines = rows.flatMap((line) =>
		options.wrapped ? wrapLine(line, options.width, 4) : [clipLine(line, options.width)],
	);
	const block = textBlock(key, lines, rows);
	round.add(block);
	if (id !== null) laidOut.set(id, { ...options, block });
	return block;
}

/**
 * A block of text from edge to edge that cannot be folded. A search looks at `rows`, the text before wrapping, so it
 * finds a word broken at the edge.
 */
export function textBlock(key: string, lines: readonly Line[], rows: readonly Line[] = lines): Block {
	return { key, lines, search: joinRows(rows.map(lineText)), fold: null };
}
