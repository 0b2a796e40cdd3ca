import type { HourChart, HourSeries } from '../../domain/hours.ts';
import { countText } from '../../text/count.ts';
import { clipLine, type Line, lineWidth, markRanges, span } from '../../text/line.ts';
import { safe, t } from '../../text/safe.ts';
import type { SafeText } from '../../text/safe-text.ts';
import { merged, sparkline } from '../../text/sparkline.ts';
import { clock, day, utc } from '../../text/time.ts';
import { blank, fit, padStart, sliceCells } from '../../text/width.ts';
import type { Glyphs } from '../theme.ts';
import { channelTag } from './channel.ts';

/** Facts for the chart's caption. */
type ActivityFacts = {
	/** The column of the row under the cursor; null if it is in none. */
	readonly column: number | null;
	/** The counted rows in words: `100 loaded`. */
	readonly counted: SafeText;
	/** Number of rows without a time, which are in no column. */
	readonly timeless: number;
};

/** Cells before the columns: a margin and a channel. Cells after them: the total. */
const cellsBefore = 6;
const cellsBehind = 6;

/** The number of columns that fit in a pane. */
export function activityColumns(width: number): number {
	return Math.max(2, width - cellsBefore - cellsBehind);
}

/** The number of series that a pane of this height shows, without the caption; 0 if the list itself has little room. */
export function activitySeries(height: number): number {
	if (height < 8) return 0;
	if (height < 14) return 1;
	return height < 30 ? 2 : 4;
}

/** Activity: conversations by the hour, a row for each channel with the cursor's column inverse, and a caption. */
export function activityLines(chart: HourChart, facts: ActivityFacts, width: number, glyphs: Glyphs): Line[] {
	const max = Math.max(1, ...chart.series.flatMap(({ counts }) => counts));
	const rows = chart.series.map((series, index): Line => {
		const bars = sparkline(series.counts, activityColumns(width), {
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
		const rest = blank(activityColumns(width) - lineWidth(marked));
		return [span('dim', t` ${name} `), ...marked, span('dim', t`${rest}${total}`)];
	});
	return [...rows.map((row) => clipLine(row, width)), caption(chart, facts, width)];
}

/** The channel as in the list's rows; for several channels in one row, `rest` or `all`. */
function nameOf({ channels }: HourSeries, isAfterOthers: boolean): SafeText {
	const [only] = channels;
	if (channels.length === 1 && only !== undefined) return channelTag(only);
	return fit(isAfterOthers ? t`rest` : t`all`, 4);
}

/** The cursor's column in words and the time of a column, with as many words as fit. */
function caption(chart: HourChart, facts: ActivityFacts, width: number): Line {
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
