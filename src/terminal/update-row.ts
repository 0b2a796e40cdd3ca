import { agreedCells } from '../text/agreed.ts';
import { BoundedMap } from '../text/bounded-map.ts';

/**
 * A row as displayed, one entry a cell: the UTF-16 unit (0 to the right of a wide character) and the number of its
 * look. Cells that look alike have equal entries, however the row was written.
 */
interface Cells {
	readonly units: Uint16Array;
	readonly looks: Uint16Array;
}

/**
 * The parts of a look and the codes that switch each on and off: bold, dim, italic, underline, inverse, hidden,
 * strikethrough, colours.
 */
const on = ['1', '2', '3', '4', '7', '8', '9'];
const off = ['22', '22', '23', '24', '27', '28', '29', '39', '49'];
const [inverse, foreground, background] = [4, 7, 8];
/** Parts that are visible on a blank: underline, strikethrough, inverse, background. */
const onBlank = [false, false, false, true, true, false, true, false, true];

// biome-ignore lint/suspicious/noControlCharactersInRegex: the introducer of a style
const style = /\u001b\[([\d;]*)m/y;
const erase = '\u001b[K';
const space = 0x20;
const introducer = 0x1b;
/** Shorter runs of equal cells are rewritten: moving over them takes as many bytes. */
const leastGap = 6;
/** A program uses few colours. Rows beyond this number of looks are not analysed. */
const mostLooks = 10_000;

const plainLook = 0;
/** Every look seen so far by its number, and its number by its parts. */
const looks: (readonly string[])[] = [off.map(() => '')];
const numbers = new Map<string, number>([[off.map(() => '').join(' '), plainLook]]);

function numberOf(look: readonly string[]): number {
	const key = look.join(' ');
	const known = numbers.get(key);
	if (known !== undefined) return known;
	looks.push([...look]);
	numbers.set(key, looks.length - 1);
	return looks.length - 1;
}

/** Bold and dim share one off code. */
function partsEndedBy(code: string): readonly number[] {
	return off.flatMap((one, part) => (one === code ? [part] : []));
}

/** Applies a style to the parts of a look. Returns false for an unknown style. */
function applyStyle(look: string[], parameters: string): boolean {
	const codes = parameters === '' ? ['0'] : parameters.split(';');
	for (let at = 0; at < codes.length; at++) {
		const code = codes[at] ?? '';
		if (code === '0') look.fill('');
		else if (on.includes(code)) look[on.indexOf(code)] = code;
		else if (off.includes(code)) for (const part of partsEndedBy(code)) look[part] = '';
		else if (/^(?:3|9)[0-7]$/.test(code)) look[foreground] = code;
		else if (/^(?:4|10)[0-7]$/.test(code)) look[background] = code;
		else if (code === '38' || code === '48') {
			const length = codes[at + 1] === '5' ? 3 : codes[at + 1] === '2' ? 5 : 0;
			if (length === 0 || at + length > codes.length) return false;
			look[code === '38' ? foreground : background] = codes.slice(at, at + length).join(';');
			at += length - 1;
		} else return false;
	}
	return true;
}

/** The cells of a row; null if it exceeds `columns` or has text of disputed width. */
function cellsOf(row: string, columns: number): Cells | null {
	const units = new Uint16Array(columns).fill(space);
	const numbered = new Uint16Array(columns);
	const current = off.map(() => '');
	let full = plainLook;
	let blank = plainLook;
	let column = 0;
	for (let at = 0; at < row.length; at++) {
		const unit = row.charCodeAt(at);
		if (unit === introducer) {
			style.lastIndex = at;
			const found = style.exec(row);
			if (found === null || looks.length > mostLooks || !applyStyle(current, found[1] ?? '')) return null;
			at = style.lastIndex - 1;
			full = numberOf(current);
			blank =
				current[inverse] === '' ? numberOf(current.map((code, part) => (onBlank[part] ? code : ''))) : full;
			continue;
		}
		const cells = agreedCells(unit);
		if (cells === 0 || column + cells > columns) return null;
		units[column] = unit;
		numbered[column] = unit === space ? blank : full;
		if (cells === 2) {
			units[column + 1] = 0;
			numbered[column + 1] = full;
		}
		column += cells;
	}
	return { units, looks: numbered };
}

const known = new BoundedMap<string, Cells | null>(400);
let knownColumns = 0;

/** Cached `cellsOf`: the row written now is the one to overwrite next. */
function keptCells(row: string, columns: number): Cells | null {
	if (columns !== knownColumns) known.clear();
	knownColumns = columns;
	const cells = known.get(row);
	return cells === undefined ? known.set(row, cellsOf(row, columns)) : cells;
}

/** The shortest style that changes the look `from` to `to`. */
function styleBetween(from: number, to: number): string {
	if (from === to) return '';
	if (to === plainLook) return '\u001b[m';
	const [before, after] = [looks[from] ?? [], looks[to] ?? []];
	const ended = new Set(off.filter((_, part) => before[part] !== '' && after[part] === ''));
	// Bold and dim end together, so one that stays is switched on again.
	const begun = after.filter(
		(code, part) => code !== '' && (code !== before[part] || ended.has(off[part] ?? '')),
	);
	const changed = `\u001b[${[...ended, ...begun].join(';')}m`;
	const anew = `\u001b[0;${after.filter((code) => code !== '').join(';')}m`;
	return changed.length <= anew.length ? changed : anew;
}

/**
 * Writes the row `next` over `previous` in a terminal with `columns` columns. Writes only the cells that differ, each
 * run at its column and with the shortest style. Returns null if a row is wider than the terminal or has characters
 * that terminals measure differently.
 */
export function updateRow(previous: string, next: string, columns: number): string | null {
	const old = keptCells(previous, columns);
	const now = old === null ? null : keptCells(next, columns);
	if (old === null || now === null) return null;
	const differs = (at: number): boolean => old.units[at] !== now.units[at] || old.looks[at] !== now.looks[at];
	// Wide characters are rewritten as a whole.
	const isInside = (at: number): boolean => old.units[at] === 0 || now.units[at] === 0;
	let end = columns;
	while (end > 0 && now.units[end - 1] === space && now.looks[end - 1] === plainLook) end--;
	let lastDifference = columns - 1;
	while (lastDifference >= 0 && !differs(lastDifference)) lastDifference--;
	let written = '';
	let look = plainLook;
	const turn = (to: number): void => {
		written += styleBetween(look, to);
		look = to;
	};
	for (let at = 0; at <= lastDifference; ) {
		if (!differs(at)) {
			at++;
			continue;
		}
		let start = at;
		while (start > 0 && isInside(start)) start--;
		let stop = at + 1;
		for (let cell = stop; cell < columns && cell < stop + leastGap; cell++)
			if (differs(cell)) stop = cell + 1;
		while (stop < columns && isInside(stop)) stop++;
		written += `\u001b[${start + 1}G`;
		const blanksFrom = Math.max(start, end);
		// The rest of the row is blank, so one erase sequence covers this run and all later ones.
		const isErased = stop > end && Math.max(stop, lastDifference + 1) - blanksFrom > erase.length;
		const last = isErased ? blanksFrom : stop;
		for (let cell = start; cell < last; cell++) {
			const unit = now.units[cell] ?? 0;
			if (unit === 0) continue;
			turn(now.looks[cell] ?? plainLook);
			written += String.fromCharCode(unit);
		}
		if (isErased) {
			turn(plainLook);
			written += erase;
		}
		at = isErased ? columns : stop;
	}
	turn(plainLook);
	const anew = `\u001b[G${erase}${next}`;
	return written.length <= anew.length ? written : anew;
}
