import { type Conversation, channelOf, isVoice } from '../conversation.ts';
import type { InsightResult } from '../insight.ts';
import type { Instant } from '../instant.ts';
import type { Turn } from '../transcript.ts';
import { couldNotDo } from './could-not.ts';
import { hostileText } from './hostile.ts';
import { insightFailed, scoredPoor } from './insights.ts';
import { deadAir, userUnanswered, waited } from './pace.ts';
import { assistantRepeated, userRepeated } from './repeats.ts';
import { askedForPerson, strongLanguage } from './requests.ts';
import {
	type Finding,
	type Rule,
	type Signal,
	type SignalInput,
	type SignalKind,
	type SignalSettings,
	signalKinds,
} from './signal.ts';
import { toolFailed, toolUnanswered } from './tools.ts';

/** The input for computing signals. `now` decides only whether an answer can still arrive. */
export type SignalSource = {
	readonly turns: readonly Turn[];
	readonly insights: readonly InsightResult[];
	readonly conversation: Conversation;
	readonly now: Instant;
	readonly settings: SignalSettings;
};

const rules: Readonly<Record<SignalKind, Rule>> = {
	'user-unanswered': userUnanswered,
	'asked-for-person': askedForPerson,
	'tool-failed': toolFailed,
	'tool-unanswered': toolUnanswered,
	'could-not-do': couldNotDo,
	'hostile-text': hostileText,
	'strong-language': strongLanguage,
	'scored-poor': scoredPoor,
	'user-repeated': userRepeated,
	'assistant-repeated': assistantRepeated,
	waited,
	'dead-air': deadAir,
	'insight-failed': insightFailed,
};

/** Longer than any speech. Longer text is a pasted file, and searching it takes long. */
const longestSpeech = 20_000;

/** As much of all that is said as the rules look at: a megabyte takes them 70 ms. */
const mostHeard = 500_000;
/** Of each turn at least so much, however many there are. */
const leastHeard = 200;

/** Turns as the rules look at them: of very long ones the beginning, a shorter one where there are very many. */
function heard(turns: readonly Turn[]): readonly Turn[] {
	const said = turns.reduce((sum, turn) => sum + (turn.kind === 'speech' ? turn.text.length : 0), 0);
	const share = Math.max(leastHeard, Math.floor(mostHeard / turns.length));
	const most = said <= mostHeard ? longestSpeech : Math.min(longestSpeech, share);
	return turns.map((turn) =>
		turn.kind !== 'speech' || turn.text.length <= most
			? turn
			: { ...turn, text: turn.text.slice(0, most).toWellFormed() },
	);
}

/**
 * Finds the trouble in a conversation by plain rules over its whole transcript: at most one signal of each kind, in
 * the order of `signalKinds`. Unknown channels count as chats, which have the more tolerant limits.
 */
export function signalsOf(source: SignalSource): readonly Signal[] {
	const { conversation, insights, settings, now } = source;
	const known = remembered.get(source.turns);
	const isSame =
		known?.conversation === conversation && known.insights === insights && known.settings === settings;
	const limits = settings[isVoice(channelOf(conversation)) ? 'voice' : 'chat'];
	const input: SignalInput = isSame
		? { ...known.input, now }
		: { ...source, turns: heard(source.turns), limits };
	const kinds = signalKinds.filter((kind) => !settings.off.includes(kind));
	const found = new Map(
		kinds.map((kind) => [
			kind,
			isSame && !timed.has(kind) ? (known.found.get(kind) ?? null) : rules[kind](input),
		]),
	);
	remembered.set(source.turns, { conversation, insights, settings, input, found });
	return kinds.flatMap((kind) => {
		const finding = found.get(kind) ?? null;
		return finding === null ? [] : [{ kind, ...finding }];
	});
}

/** The rules that look at the time: of the same transcript, only they are asked again as it passes. */
const timed: ReadonlySet<SignalKind> = new Set<SignalKind>(['user-unanswered', 'tool-unanswered']);

type Remembered = Pick<SignalSource, 'conversation' | 'insights' | 'settings'> & {
	readonly input: SignalInput;
	readonly found: ReadonlyMap<SignalKind, Finding | null>;
};

/** By transcript: what the rules found in it last. */
const remembered = new WeakMap<readonly Turn[], Remembered>();
