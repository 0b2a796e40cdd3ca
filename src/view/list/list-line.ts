import type { Badges, ListRow } from '../../data/list-row.ts';
import { channelWords } from '../../domain/channel-words.ts';
import { channelOf, durationMillis, endUserOf, isAiDisabled } from '../../domain/conversation.ts';
import { millisOf } from '../../domain/instant.ts';
import {
	type Severity,
	type SignalKind,
	signalBadge,
	signalKinds,
	signalTitle,
} from '../../domain/signals/signal.ts';
import type { Freshness } from '../../state/live.ts';
import type { UnderWay } from '../../state/under-way.ts';
import { cutText } from '../../text/cut.ts';
import { fuzzyMatches } from '../../text/fuzzy.ts';
import {
	fitLine,
	type Line,
	lineText,
	lineWidth,
	markRanges,
	type Span,
	span,
	type Tone,
} from '../../text/line.ts';
import { safe, t } from '../../text/safe.ts';
import { nothing, type SafeText } from '../../text/safe-text.ts';
import { duration, listTime } from '../../text/time.ts';
import { clip, fit, normalizeWidth, padStart } from '../../text/width.ts';
import { pendingWord } from '../conversation/status-lines.ts';
import type { Glyphs } from '../theme.ts';
import { channelTag } from './channel.ts';

/** Longest part of a name that is measured; no row is this wide. */
const longestName = 1000;

/** Options for drawing a row. */
export type ListLineOptions = {
	readonly width: number;
	/** The timestamp to show: the one that orders the list. */
	readonly timeOf: 'created_at' | 'last_message_at';
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

/** Narrower panes show a whole phone number instead of the length. */
const roomForLength = 40;

const gap = t` `;

/** The columns of a row, in order, as `listLine` draws them. */
const rowColumns: LegendRow['signs'] = [
	{ sign: null, words: 'time' },
	{ sign: null, words: 'channel' },
	{ sign: null, words: 'end user' },
	{ sign: null, words: 'name' },
	{ sign: null, words: 'length' },
	{ sign: null, words: 'badges' },
];

/** The tag before a row's text while a write is under way; shorter in a narrow row. */
function pendingTag(underWay: UnderWay, room: number): SafeText {
	const isShort = room < 28;
	if (isShort && underWay === 'taking-over') return t`taking… `;
	if (isShort && underWay === 'handing-back') return t`handing… `;
	return t`${pendingWord(underWay)} `;
}

/**
 * One row of the list, exactly `width` cells: time, channel, end user, name, length, badges. Missing parts stay blank.
 */
export function listLine(
	row: ListRow,
	badges: Badges | null,
	signs: RowSigns,
	options: ListLineOptions,
): Line {
	const { isHere, underWay } = signs;
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
	const tail =
		options.width < roomForLength
			? []
			: [gapSpan, span('dim', padStart(length === null ? nothing : duration(length), 5))];
	const fixed = 1 + 7 + 5 + lineWidth(tail) + 1 + flags.width;
	const room = Math.max(0, options.width - fixed);
	const pending = underWay === null ? [] : [span('warn', clip(pendingTag(underWay, room), room))];
	const wordsRoom = Math.max(0, room - lineWidth(pending));
	const words = whoAndName(conversation.name, endUserOf(conversation), row.id, wordsRoom);
	const line: Line = [
		mark,
		...timeSpans(time, signs, options.glyphs),
		span('dim', t`${channelTag(channelOf(conversation))} `),
		...pending,
		...marked(words, options.needle),
		...tail,
		gapSpan,
		...flags.spans,
	];
	return fitLine(line, options.width);
}

/** The signs in the gap after the time, and the word in place of it, with their meanings. */
const timeSigns = {
	marked: { sign: ({ marked: sign }: Glyphs): SafeText => sign, tone: 'accent', words: 'marked' },
	new: { sign: () => t`+`, tone: 'accent', words: 'new' },
	changed: { sign: () => t`~`, tone: 'accent', words: 'changed' },
	done: { sign: ({ good }: Glyphs): SafeText => good, tone: 'good', words: 'done' },
	gone: { sign: () => t`gone`, tone: 'warn', words: 'deleted' },
} as const;

/** The time, then the row's sign in the gap after it, at no extra cell; a deleted row shows `gone` instead. */
function timeSpans(time: SafeText, { isMarked, isDone, news }: RowSigns, glyphs: Glyphs): Line {
	const shown =
		news === 'gone' ? span(timeSigns.gone.tone, fit(timeSigns.gone.sign(), 6)) : span('dim', fit(time, 6));
	const kind = isMarked ? 'marked' : news === 'new' || news === 'changed' ? news : isDone ? 'done' : null;
	if (kind === null) return [shown, span('good', gap)];
	const { sign, tone } = timeSigns[kind];
	return [shown, span(tone, sign(glyphs))];
}

/** Highlights only the text that a search looks at: not the clock, not the badges. */
function marked(line: Line, needle: string | null): Line {
	return needle === null ? line : markRanges(line, fuzzyMatches(lineText(line), needle), 'match');
}

const gapSpan = span('plain', gap);

/** End user and name; if there is only one of them, it gets all the room. */
function whoAndName(name: string | null, endUser: string, id: string, room: number): Line {
	const title =
		name === null || name.trim() === '' ? nothing : normalizeWidth(safe(cutText(name, longestName).text));
	const who = endUser === '' ? nothing : normalizeWidth(phone(endUser));
	if (who === '' && title === '') return [span('muted', fit(t`id ${safe(id)}`, room))];
	if (who === '' || room < 24) return [span('plain', fit(who === '' ? title : who, room))];
	if (title === '') return [span('plain', fit(who, room))];
	// Room for a phone number; in a wide row, also for an address.
	const whoCells = Math.max(Math.min(15, room - 8), Math.min(26, Math.floor(room * 0.35)));
	return [span('plain', fit(who, whoCells)), gapSpan, span('dim', fit(title, room - whoCells - 1))];
}

/** A number of the North American plan in groups; other text unchanged. */
export function phone(target: string): SafeText {
	const match = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(target);
	return match === null ? safe(target) : safe(`+1 ${match[1]} ${match[2]} ${match[3]}`);
}

type Flag = {
	readonly short: SafeText;
	readonly long: SafeText;
	readonly tone: Tone;
	readonly words: string;
};

const aiOff: Flag = { short: t`O`, long: t`ai-off`, tone: 'warn', words: 'the AI is off' };
const toolError: Flag = { short: t`T`, long: t`tool`, tone: 'bad', words: 'a tool failed or hung' };
const insightFailed: Flag = { short: t`I`, long: t`insight`, tone: 'bad', words: 'an insight failed' };
const flagsInOrder: readonly Flag[] = [aiOff, toolError, insightFailed];

/** The signals with their own letter. */
const lettered: Readonly<Partial<Record<SignalKind, Flag>>> = {
	'tool-failed': toolError,
	'tool-unanswered': toolError,
	'insight-failed': insightFailed,
};

/** Cells of the longest word for a signal. */
const wordCells = 6;

/**
 * Badges in their own column: words from 100 cells on, letters below. Then the signals without a letter: the worst as a
 * word, or their number, with `!` if one is urgent.
 */
function badgeSpans(isOff: boolean, badges: Badges | null, width: number): { spans: Line; width: number } {
	const signals = badges?.signals ?? [];
	const flags = signals.map(({ kind }) => lettered[kind]);
	const others = signals.filter(({ kind }) => lettered[kind] === undefined);
	const isLong = width >= 100;
	const spans = flagsInOrder.flatMap((flag, index) => {
		const text = isLong ? flag.long : flag.short;
		const isOn = flag === aiOff ? isOff : flags.includes(flag);
		const shown = span(flag.tone, isOn ? text : safe(' '.repeat(text.length)));
		return isLong && index > 0 ? [gapSpan, shown] : [shown];
	});
	const sign = isLong ? [gapSpan, worstWord(others)] : [countSign(others)];
	return { spans: [...spans, ...sign], width: isLong ? 6 + 4 + 7 + 2 + 1 + wordCells : 3 + 2 };
}

const severityTones: Readonly<Record<Severity, Tone>> = { high: 'bad', medium: 'warn', low: 'dim' };
const severities = ['high', 'medium', 'low'] as const;

function worstOf(signals: Badges['signals']): Badges['signals'][number] | undefined {
	return severities
		.map((severity) => signals.find((one) => one.severity === severity))
		.find((one) => one !== undefined);
}

function worstWord(signals: Badges['signals']): Span {
	const worst = worstOf(signals);
	const word = worst === undefined ? nothing : safe(signalBadge(worst.kind));
	return span(severityTones[worst?.severity ?? 'low'], fit(word, wordCells));
}

/** Caps at 9: there is one kind more than a digit can count. */
function countSign(signals: Badges['signals']): Span {
	const severity = worstOf(signals)?.severity ?? 'low';
	const count = signals.length === 0 ? t` ` : t`${Math.min(9, signals.length)}`;
	return span(severityTones[severity], t`${severity === 'high' ? t`!` : gap}${count}`);
}

/** One kind of sign in the list's rows: its title, and each sign with its meaning. */
export type LegendRow = {
	readonly title: string;
	/** `sign` is null where the words alone say it. */
	readonly signs: readonly { readonly sign: SafeText | null; readonly words: string }[];
};

/** The meanings of everything that a row of the list shows, made of the tables that draw it. */
export function rowLegend(glyphs: Glyphs): readonly LegendRow[] {
	const tags = channelWords.filter(({ tag }, at) => channelWords.findIndex((one) => one.tag === tag) === at);
	const others = signalKinds.filter((kind) => lettered[kind] === undefined);
	return [
		{ title: 'Columns', signs: rowColumns },
		{
			title: 'Rows',
			signs: [
				{ sign: glyphs.cursor, words: 'cursor' },
				...Object.values(timeSigns).map(({ sign, words }) => ({ sign: sign(glyphs), words })),
			],
		},
		{ title: 'Channels', signs: tags.map(({ tag, name }) => ({ sign: safe(tag), words: name })) },
		{
			title: 'Badges',
			signs: [
				...flagsInOrder.map(({ short, long, words }) => ({ sign: t`${short} or ${long}`, words })),
				{ sign: t`2`, words: 'other signals' },
				{ sign: t`!2`, words: 'one is urgent' },
			],
		},
		{
			title: 'Signals',
			signs: others.map((kind) => ({ sign: safe(signalBadge(kind)), words: signalTitle(kind) })),
		},
	];
}
