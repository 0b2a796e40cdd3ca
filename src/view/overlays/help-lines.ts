import type { Action, ScopeName } from '../../actions/action.ts';
import type { Bindings } from '../../actions/keys/bindings.ts';
import { fold, fuzzyMatches, termsOf } from '../../text/fuzzy.ts';
import { type Line, lineText, lineWidth, markRanges, span } from '../../text/line.ts';
import { safe, t } from '../../text/safe.ts';
import { nothing, type SafeText } from '../../text/safe-text.ts';
import { blank, cellWidth, fit, padEnd } from '../../text/width.ts';
import { wrapLine } from '../../text/wrap.ts';
import { type LegendRow, rowLegend } from '../list/legend.ts';
import type { Glyphs } from '../theme.ts';
import { type HelpSection, isListedIn, sectionsAt } from './help-sections.ts';

/** What help is about: the keys in force, the live scopes of the place below it, and the searched text. */
type HelpSubject = {
	readonly bindings: Bindings;
	readonly live: readonly ScopeName[];
	readonly glyphs: Glyphs;
	/** The text that rows must have; empty for all rows. */
	readonly search: string;
};

/** The most of a row that its keys take, and their cells in half a row. */
const keyShare = 0.4;
const halfKeyCells = 13;
/** Cells for the name of a kind of sign, and for a sign in a row of its own. */
const labelCells = 10;
const signCells = 13;

/**
 * The lines of help, of at most `width` cells. First the problems of the user's keys; then, in the list, its legend;
 * then the parts that count in this place; then the rest. A part that is higher than `height` is set in two columns, without
 * the ids. With a searched text, only the rows that have it.
 */
export function helpLines(subject: HelpSubject, width: number, height: number): Line[] {
	if (subject.search.trim() !== '') return foundLines(subject, width);
	const { bindings, live, glyphs } = subject;
	const { here, elsewhere } = sectionsAt(live);
	const legend = legendLines(rowLegend(glyphs), width);
	const isList = live.includes('list');
	const linesOf = (sections: readonly HelpSection[]): Line[] =>
		sections.flatMap((section, at) => {
			const room = isList && at === 0 ? height - legend.length : height;
			return [...sectionLines(section, bindings, width, room), empty];
		});
	return [
		...problemLines(bindings, width),
		...(isList ? [...legend, empty] : []),
		...linesOf(here),
		...(isList ? [] : [...legend, empty]),
		...linesOf(elsewhere),
	].slice(0, -1);
}

function problemLines({ problems }: Bindings, width: number): Line[] {
	if (problems.length === 0) return [];
	const rows = problems.flatMap((problem) => wrapLine([span('warn', safe(` ${problem}`))], width, 3));
	return [heading('Keys in settings.json that need a change'), ...rows, empty];
}

const empty: Line = [span('plain', t``)];

function heading(words: string): Line {
	return [span('strong', safe(words))];
}

/** True for the first line of a part of help. */
export function isHeading(line: Line): boolean {
	return line.length === 1 && line[0]?.tone === 'strong';
}

function actionsOf(section: HelpSection, { actions }: Bindings): readonly Action[] {
	return actions.filter((action) => isListedIn(section, action));
}

/** One part: a row for each action, or two columns if it would be higher than `room`. */
function sectionLines(section: HelpSection, bindings: Bindings, width: number, room: number): Line[] {
	const actions = actionsOf(section, bindings);
	if (actions.length === 0) return [];
	const rows =
		actions.length + 1 <= room ? rowsOf(actions, bindings, width) : paired(actions, bindings, width);
	return [heading(section.title), ...rows];
}

/** The title without the name of its place, which the heading has. */
function titleIn(action: Action): SafeText {
	const words =
		action.group === 'Overlays and typing' ? action.title.replace(/^[^:]{1,24}: /, '') : action.title;
	return safe(`${words.charAt(0).toUpperCase()}${words.slice(1)}`);
}

function keysOf(action: Action, bindings: Bindings): SafeText {
	const keys = bindings.keysOf(action).map((key) => safe(key));
	return keys.length === 0 ? t`(no key)` : safe(keys.join('  '));
}

/** Keys, title, and where it fits the id for `keys` in the settings. */
function rowsOf(actions: readonly Action[], bindings: Bindings, width: number): Line[] {
	const keyCells = Math.min(
		Math.floor(width * keyShare),
		Math.max(...actions.map((action) => cellWidth(keysOf(action, bindings)))),
	);
	return actions.flatMap((action): Line[] => {
		const [id, title, keys] = [safe(action.id), titleIn(action), keysOf(action, bindings)];
		const line: Line = [
			span('plain', blank(1)),
			span('accent', padEnd(keys, keyCells)),
			span('plain', blank(2)),
			span('plain', title),
		];
		const between = width - lineWidth(line) - cellWidth(id);
		if (between >= 2) return [[...line, span('plain', blank(between)), span('muted', id)]];
		return wrapLine(line, width, keyCells + 3);
	});
}

/** Keys and title of each action, two in a row where both are short. */
function paired(actions: readonly Action[], bindings: Bindings, width: number): Line[] {
	const half = Math.floor(width / 2);
	const cells = actions.map((action): Line => {
		const keys = keysOf(action, bindings);
		return [
			span('plain', blank(1)),
			span('accent', cellWidth(keys) < halfKeyCells ? fit(keys, halfKeyCells) : keys),
			span('plain', blank(1)),
			span('plain', titleIn(action)),
		];
	});
	const rows: Line[] = [];
	for (let at = 0; at < cells.length; at += 1) {
		const [left = [], right] = [cells[at], cells[at + 1]];
		const areShort = lineWidth(left) < half && right !== undefined && lineWidth(right) <= width - half;
		if (areShort) {
			rows.push([...left, span('plain', blank(half - lineWidth(left))), ...right]);
			at += 1;
		} else rows.push(...wrapLine(left, width, halfKeyCells + 2));
	}
	return rows;
}

/** The legend of the list's rows: each kind of sign with its meanings, as many in a row as fit. */
function legendLines(legend: readonly LegendRow[], width: number): Line[] {
	const rows = legend.flatMap(({ title, signs }) => {
		const lines: Line[] = [];
		let line: Line = [span('dim', fit(t` ${safe(title)}`, labelCells))];
		for (const { sign, words } of signs) {
			const item: Line =
				sign === null
					? [span('plain', safe(words))]
					: [span('accent', sign), span('plain', t`: ${safe(words)}`)];
			const isFirst = lineWidth(line) <= labelCells;
			if (!isFirst && lineWidth(line) + 2 + lineWidth(item) > width) {
				lines.push(line);
				line = [span('plain', blank(labelCells)), ...item];
			} else line = [...line, ...(isFirst ? [] : [span('plain', blank(2))]), ...item];
		}
		return [...lines, line];
	});
	return [heading('Signs in the list'), ...rows];
}

/**
 * The rows that have every term of the searched text: first the actions with exactly this key. A single character that
 * is a key finds no words: nearly all of them have it.
 */
function foundLines({ bindings, glyphs, search }: HelpSubject, width: number): Line[] {
	const terms = termsOf(search);
	const has = (...texts: readonly string[]): boolean => {
		const text = fold(texts.join(' '));
		return terms.every((term) => text.includes(term));
	};
	const marked = (line: Line): Line => markRanges(line, fuzzyMatches(lineText(line), search), 'match');
	const { here, elsewhere } = sectionsAt([]);
	const parts = [...here, ...elsewhere].map((section) => ({
		title: section.title,
		actions: actionsOf(section, bindings),
	}));
	const key = search.trim();
	const keyed = parts.flatMap(({ title, actions }) =>
		actions
			.filter((action) => bindings.keysOf(action).includes(key))
			.map((action) => ({ action, place: title })),
	);
	const byKey = keyed.flatMap(({ action, place }): Line[] =>
		rowsOf([action], bindings, width - cellWidth(safe(place)) - 2).map((line) => [
			...line,
			span('dim', t`  ${safe(place)}`),
		]),
	);
	const byWords = parts.flatMap(({ title, actions }) => {
		const found = actions.filter((action) =>
			has(title, action.title, action.id, ...(action.words ?? []), ...bindings.keysOf(action)),
		);
		return found.length === 0 ? [] : [heading(title), ...rowsOf(found, bindings, width).map(marked), empty];
	});
	const signs = rowLegend(glyphs).flatMap(({ title, signs: all }) =>
		all
			.filter(({ sign, words }) => has(title, sign ?? '', words))
			.map(({ sign, words }) =>
				marked([span('accent', t` ${fit(sign ?? nothing, signCells)}`), span('plain', safe(words))]),
			),
	);
	const isKeyOnly = key.length === 1 && keyed.length > 0;
	const lines = [
		...(byKey.length === 0 ? [] : [heading(`The key ${key}`), ...byKey, empty]),
		...(signs.length === 0 || isKeyOnly ? [] : [heading('Signs in the list'), ...signs, empty]),
		...(isKeyOnly ? [] : byWords),
	];
	return lines.length === 0
		? [[span('warn', t`No key and no word here contains this.`)]]
		: lines.slice(0, -1);
}
