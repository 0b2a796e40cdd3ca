import { channelOf, durationMillis, endUserOf, isAiDisabled } from '../../domain/conversation.ts';
import { millisOf } from '../../domain/instant.ts';
import type { Freshness } from '../../state/live.ts';
import { fuzzyMatches } from '../../text/fuzzy.ts';
import { fitLine, type Line, lineText, lineWidth, markRanges, span, type Tone } from '../../text/line.ts';
import { safe, t } from '../../text/safe.ts';
import { nothing, type SafeText } from '../../text/safe-text.ts';
import { steady } from '../../text/steady.ts';
import { duration, listTime } from '../../text/time.ts';
import { fit, padStart } from '../../text/width.ts';
import type { Badges, ListRow } from '../model/list-row.ts';
import type { Glyphs } from '../theme.ts';
import { channelTag } from './channel.ts';

/** What a row is drawn with besides itself. */
export type ListLineOptions = {
	readonly width: number;
	/** The timestamp that the list is ordered by, and so the one that is shown. */
	readonly timeOf: 'created_at' | 'last_message_at';
	readonly nowMillis: number;
	readonly glyphs: Glyphs;
	/** What the list is searched for, marked in its rows. */
	readonly needle: string | null;
};

/** What is said of a row beside what it holds. `news`: it came or changed by itself and was not looked at, or is gone. */
export type RowSigns = {
	readonly isHere: boolean;
	readonly isLeaving: boolean;
	readonly isMarked: boolean;
	readonly news: Freshness | 'gone' | null;
};

const gap = t` `;

/** One row of the list, exactly `width` cells: time, channel, who, name, length, badges. Missing parts stay blank. */
export function listLine(
	row: ListRow,
	badges: Badges | null,
	{ isHere, isLeaving, isMarked, news }: RowSigns,
	options: ListLineOptions,
): Line {
	const mark = span('accent', isHere ? options.glyphs.cursor : gap);
	if (row.kind === 'broken') {
		const text = t`unreadable row: ${safe(row.problem)}`;
		return fitLine([mark, span('bad', text)], options.width);
	}
	const { conversation } = row;
	const at = options.timeOf === 'created_at' ? conversation.createdAt : conversation.lastMessageAt;
	const time = at === null ? t`no time` : listTime(millisOf(at), options.nowMillis);
	const length = durationMillis(conversation);
	const flags = badgeSpans(isAiDisabled(conversation), badges, options.width);
	const fixed = 1 + 7 + 5 + 1 + 5 + 1 + flags.width;
	const room = Math.max(0, options.width - fixed);
	const leaving = isLeaving ? [span('warn', fit(t`deleting… `, Math.min(10, room)))] : [];
	const wordsRoom = Math.max(0, room - lineWidth(leaving));
	const words = whoAndName(conversation.name, endUserOf(conversation), row.id, wordsRoom);
	const line: Line = [
		mark,
		...timeSpans(time, isMarked, news, options.glyphs),
		span('dim', t`${channelTag(channelOf(conversation))} `),
		...leaving,
		...marked(words, options.needle),
		gapSpan,
		span('dim', padStart(length === null ? nothing : duration(length), 5)),
		gapSpan,
		...flags.spans,
	];
	return fitLine(line, options.width);
}

/** The time, and in the gap behind it the row's sign, which so costs no cell; of a row that is gone, that it is. */
function timeSpans(time: SafeText, isMarked: boolean, news: RowSigns['news'], glyphs: Glyphs): Line {
	const shown = news === 'gone' ? span('warn', fit(t`gone`, 6)) : span('dim', fit(time, 6));
	if (isMarked) return [shown, span('accent', glyphs.marked)];
	if (news === 'new') return [shown, span('accent', t`+`)];
	return [shown, span('accent', news === 'changed' ? t`~` : gap)];
}

/** Only what a search looks at is marked: not the clock, not the badges. */
function marked(line: Line, needle: string | null): Line {
	return needle === null ? line : markRanges(line, fuzzyMatches(lineText(line), needle), 'match');
}

const gapSpan = span('plain', gap);

/** Who spoke and what the conversation is called; one of them alone gets all the room. */
function whoAndName(name: string | null, endUser: string, id: string, room: number): Line {
	const title = name === null || name.trim() === '' ? nothing : steady(safe(name));
	const who = endUser === '' ? nothing : steady(phone(endUser));
	if (who === '' && title === '') return [span('muted', fit(t`id ${safe(id)}`, room))];
	if (who === '' || room < 24) return [span('plain', fit(who === '' ? title : who, room))];
	if (title === '') return [span('plain', fit(who, room))];
	// A number fits; where there is room, an address does too.
	const whoCells = Math.max(Math.min(15, room - 8), Math.min(26, Math.floor(room * 0.35)));
	return [span('plain', fit(who, whoCells)), gapSpan, span('dim', fit(title, room - whoCells - 1))];
}

/** A number of the North American plan in groups; anything else as it is. */
export function phone(target: string): SafeText {
	const match = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(target);
	return match === null ? safe(target) : safe(`+1 ${match[1]} ${match[2]} ${match[3]}`);
}

type Flag = { readonly short: SafeText; readonly long: SafeText; readonly tone: Tone };

const aiOff: Flag = { short: t`O`, long: t`ai-off`, tone: 'warn' };
const toolError: Flag = { short: t`T`, long: t`tool`, tone: 'bad' };
const insightFailed: Flag = { short: t`I`, long: t`insight`, tone: 'bad' };

/** Badges in a column of their own: words from 100 cells on, letters below. */
function badgeSpans(isOff: boolean, badges: Badges | null, width: number): { spans: Line; width: number } {
	const flags: readonly (readonly [boolean, Flag])[] = [
		[isOff, aiOff],
		[(badges?.toolTroubles ?? 0) > 0, toolError],
		[badges?.insightFailed ?? false, insightFailed],
	];
	const isLong = width >= 100;
	const spans = flags.flatMap(([is, flag], index) => {
		const text = isLong ? flag.long : flag.short;
		const blank = safe(' '.repeat(text.length));
		const shown = span(flag.tone, is ? text : blank);
		return isLong && index > 0 ? [gapSpan, shown] : [shown];
	});
	return { spans, width: isLong ? 6 + 4 + 7 + 2 : 3 };
}
