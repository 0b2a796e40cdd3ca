/**
 * Characters with an undisputed width that never join each other: a cluster always ends between two of them, and text
 * of these alone needs neither the segmenter nor property lookups. Emoji are excluded. Each entry is first, last,
 * cells; ambiguous characters are narrow, as in `string-width`. Tests compare this table with that library.
 */
const ranges: readonly (readonly [first: number, last: number, cells: 1 | 2])[] = [
	[0x20, 0x7e, 1],
	[0xa0, 0xa8, 1],
	[0xaa, 0xac, 1],
	[0xaf, 0x2ff, 1],
	[0x370, 0x377, 1],
	[0x391, 0x3a1, 1],
	[0x3a3, 0x482, 1],
	[0x48a, 0x52f, 1],
	[0x1e00, 0x1eff, 1],
	[0x2010, 0x2027, 1],
	[0x2030, 0x203b, 1],
	[0x203d, 0x2048, 1],
	[0x204a, 0x205e, 1],
	[0x20a0, 0x20bf, 1],
	[0x2190, 0x2193, 1],
	[0x219a, 0x21a8, 1],
	[0x21ab, 0x2319, 1],
	[0x23ce, 0x23ce, 1],
	[0x2400, 0x2426, 1],
	[0x2500, 0x25a9, 1],
	[0x25ac, 0x25b5, 1],
	[0x25b7, 0x25bf, 1],
	[0x25c1, 0x25fa, 1],
	[0x27e8, 0x27e9, 1],
	[0x3000, 0x3029, 2],
	[0x3041, 0x3096, 2],
	[0x30a1, 0x30ff, 2],
	[0x4e00, 0x9fff, 2],
	[0xac00, 0xd7a3, 2],
	[0xff01, 0xff60, 2],
];

const cellsOf = new Uint8Array(0x1_0000);
for (const [first, last, cells] of ranges) cellsOf.fill(cells, first, last + 1);

const printableAscii = /^[ -~]*$/;

/** True for printable ASCII only, where cells equal characters. */
export function isPrintableAscii(text: string): boolean {
	return printableAscii.test(text);
}

/** The cells of the UTF-16 unit, or 0 if the table does not know it. */
export function fixedCells(unit: number): number {
	return cellsOf[unit] ?? 0;
}

/** The cells of the whole text, or -1 if the table does not know a character. */
export function fixedWidth(text: string): number {
	if (printableAscii.test(text)) return text.length;
	let width = 0;
	for (let index = 0; index < text.length; index++) {
		const cells = cellsOf[text.charCodeAt(index)] ?? 0;
		if (cells === 0) return -1;
		width += cells;
	}
	return width;
}

/** True if the text has `length` consecutive characters that could form one endless cluster. */
export function hasRareRun(text: string, length: number): boolean {
	let run = 0;
	for (let index = 0; index < text.length; index++) {
		run = cellsOf[text.charCodeAt(index)] === 0 ? run + 1 : 0;
		if (run >= length) return true;
	}
	return false;
}
