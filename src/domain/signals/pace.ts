import { channelOf, isAiDisabled, isVoice } from '../conversation.ts';
import type { Turn } from '../transcript.ts';
import { answerWaits, openWait, silencesOf, waitStatistics } from '../waits.ts';
import { findingAt, type Rule } from './finding.ts';
import { endsTalking } from './tools.ts';
import {
	asks,
	asksForTime,
	inWords,
	isClosing,
	isEnough,
	isFarewell,
	isOffer,
	isThanks,
	isYes,
	wantsAnswer,
	wordsOf,
} from './wording.ts';

/** Milliseconds that one character takes to say: about 15 in a second. */
const millisPerCharacter = 67;

/**
 * The user waited long for an answer. Not where they had asked for time, or had said goodbye: what comes after that,
 * perhaps days later, answers nothing.
 */
export const waited: Rule = ({ turns, limits }) => {
	const byKey = turnsByKey(turns);
	const waits = answerWaits(turns).filter(({ askedBy, millis }) => {
		if (millis < limits.waitMillis) return true;
		const words = wordsAt(byKey, askedBy);
		return !asksForTime(words) && !isClosing(words);
	});
	const numbers = waitStatistics(waits);
	const slow = waits.filter(({ millis }) => millis >= limits.waitMillis);
	if (numbers === null) return null;
	return findingAt(
		slow.map(({ turn }) => ({ key: turn })),
		numbers.max >= 3 * limits.waitMillis ? 'high' : 'medium',
		`${slow.length} of ${numbers.count} answers took ${inWords(limits.waitMillis)} or more: ` +
			`p50 ${inWords(numbers.p50)}, p95 ${inWords(numbers.p95)}, max ${inWords(numbers.max)}`,
	);
};

/**
 * Dead air in a call: longer than it takes to say what was said around it, since nobody knows whether a timestamp is
 * of the first word or of the last. Silence that ends in an answer is a wait, and told there; silence after somebody
 * asked for time is theirs.
 */
export const deadAir: Rule = ({ turns, limits }) => {
	const { deadAirMillis } = limits;
	if (deadAirMillis === null) return null;
	const byKey = turnsByKey(turns);
	const answering = new Set(answeringTurns(turns));
	const silences = silencesOf(turns, deadAirMillis).flatMap(({ after, before, millis }) => {
		const words = wordsAt(byKey, after);
		if (answering.has(before) || asksForTime(words)) return [];
		const spoken = words.length + (byKey.get(before)?.kind === 'speech' ? wordsAt(byKey, before).length : 0);
		const quiet = millis - spoken * millisPerCharacter;
		return quiet >= deadAirMillis ? [{ key: before, quiet }] : [];
	});
	const longest = silences.reduce((most, { quiet }) => Math.max(most, quiet), 0);
	return findingAt(
		silences,
		silences.length > 1 || longest >= 3 * deadAirMillis ? 'medium' : 'low',
		`nobody spoke for ${inWords(longest)}${silences.length === 1 ? '' : ` at the longest of ${silences.length} times`}`,
	);
};

/**
 * The user spoke last and nobody answered. Only where an answer was due: they asked for something, gave what they had
 * been asked for, or never heard anything at all. Not after goodbye or thanks, nor where they were handed over.
 */
export const userUnanswered: Rule = ({ turns, conversation, limits, now }) => {
	const open = openWait(turns, now);
	if (open === null || open.millis < limits.unansweredMillis) return null;
	const index = turns.findIndex(({ key }) => key === open.askedBy);
	const last = turns[index];
	const words = last?.kind === 'speech' ? last.text : '';
	if (turns.slice(index).some(endsTalking)) return null;
	if (!isDue(words, wordsOf(turns, 'assistant').at(-1)?.text)) return null;
	const spoken = isVoice(channelOf(conversation)) ? 'spoke' : 'wrote';
	const why = isAiDisabled(conversation) ? '; the AI is disabled' : '';
	const explanation = `the user ${spoken} last, ${inWords(open.millis)} ago, and nobody answered${why}`;
	return findingAt([{ key: open.askedBy }], 'high', explanation, words);
};

/** True where words should be answered; `heard` is what the assistant had said before them, if anything. */
function isDue(words: string, heard: string | undefined): boolean {
	const asked = heard !== undefined && (asks(heard) || /\bconfirm/i.test(heard));
	if (asked && isYes(words) && !isThanks(words) && !isEnough(words)) return true;
	if (isClosing(words)) return wantsAnswer(words) && !isFarewell(words);
	return heard === undefined || wantsAnswer(words) || (asked && !isOffer(heard));
}

/** Every turn with which, after the user's words, the assistant becomes active again: tools and the answer. */
function answeringTurns(turns: readonly Turn[]): string[] {
	let userIsWaiting = false;
	return turns.flatMap((turn) => {
		if (turn.kind === 'speech' && turn.text !== '') {
			const answers = userIsWaiting && turn.role === 'assistant';
			userIsWaiting = turn.role === 'user' || (userIsWaiting && turn.role !== 'assistant');
			return answers ? [turn.key] : [];
		}
		return turn.kind === 'tool' && userIsWaiting ? [turn.key] : [];
	});
}

function turnsByKey(turns: readonly Turn[]): ReadonlyMap<string, Turn> {
	return new Map(turns.map((turn) => [turn.key, turn]));
}

function wordsAt(turns: ReadonlyMap<string, Turn>, key: string): string {
	const turn = turns.get(key);
	return turn?.kind === 'speech' ? turn.text : '';
}
