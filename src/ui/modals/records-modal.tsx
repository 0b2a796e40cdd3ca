import type { ReactElement } from 'react';
import type { RecordsData, Restoring } from '../../data/screen-data.ts';
import type { RecordsDraft } from '../../state/overlay.ts';
import { clamp } from '../../state/scroll.ts';
import { countText } from '../../text/count.ts';
import { type Line, span } from '../../text/line.ts';
import { safe, t } from '../../text/safe.ts';
import { nothing, type SafeText } from '../../text/safe-text.ts';
import { clip } from '../../text/width.ts';
import { wrapLine } from '../../text/wrap.ts';
import type { Size } from '../../view/geometry.ts';
import { attemptRow, attemptWords } from '../../view/overlays/journal-lines.ts';
import { helpBox } from '../../view/overlays/modal-sizes.ts';
import { type RecordsScreen, wordRows } from '../../view/overlays/records-view.ts';
import { sizeWords, trashRow, trashWords } from '../../view/overlays/trash-lines.ts';
import type { Program } from '../program.ts';
import { lineItem, SelectList } from '../widgets/select-list.tsx';
import { blankRows, indent, Modal } from './modal.tsx';

type Props = {
	readonly program: Program;
	readonly size: Size;
	readonly draft: RecordsDraft;
	readonly view: RecordsScreen;
};

/** Cells for a name in a title. */
const titleCells = 32;

/** The journal or the trash: its list with a line on the row under the cursor, or one record in full. */
export function RecordsModal({ program, size, draft, view }: Props): ReactElement {
	const { data } = view;
	const { theme } = program;
	const box = helpBox(size);
	const inner = box.height - 2;
	const cells = box.width - 4;
	if (draft.shownTop !== null) {
		const top = clamp(draft.shownTop, 0, view.lastTop);
		const rows = shownRows(view)
			.slice(top, top + inner)
			.map(indent);
		return <Modal theme={theme} box={box} title={shownTitle(draft, view, top, inner)} rows={rows} />;
	}
	const height = Math.max(1, inner - wordRows);
	// Lays out only the visible rows: the journal is long.
	const from = clamp(view.index - Math.floor(height / 2), 0, Math.max(0, view.keys.length - height));
	const list = rowsOf(data, from, height, cells, program.now());
	const items = list.map((line, at) => lineItem(theme, view.keys[from + at] ?? '', line));
	const words = wordsBelow(view, cells).slice(0, wordRows);
	const placeholder =
		list.length > 0
			? []
			: placeholderOf(data, draft, program.trashDays).flatMap((line) => wrapLine(line, cells));
	const rows = [
		...placeholder.slice(0, height),
		...blankRows(height - Math.min(height, placeholder.length)),
		...words,
	].map(indent);
	return (
		<Modal theme={theme} box={box} title={listTitle(draft, data)} rows={rows}>
			<SelectList
				theme={theme}
				items={items}
				selected={view.index - from}
				at={{ x: box.x + 2, y: box.y + 1, width: cells, height }}
			/>
		</Modal>
	);
}

function rowsOf(
	data: RecordsData | null,
	from: number,
	height: number,
	cells: number,
	nowMillis: number,
): readonly Line[] {
	if (data?.what === 'journal') {
		const attempts = data.list.data?.attempts.slice(from, from + height) ?? [];
		return attempts.map((attempt) => attemptRow(attempt, cells, nowMillis));
	}
	if (data?.what !== 'trash') return [];
	const entries = data.list.data?.entries.slice(from, from + height) ?? [];
	return entries.map((entry) => trashRow(entry, data.restoring.get(entry.name), cells, nowMillis));
}

/** A failure, else unreadable files, else the record under the cursor. */
function wordsBelow({ data, index }: RecordsScreen, cells: number): readonly Line[] {
	if (data === null) return [];
	const { error } = data.list;
	if (error !== null && data.list.data !== undefined)
		return wrapLine([span('bad', safe(error.message))], cells);
	const unreadable = unreadableWords(data);
	const about = data.what === 'journal' ? data.list.data?.attempts[index] : data.list.data?.entries[index];
	const words =
		about === undefined
			? []
			: 'attempt' in about
				? attemptWords(about)
				: trashWords(about, restoringOf(data, about.name));
	return [
		...(unreadable === null ? [] : wrapLine([span('warn', unreadable)], cells).slice(0, wordRows - 1)),
		...wrapLine(words, cells),
	];
}

function restoringOf(data: RecordsData, name: string): Restoring | undefined {
	return data.what === 'trash' ? data.restoring.get(name) : undefined;
}

function unreadableWords(data: RecordsData): SafeText | null {
	if (data.what === 'journal') {
		const count = data.list.data?.unreadable ?? 0;
		if (count === 0) return null;
		return count === 1
			? t`1 line of the journal is cut off and cannot be read.`
			: t`${count} lines of the journal are cut off and cannot be read.`;
	}
	const paths = data.list.data?.unreadable ?? [];
	if (paths.length === 0) return null;
	const more = paths.length === 1 ? t`` : t` and ${paths.length - 1} more`;
	return t`Cannot read ${safe(paths[0] ?? '')}${more}`;
}

function placeholderOf(data: RecordsData | null, { what }: RecordsDraft, days: number): readonly Line[] {
	if (data?.list.error != null)
		return [[span('bad', safe(data.list.error.message))], [span('dim', t`r tries again.`)]];
	if (data?.list.data === undefined) return [[span('dim', t`Reading…`)]];
	return what === 'journal'
		? [
				[span('plain', t`This machine has not written to the account yet.`)],
				[
					span(
						'dim',
						t`This list will show every attempted write: time, operation, before and after, and result.`,
					),
				],
			]
		: [
				[span('plain', t`The trash is empty.`)],
				[
					span(
						'dim',
						t`tconv copies each conversation here before deleting it, and keeps it for ${days} days.`,
					),
				],
			];
}

function listTitle({ what }: RecordsDraft, data: RecordsData | null): SafeText {
	if (data?.list.data === undefined) return what === 'journal' ? t`Journal` : t`Trash`;
	if (data.what === 'journal') {
		const { attempts, isCut } = data.list.data;
		if (attempts.length === 0) return t`Journal`;
		const count = attempts.length === 1 ? t`1 write` : t`${safe(countText(attempts.length))} writes`;
		return isCut ? t`Journal: the latest ${count}` : t`Journal: ${count}`;
	}
	const { entries } = data.list.data;
	if (entries.length === 0) return t`Trash`;
	const bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0);
	const count =
		entries.length === 1 ? t`1 conversation` : t`${safe(countText(entries.length))} conversations`;
	return t`Trash: ${count}, ${sizeWords(bytes)}`;
}

function shownRows({ data, shown }: RecordsScreen): readonly Line[] {
	const error = data?.what === 'trash' ? data.whole.error : null;
	return error === null ? shown : [[span('bad', safe(error.message))]];
}

function shownTitle(
	{ what }: RecordsDraft,
	{ shown, trash }: RecordsScreen,
	top: number,
	height: number,
): SafeText {
	const title = trash === null ? nothing : clip(safe(trash.title || trash.conversationId), titleCells);
	const name = what === 'journal' ? t`Journal` : t`Trash: ${title}`;
	const count = shown.length;
	return count <= height ? name : t`${name} ${top + 1}-${Math.min(count, top + height)} of ${count}`;
}
