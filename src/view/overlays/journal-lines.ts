import { metadataText } from '../../domain/conversation.ts';
import { millisOf } from '../../domain/instant.ts';
import { isJsonObject, type JsonValue } from '../../domain/json.ts';
import { diffMetadata } from '../../domain/metadata-merge.ts';
import type { JournalAttempt, WriteOperation, WriteOutcome } from '../../domain/records.ts';
import { fitLine, type Line, span, type Tone } from '../../text/line.ts';
import { safe, t } from '../../text/safe.ts';
import { nothing, type SafeText } from '../../text/safe-text.ts';
import { latency, listTime, stamp } from '../../text/time.ts';
import { fit, padEnd } from '../../text/width.ts';
import { wrapLine } from '../../text/wrap.ts';
import { jsonLines } from '../json-lines.ts';
import { phone } from '../list/list-line.ts';
import { differenceLines } from './metadata-change-lines.ts';

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
	unknown: [t`unknown`, 'warn'],
};

/** The meaning of an outcome beyond its word. */
const meanings: Readonly<Record<WriteOutcome, SafeText>> = {
	begun: t`Still under way, or cut off when tconv ended: the result is unknown.`,
	done: nothing,
	failed: t`Nothing was changed.`,
	conflict: t`Someone else changed the same keys; nothing was sent.`,
	unknown: t`No reliable answer arrived, so the write may have happened.`,
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

/** One line about the write under the cursor: its problem, or the meaning of its outcome. */
export function attemptWords({ outcome, problem }: JournalAttempt): Line {
	const [, tone] = outcomes[outcome];
	if (problem !== null) return [span(tone === 'good' ? 'plain' : tone, safe(problem))];
	return [span('dim', meanings[outcome])];
}

const nameCells = 14;

/** Names and values in a column, with values wrapped beside their names. */
export function factLines(facts: readonly (readonly [string, Line])[], cells: number): Line[] {
	return facts.flatMap(([name, value]) =>
		wrapLine([span('accent', padEnd(safe(name), nameCells)), ...value], cells, nameCells),
	);
}

/** A write in full: time, operation, conversation and outcome, then the changes. */
export function attemptLines(attempt: JournalAttempt, cells: number): Line[] {
	const { begunAt, endedAt, conversationId, runId, outcome, problem } = attempt;
	const took = endedAt === null ? nothing : t`, took ${latency((endedAt - begunAt) / 1000)}`;
	const [word, tone] = outcomes[outcome];
	const facts = factLines(
		[
			['when', [span('plain', t`${stamp(millisOf(begunAt))}${took}`)]],
			['what', [span('strong', operations[attempt.operation])]],
			['conversation', [idSpan(conversationId, t`(none yet)`)]],
			...(runId === null ? [] : ([['batch', [idSpan(runId, nothing)]]] as const)),
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

/** Before and after: the differences between two maps, else each value as JSON. */
function contentLines({ operation, before, after, outcome }: JournalAttempt, cells: number): Line[] {
	if (operation === 'update-metadata' && isJsonObject(before) && isJsonObject(after)) {
		const changes = diffMetadata(before, after);
		const same = Object.keys(before).filter((key) => !changes.some((one) => one.key === key)).length;
		return [
			heading(outcome === 'done' ? t`changed: - before, + after` : t`not changed: - before, + wanted`),
			...(changes.length === 0
				? [[span('muted', t`nothing`)]]
				: changes.flatMap((one) => differenceLines(one, cells))),
			[span('plain', nothing)],
			...wrapLine([span('dim', t`${same === 1 ? t`1 key` : t`${same} keys`} unchanged`)], cells),
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

/** The conversation of a write, as far as the journal knows it: its name, its end user, or its id. */
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
