import type { Badges, ListRow } from '../../data/list-row.ts';
import {
	type Conversation,
	channelOf,
	durationMillis,
	endUserOf,
	isAiDisabled,
} from '../../domain/conversation.ts';
import { millisOf } from '../../domain/instant.ts';
import { noValue } from '../../filter/shown-values.ts';
import type { Freshness } from '../../state/live.ts';
import type { UnderWay } from '../../state/under-way.ts';
import { cutText } from '../../text/cut.ts';
import { fuzzyMatches } from '../../text/fuzzy.ts';
import { fitLine, type Line, lineText, markRanges, type Span, span } from '../../text/line.ts';
import { safe, t } from '../../text/safe.ts';
import { nothing, type SafeText } from '../../text/safe-text.ts';
import { duration, momentIn } from '../../text/time.ts';
import { cellWidth, clip, fit, normalizeWidth, padStart } from '../../text/width.ts';
import { pendingWord } from '../conversation/status-lines.ts';
import type { Glyphs } from '../theme.ts';
import type { ListTime } from './activity.ts';
import { badgeSpans } from './badge-spans.ts';
import { channelName, channelTag } from './channel.ts';
import type { ListColumns } from './list-columns.ts';

/** Longest part of a name that is measured; no row is this wide. */
const longestName = 1000;

/** Options for drawing a row. */
export type ListLineOptions = {
	readonly width: number;
	readonly columns: ListColumns;
	/** The timestamp to show: the one that orders the list. */
	readonly timeOf: ListTime;
	readonly nowMillis: number;
	readonly glyphs: Glyphs;
	/** The search text of the list, highlighted in its rows. */
	readonly needle: string | null;
};

/**
 * Signs of a row beyond its content. `news`: a live update brought or changed the row and the user has not looked at
 * it, or the row is gone.
 */
export type RowSigns = {
	readonly isHere: boolean;
	/** The write that the server has not confirmed. */
	readonly underWay: UnderWay | null;
	readonly isMarked: boolean;
	/** True if it is marked done and has no newer message. */
	readonly isDone: boolean;
	readonly news: Freshness | 'gone' | null;
};

const gap = t` `;
const gapSpan = span('plain', gap);

/** The signs before and behind the time, and the word in place of it, with their meanings. */
export const rowSigns = {
	marked: { sign: ({ marked: sign }: Glyphs): SafeText => sign, tone: 'accent', words: 'marked' },
	new: { sign: () => t`+`, tone: 'accent', words: 'new' },
	changed: { sign: () => t`~`, tone: 'accent', words: 'changed' },
	done: { sign: ({ good }: Glyphs): SafeText => good, tone: 'good', words: 'done' },
	gone: { sign: () => t`gone`, tone: 'warn', words: 'deleted' },
} as const;

/** A sign with its tone, in its own cell; blank if it is not on. */
function signSpan(kind: keyof typeof rowSigns, isOn: boolean, glyphs: Glyphs): Span {
	const { sign, tone } = rowSigns[kind];
	return span(tone, isOn ? sign(glyphs) : gap);
}

/** The tag of a write under way; shorter in a narrow column. */
function pendingTag(underWay: UnderWay, room: number): SafeText {
	const isShort = room < 28;
	if (isShort && underWay === 'taking-over') return t`taking… `;
	if (isShort && underWay === 'handing-back') return t`handing… `;
	return t`${pendingWord(underWay)} `;
}

/** One row of the list, exactly `width` cells, in the list's columns; a missing value is a sign of its own. */
export function listLine(
	row: ListRow,
	badges: Badges | null,
	signs: RowSigns,
	options: ListLineOptions,
): Line {
	const { columns, glyphs } = options;
	const cursor = span('accent', signs.isHere ? glyphs.cursor : gap);
	const mark = signSpan('marked', signs.isMarked, glyphs);
	if (row.kind === 'broken') {
		const text = t`unreadable row: ${safe(row.problem)}`;
		return fitLine([cursor, mark, span('bad', text)], options.width);
	}
	const { conversation } = row;
	const length = durationMillis(conversation);
	const line: Line = [
		cursor,
		mark,
		timeSpan(conversation, signs, options),
		signSpan(
			signs.news === 'changed' ? 'changed' : 'new',
			signs.news === 'new' || signs.news === 'changed',
			glyphs,
		),
		signSpan('done', signs.isDone, glyphs),
		gapSpan,
		channelSpan(channelOf(conversation), columns.channel),
		gapSpan,
		...whoSpans(row.id, conversation, signs.underWay, options),
		...(columns.length === 0
			? []
			: [gapSpan, span('dim', padStart(length === null ? nothing : duration(length), columns.length))]),
		gapSpan,
		...badgeSpans({ isAiOff: isAiDisabled(conversation), badges }, columns.badges),
	];
	return fitLine(line, options.width);
}

/** The time in its column; a deleted row shows `gone` instead. */
function timeSpan(
	{ createdAt, lastMessageAt }: Conversation,
	{ news }: RowSigns,
	{ columns, timeOf, nowMillis }: ListLineOptions,
): Span {
	if (news === 'gone') return span(rowSigns.gone.tone, fit(rowSigns.gone.sign(), columns.time));
	const at = timeOf === 'created_at' ? createdAt : lastMessageAt;
	if (at === null) return span('muted', fit(safe(noValue), columns.time));
	return span('dim', momentIn(columns.time, millisOf(at), nowMillis));
}

function channelSpan(channel: string, cells: ListColumns['channel']): Span {
	if (channel === '') return span('muted', fit(safe(noValue), cells));
	return span('dim', cells === 4 ? channelTag(channel) : fit(normalizeWidth(channelName(channel)), cells));
}

/** End user and name, each in its column; without a column of its own the name stands in for a missing user. */
function whoSpans(
	id: string,
	conversation: Conversation,
	underWay: UnderWay | null,
	{ columns, needle }: ListLineOptions,
): Line {
	const name = conversation.name?.trim() ?? '';
	const title = normalizeWidth(safe(cutText(name, longestName).text));
	const who = normalizeWidth(phone(endUserOf(conversation)));
	const { user, name: nameCells } = columns;
	const known =
		who !== '' ? span('plain', who) : span(title === '' ? 'muted' : 'dim', title || t`id ${safe(id)}`);
	if (nameCells === 0) return withTag(underWay, known, user, needle);
	const called =
		title !== '' ? span('dim', title) : span('muted', who === '' ? t`id ${safe(id)}` : safe(noValue));
	return [
		...found(who === '' ? span('muted', fit(safe(noValue), user)) : span('plain', fit(who, user)), needle),
		gapSpan,
		...withTag(underWay, called, nameCells, needle),
	];
}

/** A text in exactly `cells` cells, behind the tag of a write under way. */
function withTag(underWay: UnderWay | null, text: Span, cells: number, needle: string | null): Line {
	const tag = underWay === null ? nothing : clip(pendingTag(underWay, cells), cells);
	return [
		...(tag === nothing ? [] : [span('warn', tag)]),
		...found(span(text.tone, fit(text.text, cells - cellWidth(tag))), needle),
	];
}

/** A text with the searched letters highlighted. */
function found(text: Span, needle: string | null): Line {
	return needle === null ? [text] : markRanges([text], fuzzyMatches(lineText([text]), needle), 'match');
}

/** A number of the North American plan in groups; other text unchanged. */
export function phone(target: string): SafeText {
	const match = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(target);
	return match === null ? safe(target) : safe(`+1 ${match[1]} ${match[2]} ${match[3]}`);
}
