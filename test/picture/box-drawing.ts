/**
 * The sides of its cell that a box-drawing character reaches: up, right, down, left. Fonts draw these shorter than the
 * line height, which leaves gaps in a frame; paths meet.
 */
const ARMS: Readonly<Record<string, string>> = {
	'│': 'ud',
	'┌': 'rd',
	'┐': 'dl',
	'└': 'ur',
	'┘': 'ul',
	'├': 'urd',
	'┤': 'udl',
	'┬': 'rdl',
	'┴': 'url',
	'┼': 'urdl',
	'╴': 'l',
	'╵': 'u',
	'╶': 'r',
	'╷': 'd',
};

/** Rounded corners: the two sides they join. */
const CORNERS: Readonly<Record<string, string>> = { '╭': 'rd', '╮': 'dl', '╰': 'ur', '╯': 'ul' };

/** Blocks, as the part of the cell they fill: x, y, width, height. */
const BLOCKS: Readonly<Record<string, readonly [number, number, number, number]>> = {
	'█': [0, 0, 1, 1],
	'▌': [0, 0, 0.5, 1],
	'▐': [0.5, 0, 0.5, 1],
	'▀': [0, 0, 1, 0.5],
	'▄': [0, 0.5, 1, 0.5],
	'▏': [0, 0, 0.125, 1],
	'▎': [0, 0, 0.25, 1],
	'▍': [0, 0, 0.375, 1],
};

/** The drawing of a character: a line to stroke, or a block to fill. */
export type Drawing = { readonly stroke: string } | { readonly fill: string };

/**
 * The path of a box-drawing or block character, or of a run of `─`, in a cell at `x`, `y` (pixels); undefined for other
 * text.
 */
export function drawing(
	text: string,
	x: number,
	y: number,
	width: number,
	height: number,
): Drawing | undefined {
	const block = BLOCKS[text];
	if (block !== undefined) {
		const [left, top, across, down] = block;
		return {
			fill: `M${n(x + left * width)} ${n(y + top * height)}h${n(across * width)}v${n(down * height)}h${n(-across * width)}z`,
		};
	}
	const [middle, centre] = [x + width / 2, y + height / 2];
	const end: Readonly<Record<string, string>> = {
		u: `${n(middle)} ${n(y)}`,
		r: `${n(x + width)} ${n(centre)}`,
		d: `${n(middle)} ${n(y + height)}`,
		l: `${n(x)} ${n(centre)}`,
	};
	const corner = CORNERS[text];
	if (corner !== undefined)
		return { stroke: `M${end[corner[0] ?? '']}Q${n(middle)} ${n(centre)} ${end[corner[1] ?? '']}` };
	if (/^─+$/.test(text)) return { stroke: `M${end.l}L${end.r}` };
	const arms = ARMS[text];
	if (arms === undefined) return undefined;
	return { stroke: [...arms].map((arm) => `M${n(middle)} ${n(centre)}L${end[arm]}`).join('') };
}

/** Pixels as text, rounded to a tenth, without a trailing point. */
export function n(pixels: number): string {
	return String(Math.round(pixels * 100) / 100);
}
