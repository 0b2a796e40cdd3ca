import { type Conversation, channelOf, isVoice } from '../conversation.ts';
import type { InsightResult } from '../insight.ts';
import type { Instant } from '../instant.ts';
import type { Turn } from '../transcript.ts';
import { couldNotDo } from './could-not.ts';
import type { Rule, Scene } from './finding.ts';
import { hostileText } from './hostile.ts';
import { insightFailed, scoredPoor } from './insights.ts';
import { deadAir, userUnanswered, waited } from './pace.ts';
import { assistantRepeated, userRepeated } from './repeats.ts';
import { askedForPerson, strongLanguage } from './requests.ts';
import type { SignalSettings } from './settings.ts';
import { type Signal, type SignalKind, signalKinds } from './signal.ts';
import { toolFailed, toolUnanswered } from './tools.ts';

/** What signals are computed from. `now` decides only whether an answer can still come. */
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

/**
 * What is wrong with a conversation, by plain rules over its whole transcript: at most one signal of a kind, in the order
 * of `signalKinds`. A channel that nobody knows counts as a chat, where less counts as slow.
 */
export function signalsOf(source: SignalSource): readonly Signal[] {
	const { settings, conversation } = source;
	const scene: Scene = { ...source, limits: settings[isVoice(channelOf(conversation)) ? 'voice' : 'chat'] };
	return signalKinds.flatMap((kind) => {
		const found = settings.off.includes(kind) ? null : rules[kind](scene);
		return found === null ? [] : [{ kind, ...found }];
	});
}
