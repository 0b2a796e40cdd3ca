import { clamp } from '../../state/scroll.ts';
import { type Line, span } from '../../text/line.ts';
import { t } from '../../text/safe.ts';
import type { SafeText } from '../../text/safe-text.ts';
import { fit, padStart } from '../../text/width.ts';
import type { ListTime } from './activity.ts';

/** The cells of each column of the list; 0 for a column that has no room. A blank cell is between any two. */
export type ListColumns = {
	/** A time of day or a day (6), both (12), or both with the year (16). */
	readonly time: 6 | 12 | 16;
	/** The tag of a channel (4), or its name. */
	readonly channel: 4 | 14;
	/** The end user; where the name has no column, the user or else the name. */
	readonly user: number;
	readonly name: number;
	readonly length: 0 | 5;
	/** Badges as letters (5) or as words. */
	readonly badges: 5 | 26;
};

/** The cells of cursor and mark before the time, and of news, done and a blank behind it. */
const signCells = 2 + 3;
/** A phone number in groups, and an address. */
const [phoneCells, addressCells] = [15, 26];
const [leastName, usualName] = [7, 24];

/** The columns of a list of this width. */
export function listColumns(width: number): ListColumns {
	const isWide = width >= 110;
	const time = isWide ? 16 : width >= 51 ? 12 : 6;
	const channel = isWide ? 14 : 4;
	const badges = width >= 100 ? 26 : 5;
	const length = width >= 62 ? 5 : 0;
	const fixed = signCells + time + channel + 1 + (length === 0 ? 0 : 1 + length) + 1 + badges;
	const room = Math.max(0, width - fixed);
	if (room < phoneCells + 1 + leastName) return { time, channel, user: room, name: 0, length, badges };
	const user = clamp(room - 1 - usualName, phoneCells, addressCells);
	return { time, channel, user, name: room - user - 1, length, badges };
}

/** The headings over the columns, exactly as wide as a row. */
export function headingLine(columns: ListColumns, timeOf: ListTime): Line {
	const { time, channel, user, name, length, badges } = columns;
	const isName = name > 0;
	const parts: SafeText[] = [
		t`  ${timeHeading(time, timeOf)}  `,
		fit(channel === 4 ? t`chan` : t`channel`, channel),
		fit(isName ? t`user` : t`user or name`, user),
		...(isName ? [fit(t`name`, name)] : []),
		...(length === 0 ? [] : [padStart(t`long`, length)]),
		fit(badges === 5 ? t`signs` : t`signals`, badges),
	];
	return parts.map((text, index) => span('muted', index === 0 ? text : t` ${text}`));
}

/** Over the times, which stand at the right end of a wide column. */
function timeHeading(cells: ListColumns['time'], timeOf: ListTime): SafeText {
	const isCreated = timeOf === 'created_at';
	if (cells === 6) return fit(isCreated ? t`began` : t`last`, cells);
	return padStart(isCreated ? t`created` : t`last message`, cells);
}
