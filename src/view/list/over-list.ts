import type { ListData } from '../../data/screen-data.ts';
import type { UiState } from '../../state/ui-state.ts';
import type { Line } from '../../text/line.ts';
import { memoLast } from '../memo.ts';
import type { Glyphs } from '../theme.ts';
import { createActivity, type ListTime, listTime } from './activity.ts';
import { headingLine, type ListColumns, listColumns } from './list-columns.ts';

/** The lines over the rows of the list (activity, headings), the columns of the rows, and the time that they show. */
export type OverList = {
	readonly lines: readonly Line[];
	readonly columns: ListColumns;
	readonly timeOf: ListTime;
};

/** Returns a function for what stands over the list's rows, made anew only when it changes. */
export function createOverList(glyphs: Glyphs, hasHeadings: boolean) {
	const activityOf = createActivity(glyphs);
	const columnsOf = memoLast(listColumns);
	const headingOf = memoLast(headingLine);
	const made = memoLast(
		(activity: readonly Line[], columns: ListColumns, timeOf: ListTime): OverList => ({
			lines: hasHeadings ? [...activity, headingOf(columns, timeOf)] : activity,
			columns,
			timeOf,
		}),
	);
	return (
		state: UiState,
		list: ListData,
		inner: { readonly width: number; readonly height: number },
	): OverList => made(activityOf(state, list, inner), columnsOf(inner.width), listTime(state.query.order));
}
