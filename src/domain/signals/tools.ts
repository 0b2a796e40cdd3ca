import type { Turn } from '../transcript.ts';
import { type Finding, findingAt, type Rule, type Scene } from './finding.ts';

type ToolTurn = Extract<Turn, { kind: 'tool' }>;

const handover = /transfer|hand[_ -]?(?:off|over)|escalat|\brefer\b|live[_ -]?agent|human/i;
const ending = /hang[_ -]?up|end[_ -]?(?:the[_ -]?)?(?:call|conversation|chat)|^(?:refer|goodbye|finish)$/i;

/** True for a tool that gives the conversation to a person, by its name. */
export function isHandover(turn: Turn): boolean {
	return turn.kind === 'tool' && handover.test(turn.call.name);
}

/** True for a tool after which no words of the assistant are to be expected: it hands over, or ends the call. */
export function endsTalking(turn: Turn): boolean {
	return turn.kind === 'tool' && (handover.test(turn.call.name) || ending.test(turn.call.name));
}

/** A tool gave back a failure. A call of the same tool that worked later makes it a small matter. */
export const toolFailed: Rule = ({ turns }) => {
	const failed = turns.filter(
		(turn) => (turn.kind === 'tool' || turn.kind === 'orphan-result') && turn.outcome === 'error',
	);
	return troubleOf(turns, failed, 'failed');
};

/**
 * A tool never answered. Not one that may still be at work; nor the last one where it ends the talking, since nobody is
 * left to be answered; nor where an answer is there that could not be matched with its call.
 */
export const toolUnanswered: Rule = (scene) => {
	const { turns } = scene;
	if (turns.some(({ kind }) => kind === 'orphan-result' || kind === 'broken')) return null;
	const lastWords = turns.findLastIndex((turn) => turn.kind === 'speech' && turn.role === 'assistant');
	const silent = turns.filter(
		(turn, index) =>
			turn.kind === 'tool' &&
			turn.outcome === 'unanswered' &&
			!(endsTalking(turn) && index > lastWords) &&
			isOverdue(turn, index < lastWords, scene),
	);
	const guessed = turns.some((turn) => turn.kind === 'tool' && turn.result?.inferred === true);
	return troubleOf(
		turns,
		silent,
		guessed ? 'never answered (which one is a guess: answers came without ids)' : 'never answered',
	);
};

function isOverdue({ at }: ToolTurn, wentOn: boolean, { now, limits }: Scene): boolean {
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
	const ending = lost.length === 0 ? ', the same tool worked later' : '';
	return findingAt(
		troubled,
		lost.length === 0 ? 'low' : 'high',
		`${troubled.length} of ${Math.max(calls, troubled.length)} tool calls ${what}${ending}`,
		first?.kind === 'tool' ? first.call.name : null,
	);
}
