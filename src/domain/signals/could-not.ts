import type { Turn } from '../transcript.ts';
import { findingAt, type Rule } from './signal.ts';
import type { ToolTurn } from './tools.ts';
import type { Speech } from './wording.ts';

const deed =
	'(?:book|reserve|buy|purchase|schedule|make|complete|process|do|get (?:you )?(?:the|a|that|those)|set|confirm|cancel|' +
	'transfer|send|order|rent|create|change|update|pay|place|finish|go through|work|save|submit)';
const unable =
	"(?:could ?n[o']?t|can ?n[o']?t|can'?t|was(?:n't| not) able to|(?:am|'m) not able to|unable to|failed to|(?:not|n't) pos+ible to)";
const done =
	'(?:made|booked|completed|scheduled|processed|purchased|reserved|bought|created|confirmed|cancelled|done)';

/** Phrases in which an assistant admits that an attempt failed. "I could not find …" does not count. */
const admission = new RegExp(
	[
		`(?<!\\b(?:you|they|he|she|who|if) )\\b${unable} (?:\\w+ ){0,2}?${deed}\\b`,
		`\\b(?:could|can) ?(?:not|n't) be ${done}`,
		`\\b(?:was|were|is|has been) ?(?:not|n't|un)[ -]?successful|\\bunsuccessful`,
		"\\b(?:reservation|booking|appointment|transfer|purchase|payment|order|transaction|request) (?:has )?(?:failed|did(?:n't| not) (?:work|go through))",
		`\\b(?:reservation|booking|appointment|transfer|purchase|payment|order|transaction) (?:was|is) not ${done}`,
		"\\bdid(?:n't| not) go through|\\bsomething went wrong",
		`\\bthere was (?:an?|some) (?:issue|problem|error) (?:with |while )?(?:trying to )?(?:${deed}|booking|reserving|buying|making|scheduling|your|the|that)`,
	].join('|'),
	'i',
);

type Attempt = { readonly tools: readonly ToolTurn[]; readonly answer: Speech; readonly failed: boolean };

/**
 * A tool succeeded by its own answer, but the assistant then said that the request could not be done. Low severity if
 * the last of the tools before those words worked later.
 */
export const couldNotDo: Rule = ({ turns }) => {
	const tried = attempts(turns);
	const lastSuccess = new Map<string, number>();
	tried.forEach(({ tools, failed }, index) => {
		if (!failed) for (const { call } of tools) lastSuccess.set(call.name, index);
	});
	const failed = tried.flatMap((attempt, index) => (attempt.failed ? [{ ...attempt, index }] : []));
	// The last tool of a try is the deed: those before it looked up what it needed.
	const lost = failed.filter(
		({ tools, index }) => (lastSuccess.get(tools.at(-1)?.call.name ?? '') ?? -1) < index,
	);
	const times = failed.length === 1 ? '' : ` ${failed.length} times`;
	return findingAt(
		failed.flatMap(({ tools, answer }) => [...tools, answer]),
		lost.length === 0 ? 'low' : 'medium',
		`the assistant said${times} that it could not be done${lost.length === 0 ? '; a later try worked' : ''}`,
		(lost[0] ?? failed[0])?.answer.text ?? null,
	);
};

/** Groups of tools that succeeded, each with the assistant's next words. */
function attempts(turns: readonly Turn[]): Attempt[] {
	let tools: ToolTurn[] = [];
	let trouble = false;
	return turns.flatMap((turn): Attempt[] => {
		if (turn.kind === 'tool') {
			tools.push(turn);
			trouble ||= turn.outcome !== 'ok';
			return [];
		}
		if (turn.kind !== 'speech' || turn.text === '') return [];
		const counts = turn.role === 'assistant' && tools.length > 0 && !trouble;
		const tried = tools;
		tools = [];
		trouble = false;
		return counts ? [{ tools: tried, answer: turn, failed: admits(turn.text) }] : [];
	});
}

function admits(text: string): boolean {
	return admission.test(text.replaceAll('’', "'"));
}
