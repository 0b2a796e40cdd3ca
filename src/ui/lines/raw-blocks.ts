import type { JsonValue } from '../../domain/json.ts';
import type { Block } from '../../state/view.ts';
import { jsonLines } from '../../text/json-text.ts';
import { clipLine, span } from '../../text/line.ts';
import { safe } from '../../text/safe.ts';
import { wrapLine } from '../../text/wrap-line.ts';
import { textBlock } from './text-block.ts';

/** One part of the raw view: a heading in our own words and the JSON as it was received. */
export type RawSection = { readonly title: string; readonly values: readonly JsonValue[] };

type Options = { readonly width: number; readonly wrapped: boolean };

/** JSON as received, indented: a block for every received row, under a heading for every request. */
export function rawBlocks(sections: readonly RawSection[], options: Options): Block[] {
	return sections.flatMap(({ title, values }, section) => [
		textBlock(`raw${section}`, wrapLine([span('dim', safe(`// ${title}`))], options.width, 3)),
		...values.map((value, index) => valueBlock(`raw${section}-${index}`, value, options)),
	]);
}

type Cached = { readonly width: number; readonly wrapped: boolean; readonly block: Block };
/** A row of a long conversation is laid out once a width, not once a page that arrives behind it. */
const laidOut = new WeakMap<object, Cached>();

function valueBlock(key: string, value: JsonValue, options: Options): Block {
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
	if (id !== null) laidOut.set(id, { ...options, block });
	return block;
}
