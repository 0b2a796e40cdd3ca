import type { Badges, ListRow } from '../../data/list-row.ts';
import type { ListData } from '../../data/screen-data.ts';
import type { DescribeContext } from '../../filter/describe-query.ts';
import { isDone } from '../../state/done.ts';
import { listTop } from '../../state/list-cursor.ts';
import { noneFoundWords } from '../../state/none-found.ts';
import type { UiState } from '../../state/ui-state.ts';
import { underWay } from '../../state/under-way.ts';
import type { SignalsRead } from '../../state/view.ts';
import { type Line, span } from '../../text/line.ts';
import { safe } from '../../text/safe.ts';
import { wrapLine } from '../../text/wrap.ts';
import { errorLines } from '../error-lines.ts';
import { centred } from '../pane-frame.ts';
import { emptyListWords } from './empty-list.ts';
import { type ListLineOptions, listLine, type RowSigns } from './list-line.ts';

/** The visible rows of the list, and the index of the cursor's row (-1 for none). */
type ListBody = {
	readonly rows: readonly Line[];
	readonly selectedRow: number;
	readonly visible: readonly ListRow[];
};

type Drawn = {
	readonly options: ListLineOptions;
	readonly badges: Badges | null;
	readonly signs: RowSigns;
	readonly line: Line;
};
const drawn = new WeakMap<ListRow, Drawn>();

/** Lays out the list's pane: the rows around the cursor, or a placeholder. An error covers the top rows. */
export function listBody(
	state: UiState,
	list: ListData,
	badgesOf: (row: ListRow) => Badges | null,
	signalsRead: () => SignalsRead,
	height: number,
	options: ListLineOptions,
	context: DescribeContext,
): ListBody {
	const errors = list.error === null ? [] : errorLines('List', list.error, options.width, options.glyphs);
	const problem = list.problem === null ? [] : [`The list ends early: ${list.problem}`];
	const cover = [
		...errors,
		...problem.flatMap((words) => wrapLine([span('bad', safe(words))], options.width, 2)),
	];
	if (list.rows.length === 0) {
		if (state.narrowedTo !== null && list.isLoaded) {
			const none = centred(noneFoundWords(state, signalsRead()), options.width, height - errors.length);
			return { rows: [...errors, ...none], selectedRow: -1, visible: [] };
		}
		const words = list.isLoaded ? emptyListWords(state, list, context) : ['Loading conversations…'];
		const room = height - errors.length;
		const shown = errors.length > 0 && !list.isLoaded ? ['Nothing is loaded.', 'r tries again.'] : words;
		return { rows: [...errors, ...centred(shown, options.width, room)], selectedRow: -1, visible: [] };
	}
	const top = listTop(state, list.ids, height, state.live.isOn);
	const visible = list.rows.slice(top, top + height);
	const rows = visible.map((row) => lineOf(row, badgesOf(row), signsOf(row, state), options));
	const selected = visible.findIndex(({ id }) => id === state.selectedId);
	// The error covers the last rows, or the first ones if the cursor is at the bottom.
	const covered =
		selected >= height - cover.length
			? [...cover, ...rows.slice(cover.length)]
			: [...rows.slice(0, height - cover.length), ...cover];
	return { rows: cover.length === 0 ? rows : covered, selectedRow: selected, visible };
}

function signsOf(row: ListRow, state: UiState): RowSigns {
	const { selectedId, deletions, marks, live, done } = state;
	const isGone = live.gone.has(row.id) || deletions.get(row.id) === 'deleted';
	return {
		isHere: row.id === selectedId,
		underWay: row.kind === 'conversation' ? underWay(state, row.conversation) : null,
		isMarked: marks.ids.has(row.id),
		isDone: row.kind === 'conversation' && isDone(done, row.conversation),
		news: isGone ? 'gone' : (live.fresh.get(row.id) ?? null),
	};
}

function lineOf(row: ListRow, badges: Badges | null, signs: RowSigns, options: ListLineOptions): Line {
	const known = drawn.get(row);
	if (
		known?.options === options &&
		known.badges === badges &&
		known.signs.isHere === signs.isHere &&
		known.signs.underWay === signs.underWay &&
		known.signs.isMarked === signs.isMarked &&
		known.signs.isDone === signs.isDone &&
		known.signs.news === signs.news
	)
		return known.line;
	const line = listLine(row, badges, signs, options);
	drawn.set(row, { options, badges, signs, line });
	return line;
}
