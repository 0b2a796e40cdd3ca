import type { ListRow } from '../../data/list-row.ts';
import type { ListData } from '../../data/screen-data.ts';
import { channelOf } from '../../domain/conversation.ts';
import { type HourChart, hourChart } from '../../domain/hours.ts';
import type { Order } from '../../filter/tree.ts';
import type { UiState } from '../../state/ui-state.ts';
import { countText } from '../../text/count.ts';
import type { Line } from '../../text/line.ts';
import { safe, t } from '../../text/safe.ts';
import { localZone } from '../../text/time.ts';
import { memoLast } from '../memo.ts';
import type { Glyphs } from '../theme.ts';
import { activityColumns, activityLines, activitySeries } from './activity-lines.ts';

/** The timestamps that a row of the list can show. */
export type ListTime = 'created_at' | 'last_message_at';

/** The first timestamp in the order; without one, that of the last message. */
export function listTime(order: readonly Order[]): ListTime {
	const first = order.find(
		({ column }) =>
			column.kind === 'plain' && (column.name === 'created_at' || column.name === 'last_message_at'),
	);
	return first?.column.kind === 'plain' && first.column.name === 'created_at'
		? 'created_at'
		: 'last_message_at';
}

const none: readonly Line[] = [];

/**
 * Returns a function for the chart above the list, counted once per set of rows. It gives no lines if the chart is off
 * or has no room.
 */
export function createActivity(glyphs: Glyphs) {
	const chartOf = memoLast(countRows);
	const linesOf = memoLast(
		(chart: HourChart, column: number | null, rows: number, loaded: number | null, width: number) => {
			const counted =
				loaded === null ? t`${safe(countText(rows))} found` : t`${safe(countText(loaded))} loaded`;
			const shown = chart.series.reduce((sum, { total }) => sum + total, 0);
			return activityLines(chart, { column, counted, timeless: rows - shown }, width, glyphs);
		},
	);
	return (
		state: UiState,
		list: ListData,
		inner: { readonly width: number; readonly height: number },
	): readonly Line[] => {
		const series = activitySeries(inner.height);
		if (!state.activity || series === 0) return none;
		const time = listTime(state.query.order);
		const chart = chartOf(list.rows, time, activityColumns(inner.width), series);
		if (chart === null) return none;
		const here = list.rows[list.ids.indexOf(state.selectedId ?? '')];
		const at = here === undefined ? null : timeOf(here, time);
		const column = at === null ? null : chart.columnOf(at);
		// The header's number: a row that only stays while it is read is drawn, but not counted as loaded.
		const loaded = state.narrowedTo === null ? list.loaded : null;
		return linesOf(chart, column, list.rows.length, loaded, inner.width);
	};
}

function countRows(rows: readonly ListRow[], time: ListTime, columns: number, series: number) {
	const happenings = rows.flatMap((row) => {
		const at = timeOf(row, time);
		return at === null || row.kind === 'broken' ? [] : [{ at, channel: channelOf(row.conversation) }];
	});
	return hourChart(happenings, { columns, series, offsetOf: localZone });
}

function timeOf(row: ListRow, time: ListTime) {
	if (row.kind === 'broken') return null;
	return time === 'created_at' ? row.conversation.createdAt : row.conversation.lastMessageAt;
}
