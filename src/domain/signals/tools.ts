import type { Turn } from '../transcript.ts';
import { type Finding, findingAt, type Rule, type SignalInput } from './signal.ts';

/** A tool call with its answer, if any. */
export type ToolTurn = Extract<Turn, { kind: 'tool' }>;

const handover = /transfer|hand[_ -]?(?:off|over)|escalat|\brefer\b|live[_ -]?agent|human/i;
const ending = /hang[_ -]?up|end[_ -]?(?:the[_ -]?)?(?:call|conversation|chat)|^(?:refer|goodbye|finish)$/i;

/** True for a tool that, by its name, hands the conversation to a person. */
export function isHandover(turn: Turn): boolean {
	return turn.kind === 'tool' && handover.test(turn.call.name);
}

/** True for a tool after which the assistant says no more: it hands over or ends the call. */
export function endsTalking(turn: Turn): boolean {
	return turn.kind === 'tool' && (handover.test(turn.call.name) || ending.test(turn.call.name));
}

/** A tool returned a failure. Low severity if a later call of the same tool worked. */
export const toolFailed: Rule = ({ turns }) => {
	const failed = turns.filter(
		(turn) => (turn.kind === 'tool' || turn.kind === 'orphan-result') && turn.outcome === 'error',
	);
	return troubleOf(turns, failed, 'failed');
};

/**
 * A tool never answered. Excludes tools that may still be working, a final tool that ends the conversation, and
 * transcripts with an answer that matches no call.
 */
export const toolUnanswered: Rule = (input) => {
	const { turns } = input;
	if (turns.some(({ kind }) => kind === 'orphan-result' || kind === 'broken')) return null;
	const lastWords = turns.findLastIndex((turn) => turn.kind === 'speech' && turn.role === 'assistant');
	const silent = turns.filter(
		(turn, index) =>
			turn.kind === 'tool' &&
			turn.outcome === 'unanswered' &&
			!(endsTalking(turn) && index > lastWords) &&
			isOverdue(turn, index < lastWords, input),
	);
	const guessed = turns.some((turn) => turn.kind === 'tool' && turn.result?.inferred === true);
	return troubleOf(
		turns,
		silent,
		guessed ? 'never answered (which tool is a guess: answers had no ids)' : 'never answered',
	);
};

function isOverdue({ at }: ToolTurn, wentOn: boolean, { now, limits }: SignalInput): boolean {
	return at === null ? wentOn : (now - at) / 1000 >= limits.toolMillis;
}

function troubleOf(turns: readonly Turn[], troubled: readonly Turn[], what: string): Finding | null {
	const calls = turns.filter((turn) => turn.kind === 'tool').length;
	const latestSuccess = new Map<string, number>();
	const placeOf = new Map<string, number>();
	turns.forEach((turn, index) => {
		placeOf.set(turn.key, index);
		if (turn.kind === 'tool' && turn.outcome === 'ok') latestSuccess.set(turn.call.name, index);
	});
	const lost = troubled.filter((turn) => {
		const success = turn.kind === 'tool' ? latestSuccess.get(turn.call.name) : undefined;
		return success === undefined || success < (placeOf.get(turn.key) ?? 0);
	});
	const first = lost[0] ?? troubled[0];
	const ending = lost.length === 0 ? '; the same tool worked later' : '';
	return findingAt(
		troubled,
		lost.length === 0 ? 'low' : 'high',
		`${troubled.length} of ${Math.max(calls, troubled.length)} tool calls ${what}${ending}`,
		first?.kind === 'tool' ? first.call.name : null,
	);
}
