import { metadataText } from '../../domain/conversation.ts';
import { millisOf } from '../../domain/instant.ts';
import type { JournalAttempt } from '../../domain/journal-attempts.ts';
import { isJsonObject, type JsonValue } from '../../domain/json.ts';
import { diffMetadata } from '../../domain/metadata-merge.ts';
import type { WriteOperation, WriteOutcome } from '../../domain/records.ts';
import { jsonLines } from '../../text/json-text.ts';
import { fitLine, type Line, span, type Tone } from '../../text/line.ts';
import { safe, t } from '../../text/safe.ts';
import { nothing, type SafeText } from '../../text/safe-text.ts';
import { latency, listTime, stamp } from '../../text/time.ts';
import { fit } from '../../text/width.ts';
import { wrapLine } from '../../text/wrap-line.ts';
import { phone } from './list-line.ts';
import { differenceLines } from './metadata-change-lines.ts';
import { factLines } from './record-facts.ts';

const operations: Readonly<Record<WriteOperation, SafeText>> = {
	create: t`create`,
	'update-metadata': t`metadata`,
	delete: t`delete`,
	'add-message': t`message`,
	restore: t`restore`,
};

const outcomes: Readonly<Record<WriteOutcome, readonly [SafeText, Tone]>> = {
	begun: [t`no end`, 'warn'],
	done: [t`done`, 'good'],
	failed: [t`failed`, 'bad'],
	conflict: [t`conflict`, 'warn'],
	unknown: [t`not known`, 'warn'],
};

/** What an outcome says beyond its word. */
const meanings: Readonly<Record<WriteOutcome, SafeText>> = {
	begun: t`It is under way, or the program ended before it did: whether it happened is not known.`,
	done: nothing,
	failed: t`It did not happen.`,
	conflict: t`Somebody else had changed the same; nothing was sent.`,
	unknown: t`Its answer was lost: it may have happened.`,
};

/** A write as a row of the list, of exactly `cells` cells. */
export function attemptRow(attempt: JournalAttempt, cells: number, nowMillis: number): Line {
	const [word, tone] = outcomes[attempt.outcome];
	return fitLine(
		[
			span('dim', t`${listTime(millisOf(attempt.begunAt), nowMillis)}  `),
			span('strong', fit(operations[attempt.operation], 10)),
			span(tone, fit(word, 11)),
			span('plain', whoOf(attempt)),
			span('dim', attempt.problem === null ? nothing : t`  ${safe(attempt.problem)}`),
		],
		cells,
	);
}

/** What is to be known of the write under the cursor without opening it. */
export function attemptWords({ outcome, problem }: JournalAttempt): Line {
	const [, tone] = outcomes[outcome];
	if (problem !== null) return [span(tone === 'good' ? 'plain' : tone, safe(problem))];
	return [span('dim', meanings[outcome])];
}

/** A write whole: when, what, to which conversation, how it ended; then what it changed. */
export function attemptLines(attempt: JournalAttempt, cells: number): Line[] {
	const { begunAt, endedAt, conversationId, runId, outcome, problem } = attempt;
	const took = endedAt === null ? nothing : t`, took ${latency((endedAt - begunAt) / 1000)}`;
	const [word, tone] = outcomes[outcome];
	const facts = factLines(
		[
			['when', [span('plain', t`${stamp(millisOf(begunAt))}${took}`)]],
			['what', [span('strong', operations[attempt.operation])]],
			['conversation', [idSpan(conversationId, t`(none yet)`)]],
			...(runId === null ? [] : ([['run', [idSpan(runId, nothing)]]] as const)),
			[
				'outcome',
				[span(tone, word), span('dim', meanings[outcome] === '' ? nothing : t`  ${meanings[outcome]}`)],
			],
			...(problem === null ? [] : ([['note', [span('plain', safe(problem))]]] as const)),
		],
		cells,
	);
	return [...facts, [span('plain', nothing)], ...contentLines(attempt, cells)];
}

function idSpan(id: string | null, none: SafeText): Line[number] {
	return id === null ? span('muted', none) : span('plain', safe(id));
}

/** Before and after: what differs where both are maps, else each as JSON. */
function contentLines({ operation, before, after, outcome }: JournalAttempt, cells: number): Line[] {
	if (operation === 'update-metadata' && isJsonObject(before) && isJsonObject(after)) {
		const changes = diffMetadata(before, after);
		const same = Object.keys(before).filter((key) => !changes.some((one) => one.key === key)).length;
		return [
			heading(outcome === 'done' ? t`changed: - before, + after` : t`was to be changed: - before, + wanted`),
			...(changes.length === 0
				? [[span('muted', t`nothing`)]]
				: changes.flatMap((one) => differenceLines(one, cells))),
			[span('plain', nothing)],
			...wrapLine([span('dim', t`${same === 1 ? t`1 key` : t`${same} keys`} not changed`)], cells),
		];
	}
	return [
		...side(t`before`, before, cells),
		...side(outcome === 'done' ? t`after` : t`wanted`, after, cells),
	];
}

function side(title: SafeText, value: JsonValue, cells: number): Line[] {
	return value === null ? [] : [heading(title), ...jsonLines(value, cells), [span('plain', nothing)]];
}

function heading(words: SafeText): Line {
	return [span('dim', words)];
}

/** Whose conversation it was, as far as the journal can tell: its name, who was on the other end, its id. */
function whoOf({ before, after, conversationId }: JournalAttempt): SafeText {
	for (const value of [before, after]) {
		if (!isJsonObject(value)) continue;
		if (typeof value.name === 'string' && value.name.trim() !== '') return safe(value.name);
		const metadata = isJsonObject(value.metadata) ? value.metadata : value;
		const who = metadataText(metadata, 'telnyx_end_user_target') || metadataText(metadata, 'from');
		if (who !== '') return phone(who);
	}
	return conversationId === null ? t`(new)` : safe(conversationId);
}
