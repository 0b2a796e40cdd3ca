import type { Badges } from '../../data/list-row.ts';
import { type Severity, type SignalKind, signalBadge, signalTitle } from '../../domain/signals/signal.ts';
import { fitLine, type Line, type Span, span, type Tone } from '../../text/line.ts';
import { join, safe, t } from '../../text/safe.ts';
import type { SafeText } from '../../text/safe-text.ts';
import type { Glyphs } from '../theme.ts';
import type { ListColumns } from './list-columns.ts';

type Flag = {
	readonly short: SafeText;
	readonly long: SafeText;
	readonly tone: Tone;
	readonly words: string;
};

const aiOff: Flag = { short: t`O`, long: t`ai-off`, tone: 'warn', words: 'the AI is off' };
const toolError: Flag = { short: t`T`, long: t`tool`, tone: 'bad', words: 'a tool failed or hung' };
const insightFailed: Flag = { short: t`I`, long: t`insight`, tone: 'bad', words: 'an insight failed' };

/** The badges with a letter of their own, in the order of a row. */
export const flagsInOrder: readonly Flag[] = [aiOff, toolError, insightFailed];

/** The signals with their own letter. */
export const lettered: Readonly<Partial<Record<SignalKind, Flag>>> = {
	'tool-failed': toolError,
	'tool-unanswered': toolError,
	'insight-failed': insightFailed,
};

const gapSpan = span('plain', t` `);

/** The signs at the end of a row: whether the AI is off, and the signals. `badges` is null while they are unknown. */
type RowBadges = { readonly isAiOff: boolean; readonly badges: Badges | null };

/**
 * Badges in exactly `cells` cells: letters or words, then the signals without a letter: the worst as a word, or their
 * number, with `!` if one is urgent.
 */
export function badgeSpans({ isAiOff, badges }: RowBadges, cells: ListColumns['badges']): Line {
	const signals = badges?.signals ?? [];
	const flags = signals.map(({ kind }) => lettered[kind]);
	const others = withoutLetter(signals);
	const isOn = (flag: Flag): boolean => (flag === aiOff ? isAiOff : flags.includes(flag));
	// A letter has a cell of its own. Words follow each other, so that the first one stands below the heading.
	if (cells === 5) {
		const letters = flagsInOrder.map((flag) => span(flag.tone, isOn(flag) ? flag.short : t` `));
		return [...letters, countSign(others)];
	}
	const words = [
		...flagsInOrder.filter(isOn).map(({ tone, long }) => span(tone, long)),
		...worstWord(others),
	];
	return fitLine(
		words.flatMap((word, index) => (index === 0 ? [word] : [gapSpan, word])),
		cells,
	);
}

/** The same in words, by sign: `T tool failed · !2 nobody answered, waited`. Empty if the row has no sign. */
export function badgeWords({ isAiOff, badges }: RowBadges, glyphs: Glyphs): SafeText {
	const signals = badges?.signals ?? [];
	const titlesOf = (flag: Flag): string[] =>
		signals.filter(({ kind }) => lettered[kind] === flag).map(({ kind }) => signalTitle(kind));
	const others = withoutLetter(signals);
	const groups: readonly (readonly [SafeText, readonly string[]])[] = [
		[aiOff.short, isAiOff ? ['AI disabled'] : []],
		[toolError.short, titlesOf(toolError)],
		[insightFailed.short, titlesOf(insightFailed)],
		[safe(countSign(others).text.trim()), others.map(({ kind }) => signalTitle(kind))],
	];
	const words = groups
		.filter(([, titles]) => titles.length > 0)
		.map(([sign, titles]) => t`${sign} ${safe(titles.join(', '))}`);
	return join(...words.flatMap((part, index) => (index === 0 ? [part] : [t` ${glyphs.dot} `, part])));
}

type Signals = Badges['signals'];

function withoutLetter(signals: Signals): Signals {
	return signals.filter(({ kind }) => lettered[kind] === undefined);
}

const severityTones: Readonly<Record<Severity, Tone>> = { high: 'bad', medium: 'warn', low: 'dim' };
const severities = ['high', 'medium', 'low'] as const;

function worstOf(signals: Signals): Signals[number] | undefined {
	return severities
		.map((severity) => signals.find((one) => one.severity === severity))
		.find((one) => one !== undefined);
}

function worstWord(signals: Signals): Line {
	const worst = worstOf(signals);
	return worst === undefined ? [] : [span(severityTones[worst.severity], safe(signalBadge(worst.kind)))];
}

/** Caps at 9: there is one kind more than a digit can count. */
function countSign(signals: Signals): Span {
	const severity = worstOf(signals)?.severity ?? 'low';
	const count = signals.length === 0 ? t` ` : t`${Math.min(9, signals.length)}`;
	return span(severityTones[severity], t`${severity === 'high' ? t`!` : t` `}${count}`);
}
