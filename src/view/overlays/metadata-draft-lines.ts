import type { JsonValue } from '../../domain/json.ts';
import { isTelnyxKey } from '../../domain/telnyx-keys.ts';
import {
	type DraftLine,
	draftChanges,
	draftLines,
	type MetadataDraft,
	type MetadataRow,
	type RowState,
	rowProblems,
	rowState,
	selectedRow,
	valueText,
} from '../../state/metadata/metadata-draft.ts';
import { fitLine, type Line, span, type Tone } from '../../text/line.ts';
import { safe, t } from '../../text/safe.ts';
import { nothing, type SafeText } from '../../text/safe-text.ts';
import { cellWidth, clip, padEnd } from '../../text/width.ts';
import { wrapLine } from '../../text/wrap.ts';
import { fullValue } from '../conversation/value-lines.ts';
import { kindWord, needsKind } from './kind-words.ts';

/** Cells before a key: its change, the mark of Telnyx's own keys, a blank. */
export const gutter = 3;

/** Blank cells between a key and its value. */
export const keyGap = 2;

const signs: Readonly<Record<RowState, readonly [SafeText, Tone]>> = {
	same: [t` `, 'plain'],
	changed: [t`~`, 'warn'],
	renamed: [t`~`, 'warn'],
	added: [t`+`, 'good'],
	removed: [t`-`, 'bad'],
};

/** Cells for the keys of a draft in a row of `cells`: 40 %, and those that no value needs. */
export function keyCellsOf({ rows }: MetadataDraft, cells: number): number {
	const widestOf = (texts: readonly SafeText[]): number =>
		texts.reduce((most, text) => Math.max(most, cellWidth(text)), 4);
	const keys = widestOf(rows.map(({ key }) => safe(key)));
	const values = widestOf(rows.map(({ value }) => safe(valueText(value).slice(0, cells))));
	const room = cells - gutter;
	return Math.min(keys, Math.max(8, Math.floor(room * 0.4), room - keyGap - values - asideCells));
}

/** Cells for the words at the end of a row, such as its kind of value. */
const asideCells = 12;

/** The keys of a draft whose values are on their way to the server. */
export type OnTheWay = ReadonlySet<string>;

/** All lines of the editor, each exactly `cells` cells. */
export function draftLineRows(
	draft: MetadataDraft,
	cells: number,
	onTheWay: OnTheWay,
): readonly { readonly line: DraftLine; readonly drawn: Line }[] {
	const problems = rowProblems(draft);
	const keyCells = keyCellsOf(draft, cells);
	const rows = new Map(draft.rows.map((row): [string, MetadataRow] => [`row ${row.id}`, row]));
	return draftLines(draft).map((line) => {
		const row = rows.get(line);
		const [left, right] =
			row === undefined
				? aroundLine(line, draft, keyCells)
				: [rowLine(row, problems.has(row.id), keyCells), asideOf(row, onTheWay)];
		const end = right === nothing ? nothing : t`  ${right}`;
		const room = Math.max(0, cells - cellWidth(end));
		return { line, drawn: [...fitLine(left, room), span('dim', end)] };
	});
}

/** The words at the end of a row: that its value is on its way, or what kind of value it is where that is no matter of course. */
function asideOf({ key, value, isRemoved }: MetadataRow, onTheWay: OnTheWay): SafeText {
	if (onTheWay.has(key)) return isRemoved ? t`removing…` : t`saving…`;
	return needsKind(value) && !isRemoved ? kindWord(value) : nothing;
}

function rowLine(row: MetadataRow, hasProblem: boolean, keyCells: number): Line {
	const [sign, tone] = hasProblem ? ([t`!`, 'bad'] as const) : signs[rowState(row)];
	const key = padEnd(clip(row.key === '' ? t`(empty)` : safe(row.key), keyCells), keyCells + keyGap);
	return [
		span(tone, sign),
		span('tool', isTelnyxKey(row.key) ? t`T ` : t`  `),
		span(row.isRemoved ? 'muted' : 'accent', key),
		row.isRemoved ? span('muted', shortValue(row.value)) : span(toneOf(row.value), shortValue(row.value)),
	];
}

/** A line that is no key: its words, and the key that does the same from anywhere. */
function aroundLine(line: DraftLine, draft: MetadataDraft, keyCells: number): readonly [Line, SafeText] {
	switch (line) {
		case 'name': {
			const { name } = draft;
			const value = name === '' ? span('muted', t`(none)`) : span('plain', safe(name));
			return [[span('plain', t`   `), span('strong', padEnd(t`name`, keyCells + keyGap)), value], nothing];
		}
		case 'add':
			return [[span('accent', t`   + key`)], t`a`];
		case 'discard':
			return [[span('plain', t`   Discard this edit`)], t`Ctrl-r`];
		default:
			return [[span('strong', saveWords(draft))], t`Ctrl-x`];
	}
}

function saveWords(draft: MetadataDraft): SafeText {
	if (draft.target.kind === 'create') return t`   Create`;
	const count = draftChanges(draft).length;
	return count === 0 ? t`   Save` : t`   Save ${countWords(count)}`;
}

function shortValue(value: JsonValue): SafeText {
	return value === '' ? t`(empty)` : safe(valueText(value));
}

function toneOf(value: JsonValue): Tone {
	if (value === '') return 'muted';
	return typeof value === 'string' ? 'plain' : 'strong';
}

/** The comment on the line under the cursor, then its value in full: text line by line, JSON indented. */
export function chosenLines(draft: MetadataDraft, cells: number): Line[] {
	const row = selectedRow(draft);
	const said = row === null ? aroundWords(draft) : rowWords(row, rowProblems(draft).get(row.id));
	const isCut = row !== null && cellWidth(safe(row.key)) > keyCellsOf(draft, cells);
	const key = isCut ? wrapLine([span('accent', safe(row.key))], cells) : [];
	const value = row === null ? [] : fullValue(row.value, cells);
	return [...key, ...said.flatMap((line) => wrapLine(line, cells)), ...value];
}

function aroundWords(draft: MetadataDraft): Line[] {
	const isNew = draft.target.kind === 'create';
	switch (draft.selected) {
		case 'name':
			return [[span('dim', t`Name (optional)`)]];
		case 'add':
			return [[span('dim', t`Enter adds a key. Suggestions are keys of other conversations.`)]];
		case 'discard':
			return [[span('dim', t`Enter drops every change and closes. u takes back only the last change.`)]];
		default: {
			const count = draftChanges(draft).length;
			if (isNew) return [[span('dim', t`Enter shows all values before the conversation is created.`)]];
			if (count === 0) return [[span('dim', t`No changes yet.`)]];
			return [[span('dim', t`${countWords(count)}. Enter shows before and after, then saves.`)]];
		}
	}
}

/** A number of changes in words. */
export function countWords(count: number): SafeText {
	return count === 1 ? t`1 change` : t`${count} changes`;
}

function rowWords(row: MetadataRow, problem: string | undefined): Line[] {
	const { value, was, key, isRemoved } = row;
	const lines: Line[] = [];
	if (problem !== undefined) lines.push([span('bad', safe(problem))]);
	const state = rowState(row);
	if (isRemoved) lines.push([span('bad', t`Removed. x restores it.`)]);
	else if (state === 'added') lines.push([span('good', t`Added.`)]);
	else if (was !== null && state !== 'same') lines.push(changeWords(row, was));
	if (isTelnyxKey(key)) lines.push([span('tool', t`T: Telnyx itself uses this key.`)]);
	if (typeof value !== 'string')
		lines.push([span('dim', t`This is ${aKind(value)}, not text: type it as JSON.`)]);
	else if (needsKind(value))
		lines.push([span('dim', t`This is text: it is sent as ${safe(JSON.stringify(value))}.`)]);
	return lines;
}

function changeWords(
	{ key, value }: MetadataRow,
	was: { readonly key: string; readonly value: JsonValue },
): Line {
	const renamed = was.key === key ? [] : [span('warn', t`Renamed from ${safe(was.key)}. `)];
	const isOther = valueText(was.value) !== valueText(value);
	return [...renamed, ...(isOther ? [span('warn', t`Was: `), span('dim', shortValue(was.value))] : [])];
}

function aKind(value: JsonValue): SafeText {
	if (value === null) return t`null`;
	const word = kindWord(value);
	return word === 'object' ? t`an object` : word === 'true/false' ? t`true or false` : t`a ${word}`;
}
