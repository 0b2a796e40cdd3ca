import type { RecordsData, ScreenData } from '../../data/screen-data.ts';
import type { TrashEntry, WholeConversation } from '../../domain/records.ts';
import type { RecordsDraft } from '../../state/overlay.ts';
import { clamp } from '../../state/scroll.ts';
import type { RecordsView } from '../../state/view.ts';
import { type Line, span } from '../../text/line.ts';
import { t } from '../../text/safe.ts';
import type { Size } from '../geometry.ts';
import { memoLast } from '../memo.ts';
import type { Glyphs } from '../theme.ts';
import { attemptLines } from './journal-lines.ts';
import { helpBox } from './modal-sizes.ts';
import { trashedLines } from './trash-lines.ts';

/** Rows below the list for the record under the cursor. */
export const wordRows = 3;

/** A list of records as drawn: the facts that actions need, and the lines of the open record. */
export type RecordsScreen = RecordsView & {
	readonly shown: readonly Line[];
	/** The loaded list; null between an event and the next drawing. */
	readonly data: RecordsData | null;
};

const noLines: readonly Line[] = [];

/**
 * Returns a function that derives the open list of records. The lines of an open record are laid out once per width.
 */
export function createRecordsView(glyphs: Glyphs) {
	const attempt = memoLast(attemptLines);
	const trashed = memoLast(
		(
			entry: TrashEntry,
			whole: WholeConversation,
			cells: number,
			templateNames: ScreenData['templateNames'],
			assistantNames: ScreenData['assistantNames'],
			withoutHistory: ScreenData['withoutHistory'],
		) => trashedLines(entry, whole, cells, glyphs, { templateNames, assistantNames, withoutHistory }),
	);
	const journalKeys = memoLast((list: JournalAttempts) => list.map((one) => one.attempt));
	const trashKeys = memoLast((list: readonly TrashEntry[]) => list.map(({ name }) => name));

	return (
		draft: RecordsDraft,
		{ records: data, templateNames, assistantNames, withoutHistory }: ScreenData,
		size: Size,
	): RecordsScreen => {
		const box = helpBox(size);
		const cells = box.width - 4;
		const inner = box.height - 2;
		const at = (keys: readonly string[]): number => clamp(keys.indexOf(draft.selected ?? ''), 0, keys.length);
		const isShown = draft.shownTop !== null;
		const view = (fields: Omit<RecordsScreen, 'page' | 'lastTop' | 'data'>): RecordsScreen => ({
			...fields,
			data: data?.what === draft.what ? data : null,
			page: isShown ? inner : Math.max(1, inner - wordRows),
			lastTop: Math.max(0, fields.shown.length - inner),
		});
		const nothing = {
			keys: [],
			index: 0,
			shown: noLines,
			trash: null,
			isRestoring: false,
			conversationId: null,
		};
		// Between an event and the next drawing, the data are still the old ones.
		if (data === null || data.what !== draft.what) return view(nothing);
		if (data.what === 'journal') {
			const attempts = data.list.data?.attempts ?? [];
			const keys = journalKeys(attempts);
			const index = at(keys);
			const chosen = attempts[index];
			if (chosen === undefined) return view(nothing);
			const shown = isShown ? attempt(chosen, cells) : noLines;
			return view({ ...nothing, keys, index, shown, conversationId: chosen.conversationId });
		}
		const entries = data.list.data?.entries ?? [];
		const keys = trashKeys(entries);
		const index = at(keys);
		const chosen = entries[index];
		if (chosen === undefined) return view(nothing);
		const whole = data.whole.data;
		const isThere = isShown && whole !== undefined && chosen.name === draft.selected;
		return view({
			keys,
			index,
			shown: isThere
				? trashed(chosen, whole, cells, templateNames, assistantNames, withoutHistory)
				: isShown
					? [[span('dim', t`Reading…`)]]
					: noLines,
			trash: chosen,
			isRestoring: data.restoring.get(chosen.name)?.problem === null,
			conversationId: chosen.conversationId === '' ? null : chosen.conversationId,
		});
	};
}

type JournalAttempts = NonNullable<Extract<RecordsData, { what: 'journal' }>['list']['data']>['attempts'];
