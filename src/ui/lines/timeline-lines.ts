import type { HourChart, HourSeries } from '../../domain/hours.ts';
import { countText } from '../../text/count.ts';
import { clipLine, type Line, lineWidth, markRanges, span } from '../../text/line.ts';
import { safe, t } from '../../text/safe.ts';
import type { SafeText } from '../../text/safe-text.ts';
import { merged, sparkline } from '../../text/sparkline.ts';
import { clock, day } from '../../text/time.ts';
import { blank, fit, padStart, sliceCells } from '../../text/width.ts';
import { utc } from '../../text/zone.ts';
import type { Glyphs } from '../theme.ts';
import { channelTag } from './channel.ts';

/** What the chart is of. */
type TimelineFacts = {
	/** The column that the cursor's row is in; null where it is in none. */
	readonly column: number | null;
	/** What was counted, in words: `100 loaded`. */
	readonly counted: SafeText;
	/** Rows that have no time, and so are in no column. */
	readonly timeless: number;
};

/** Cells before the columns: a margin and a channel. Cells behind them: how many there are. */
const cellsBefore = 6;
const cellsBehind = 6;

/** How many columns a chart has room for in a pane. */
export function timelineColumns(width: number): number {
	return Math.max(2, width - cellsBefore - cellsBehind);
}

/** How many rows of a pane a chart may take, its caption not counted: none where the list has hardly any itself. */
export function timelineSeries(height: number): number {
	if (height < 8) return 0;
	if (height < 14) return 1;
	return height < 30 ? 2 : 4;
}

/** Conversations by the hour: a row for each channel, with the cursor's column inverse, and a row that says what it is. */
export function timelineLines(chart: HourChart, facts: TimelineFacts, width: number, glyphs: Glyphs): Line[] {
	const max = Math.max(1, ...chart.series.flatMap(({ counts }) => counts));
	const rows = chart.series.map((series, index): Line => {
		const bars = sparkline(series.counts, timelineColumns(width), {
			steps: glyphs.steps,
			max,
			isZeroBlank: true,
		});
		const plain = merged(bars.map(({ text }) => span('plain', text)));
		const { column } = facts;
		const marked =
			column === null ? plain : markRanges(plain, [{ start: column, end: column + 1 }], 'selected');
		const name = nameOf(series, index > 0);
		const total = padStart(safe(countText(series.total)), cellsBehind);
		const rest = blank(timelineColumns(width) - lineWidth(marked));
		return [span('dim', t` ${name} `), ...marked, span('dim', t`${rest}${total}`)];
	});
	return [...rows.map((row) => clipLine(row, width)), caption(chart, facts, width)];
}

/** The channel as in the list's rows; where several share a row, what they are of all. */
function nameOf({ channels }: HourSeries, isAfterOthers: boolean): SafeText {
	const [only] = channels;
	if (channels.length === 1 && only !== undefined) return channelTag(only);
	return fit(isAfterOthers ? t`rest` : t`all`, 4);
}

/** The cursor's column in words, and how long a column is: as many words as fit. */
function caption(chart: HourChart, facts: TimelineFacts, width: number): Line {
	const { column, counted, timeless } = facts;
	const each = chart.hours % 24 === 0 ? t`${chart.hours / 24} d` : t`${chart.hours} h`;
	const missing = timeless === 0 ? t`` : t`, ${timeless} without a time`;
	const dim = (words: SafeText): Line => [span('dim', words)];
	if (column === null) return clipLine(dim(t` of ${counted}${missing}, ${each} a column`), width);
	const start = chart.startOf(column);
	const from = sliceCells(clock(start, utc), 0, 5);
	const to = sliceCells(clock(start + chart.hours * hourMillis, utc), 0, 5);
	const isDays = chart.hours >= 24;
	const date = day(start, utc);
	const here = chart.series.reduce((sum, { counts }) => sum + (counts[column] ?? 0), 0);
	const words = (when: SafeText, behind: SafeText): Line => [
		span('plain', t` ${when}: ${here}`),
		span('dim', t` of ${counted}${behind}`),
	];
	const hour = isDays ? date : t`${date} ${from}`;
	const choices = [
		words(isDays ? date : t`${date} ${from} to ${to}`, t`${missing}, ${each} a column`),
		words(hour, t`, ${each} a column`),
		words(hour, t`, ${each} each`),
		words(withoutWeekday(hour), t`, ${each} each`),
		words(isDays ? date : from, t`, ${each} each`),
	];
	const fitting = choices.find((line) => lineWidth(line) <= width);
	return fitting ?? clipLine(words(isDays ? date : from, t`, ${each}`), width);
}

function withoutWeekday(date: SafeText): SafeText {
	return sliceCells(date, 4, Number.POSITIVE_INFINITY);
}

const hourMillis = 3_600_000;
