import { channelOf, isAiDisabled, isVoice } from '../conversation.ts';
import type { Turn } from '../transcript.ts';
import { answerWaits, openWait, silencesOf, waitStatistics } from '../waits.ts';
import { findingAt, type Rule } from './signal.ts';
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

/** Milliseconds to speak one character, at about 15 a second. */
const millisPerCharacter = 67;

/**
 * The user waited long for an answer. Does not count if the user asked for time or said goodbye: a message days later
 * is not an answer.
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
 * Dead air in a call, beyond the time needed to speak the words around it: a timestamp can mark the first or the last
 * word. Silence that ends in an answer counts as a wait instead. Silence after a request for time belongs to the
 * speaker.
 */
export const deadAir: Rule = ({ turns, limits }) => {
	const { deadAirMillis } = limits;
	if (deadAirMillis === null) return null;
	const byKey = turnsByKey(turns);
	const answering = new Set(answeringTurns(turns));
	const silences = silencesOf(turns, deadAirMillis).flatMap(({ after, before, millis }) => {
		const words = wordsAt(byKey, after);
		if (answering.has(before) || asksForTime(words)) return [];
		const spoken = words.length + wordsAt(byKey, before).length;
		const quiet = millis - spoken * millisPerCharacter;
		return quiet >= deadAirMillis ? [{ key: before, quiet }] : [];
	});
	const longest = silences.reduce((most, { quiet }) => Math.max(most, quiet), 0);
	return findingAt(
		silences,
		silences.length > 1 || longest >= 3 * deadAirMillis ? 'medium' : 'low',
		`nobody spoke for ${inWords(longest)}${silences.length === 1 ? '' : `, the longest of ${silences.length} silences`}`,
	);
};

/**
 * The user spoke last and got no answer although one was due: they asked for something, gave requested information,
 * or never heard a word. Not after goodbye, thanks or a handover.
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

/** True if the words call for an answer. `heard` is the assistant's last speech before them, if any. */
function isDue(words: string, heard: string | undefined): boolean {
	const asked = heard !== undefined && (asks(heard) || /\bconfirm/i.test(heard));
	if (asked && isYes(words) && !isThanks(words) && !isEnough(words)) return true;
	if (isClosing(words)) return wantsAnswer(words) && !isFarewell(words);
	return heard === undefined || wantsAnswer(words) || (asked && !isOffer(heard));
}

/** The turns in which the assistant reacts to the user's words: tools and the answer. */
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
