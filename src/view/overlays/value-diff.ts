import { type JsonValue, jsonText } from '../../domain/json.ts';
import { countText } from '../../text/count.ts';
import { type Line, lineText, span } from '../../text/line.ts';
import { diffLines, type LineRun } from '../../text/line-diff.ts';
import { safe, t } from '../../text/safe.ts';
import { nothing, type SafeText } from '../../text/safe-text.ts';
import { wrapLine } from '../../text/wrap.ts';
import { fullValue, jsonInText } from '../conversation/value-lines.ts';
import { kindWord, needsKind } from './kind-words.ts';

/** What a change does to a value: its rows, and how much of the value it is (`1 of 206 lines`; empty for one line). */
type ValueDiff = { readonly rows: readonly Line[]; readonly extent: SafeText };

/** Unchanged lines that stay in sight on each side of a change; the others are folded. */
const around = 2;

/** One side as lines: what is compared, how a line looks, and how it looks with its invisible parts visible. */
type Side = {
	readonly texts: readonly string[];
	readonly drawn: (index: number) => Line;
	readonly literal: (index: number) => Line;
};

type Value = JsonValue | undefined;

/** Compares two values line by line: JSON indented, other text as it is. Undefined is a key that is not there. */
export function valueDiff(before: Value, after: Value, cells: number): ValueDiff {
	const [old, now] = sidesOf(before, after);
	const runs = diffLines(old.texts, now.texts);
	const kinds = new Set([before, after].filter((value) => value !== undefined).map(kindWord));
	const kindOf = (value: Value): Line =>
		value !== undefined && (kinds.size > 1 || needsKind(value)) ? [span('dim', t`  ${kindWord(value)}`)] : [];
	const [gone, come] = [changedLooks(old, runs, 'removed'), changedLooks(now, runs, 'added')];
	const rows: Line[] = [];
	let [oldAt, nowAt] = [0, 0];
	runs.forEach(({ kind, lines }, index) => {
		const next = runs[index + 1];
		const previous = runs[index - 1];
		if (kind === 'same') {
			const head = previous === undefined ? 0 : around;
			const tail = next === undefined ? 0 : around;
			rows.push(...unchanged(toldApart(now, [gone, come]), nowAt, lines.length, { head, tail }, cells));
			oldAt += lines.length;
			nowAt += lines.length;
			return;
		}
		const isOld = kind === 'removed';
		const [own, at, value] = isOld ? [old, oldAt, before] : [now, nowAt, after];
		const side = toldApart(own, [isOld ? come : gone]);
		for (let line = at; line < at + lines.length; line++) {
			const ending = line === 0 ? kindOf(value) : [];
			const sign = isOld ? span('bad', t`  - `) : span('good', t`  + `);
			rows.push(...signed(sign, [...side.drawn(line), ...ending], cells));
		}
		if (isOld) oldAt += lines.length;
		else nowAt += lines.length;
	});
	return { rows, extent: extentOf(runs, Math.max(old.texts.length, now.texts.length)) };
}

/** The sides of a comparison. Values that would look alike altogether (3 and "3") are compared as the JSON that is sent. */
function sidesOf(before: Value, after: Value): readonly [Side, Side] {
	const make = (of: (value: JsonValue) => Side): readonly [Side, Side] => [
		before === undefined ? noLines : of(before),
		after === undefined ? noLines : of(after),
	];
	const areAlike =
		before !== undefined && after !== undefined && lookOf(fullValue(before)) === lookOf(fullValue(after));
	const isText = [before, after].every((value) => value === undefined || typeof value === 'string');
	const isJson = [before, after].every(
		(value) => typeof value !== 'string' || jsonInText(value) !== undefined,
	);
	if (isText && (!isJson || areAlike)) return make((value) => textSide(String(value)));
	return make(areAlike ? sentSide : shownSide);
}

const noLines: Side = { texts: [], drawn: () => [], literal: () => [] };

function textSide(value: string): Side {
	const texts = value.split('\n');
	const literal = (index: number): Line => [span('plain', safe(JSON.stringify(texts[index] ?? '')))];
	const drawn = (index: number): Line => {
		if (value === '') return [span('muted', t`(empty)`)];
		const text = texts[index] ?? '';
		if (text === '') return [span('plain', t` `)];
		return text.trim() === '' ? literal(index) : [span('plain', safe(text))];
	};
	return { texts, drawn, literal };
}

function shownSide(value: JsonValue): Side {
	const lines = fullValue(value);
	const drawn = (index: number): Line => lines[index] ?? [];
	return { texts: lines.map(lineText), drawn, literal: drawn };
}

function sentSide(value: JsonValue): Side {
	const line = [span('plain', safe(jsonText(value)))];
	return { texts: [jsonText(value)], drawn: () => line, literal: () => line };
}

/** The lines as a reader sees them: blanks at the ends and several in a row do not count. */
function lookOf(lines: readonly Line[]): string {
	return lines.map(lineText).join(' ').replaceAll(/\s+/g, ' ').trim();
}

/** The texts of a side's changed lines, by how they look. */
type Looks = ReadonlyMap<string, readonly string[]>;

/**
 * A side whose lines show their blanks where a changed line of another text looks the same. A line that only moved is
 * the same text.
 */
function toldApart(side: Side, changed: readonly Looks[]): Side {
	const drawn = (line: number): Line => {
		const usual = side.drawn(line);
		const look = lookOf([usual]);
		const alike = changed.flatMap((looks) => looks.get(look) ?? []);
		return alike.some((text) => text !== side.texts[line]) ? side.literal(line) : usual;
	};
	return { ...side, drawn };
}

function changedLooks(side: Side, runs: readonly LineRun[], changed: 'removed' | 'added'): Looks {
	const looks = new Map<string, readonly string[]>();
	let at = 0;
	for (const { kind, lines } of runs) {
		if (kind !== 'same' && kind !== changed) continue;
		if (kind === changed) {
			for (let index = at; index < at + lines.length; index++) {
				const look = lookOf([side.drawn(index)]);
				const text = side.texts[index] ?? '';
				const known = looks.get(look) ?? [];
				if (!known.includes(text)) looks.set(look, [...known, text]);
			}
		}
		at += lines.length;
	}
	return looks;
}

function signed(sign: Line[number], line: Line, cells: number): Line[] {
	// Every row has the sign in front, so that no row of a long line is mistaken for the other side.
	return wrapLine(line, Math.max(8, cells - 4)).map((row) => [sign, ...row]);
}

/** Unchanged lines: the first and last ones, and how many are folded between them. */
function unchanged(
	side: Side,
	at: number,
	count: number,
	{ head, tail }: { readonly head: number; readonly tail: number },
	cells: number,
): Line[] {
	const blank = span('plain', t`    `);
	const rowsOf = (from: number, to: number): Line[] =>
		Array.from({ length: to - from }, (_, index) =>
			signed(blank, dimmed(side.drawn(from + index)), cells),
		).flat();
	const folded = count - head - tail;
	// A fold of one line would take as much room as the line.
	if (folded <= 1) return rowsOf(at, at + count);
	const fold: Line = [span('muted', t`(${safe(countText(folded))} lines the same)`)];
	return [...rowsOf(at, at + head), ...signed(blank, fold, cells), ...rowsOf(at + count - tail, at + count)];
}

function dimmed(line: Line): Line {
	return [span('dim', lineText(line))];
}

function extentOf(runs: readonly LineRun[], total: number): SafeText {
	if (total < 2) return nothing;
	let changed = 0;
	runs.forEach(({ kind, lines }, index) => {
		const previous = runs[index - 1];
		const replaced = kind === 'added' && previous?.kind === 'removed' ? previous.lines.length : 0;
		if (kind !== 'same') changed += Math.max(0, lines.length - replaced);
	});
	return t`${safe(countText(changed))} of ${safe(countText(total))} lines`;
}
