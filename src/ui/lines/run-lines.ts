import { millisOf } from '../../domain/instant.ts';
import type { ItemState, RunHistory } from '../../domain/records.ts';
import { countItems } from '../../domain/run-tally.ts';
import { idsAgain } from '../../domain/run-task.ts';
import { itemNote, itemWords, taskWords } from '../../domain/run-words.ts';
import { isCutOff, type RunView } from '../../state/runs.ts';
import type { Notice } from '../../state/ui-state.ts';
import { countText } from '../../text/count.ts';
import { fitLine, type Line, span, type Tone } from '../../text/line.ts';
import { safe, t } from '../../text/safe.ts';
import { nothing, type SafeText } from '../../text/safe-text.ts';
import { duration, listTime } from '../../text/time.ts';
import { fit } from '../../text/width.ts';
import type { RunResult } from '../../writes/run.ts';
import type { Glyphs } from '../theme.ts';

type Counts = ReturnType<typeof countItems>;

const shown = ['done', 'skipped', 'failed', 'conflict', 'unknown'] as const;

/** `118 done, 2 failed`: what came of the items, the kinds that there are none of left out. Raw. */
function countsText(counts: Counts): string {
	const parts = shown.flatMap((kind) =>
		counts[kind] === 0 ? [] : [`${countText(counts[kind])} ${itemWords[kind]}`],
	);
	return parts.length === 0 ? 'nothing done' : parts.join(', ');
}

/** What is said when a run has ended. */
export function runEndWords({ history, stopped, path }: RunResult): [Notice['tone'], string] {
	const counts = countItems(history.items);
	const were = counts.left === 1 ? 'was' : 'were';
	const left = counts.left === 0 ? '' : ` ${countText(counts.left)} ${were} not begun.`;
	const why = stopped === null ? '' : ` It stopped: ${stopped}`;
	const where = path === null ? '' : ` The file is ${path}.`;
	const odd = [...history.items.values()].filter((item) => item.kind === 'done' && item.note !== null).length;
	const noted = odd === 0 ? '' : ` Of those done, ${countText(odd)} ${odd === 1 ? 'has' : 'have'} a note.`;
	const isGood = counts.done + counts.skipped === counts.total && odd === 0;
	const words = `${taskWords(history.plan.task)}: ${countsText(counts)}.${noted}${left}${why}${where}`;
	return [isGood ? 'good' : stopped === null ? 'warn' : 'bad', `${words} :runs keeps it.`];
}

/** The rows over the items of a run: the bar, the counts, and how it goes on, or how it ended. */
export function runHead(
	history: RunHistory,
	view: RunView | null,
	cells: number,
	nowMillis: number,
	glyphs: Glyphs,
): readonly Line[] {
	const counts = countItems(history.items);
	const settled = counts.total - counts.left;
	const percent = counts.total === 0 ? 100 : Math.floor((settled / counts.total) * 100);
	const words = t` ${countOf(settled)} of ${countOf(counts.total)}  ${percent}%`;
	const bar = progressBar(settled, counts.total, Math.max(4, Math.min(48, cells - words.length - 2)), glyphs);
	const tallies = shown.flatMap((kind): Line => {
		const count = counts[kind];
		const tone = count === 0 ? 'dim' : toneOf(kind);
		return [span(tone, t`${countOf(count)} ${safe(itemWords[kind])}`), span('dim', t`  `)];
	});
	const left = span(counts.left === 0 ? 'dim' : 'plain', t`${countOf(counts.left)} left`);
	return [
		fitLine([span('accent', bar), span('strong', words)], cells),
		fitLine([...tallies, left], cells),
		fitLine([wayOn(history, view, nowMillis)], cells),
		fitLine([], cells),
	];
}

function countOf(count: number): SafeText {
	return safe(countText(count));
}

function progressBar(settled: number, total: number, cells: number, { horizontal }: Glyphs): SafeText {
	const full = total === 0 ? cells : Math.floor((settled / total) * cells);
	return safe(`${'#'.repeat(full)}${horizontal.repeat(cells - full)}`);
}

function wayOn(history: RunHistory, view: RunView | null, nowMillis: number): Line[number] {
	if (isCutOff(history))
		return span('warn', t`It was cut off. The server is asked about what had been begun…`);
	if (history.ended === null && view === null) return span('warn', t`Another tconv works on it.`);
	if (view !== null && view.stopped !== null) return span('bad', t`It stopped: ${safe(view.stopped)}`);
	if (history.ended === 'cancelled') return span('warn', endedEarly(history));
	if (history.ended === 'finished')
		return span('good', view?.path == null ? t`It is finished.` : t`Finished: ${safe(view.path)}`);
	if (view === null) return span('plain', nothing);
	if (view.isEnding) return span('warn', t`Ending: what is under way is waited for…`);
	const { millisLeft, concurrency, waitingUntil } = view.progress;
	if (waitingUntil !== null) {
		const wait = duration(Math.max(0, waitingUntil - nowMillis));
		return span(
			'warn',
			t`The server wants to be left alone: ${wait} to wait. Then ${concurrency} at a time.`,
		);
	}
	const time = millisLeft === null ? nothing : t`about ${duration(millisLeft)} to go, `;
	return span('plain', t`${time}${concurrency} at a time`);
}

function endedEarly(history: RunHistory): SafeText {
	if (idsAgain(history, 'waiting').length > 0)
		return t`It was ended before its end. c goes on with the rest.`;
	return t`It was ended before its end; all of it had been begun by then.`;
}

function toneOf(kind: ItemState['kind']): Tone {
	switch (kind) {
		case 'done':
			return 'good';
		case 'failed':
		case 'unknown':
			return 'bad';
		case 'conflict':
		case 'begun':
			return 'warn';
		default:
			return 'dim';
	}
}

/** One item of a run: how it stands, which conversation, and what there is to say about it. */
export function itemLine(title: string, item: ItemState, cells: number): Line {
	const note = itemNote(item);
	const room = note === '' ? cells - 10 : Math.max(12, Math.floor((cells - 10) * 0.4));
	return fitLine(
		[
			span(toneOf(item.kind), fit(safe(itemWords[item.kind]), 9)),
			span('plain', t` ${fit(safe(title), room)}`),
			span('dim', note === '' ? nothing : t` ${safe(note)}`),
		],
		cells,
	);
}

/** One run in the list of them: when, what it does, and what came of it. */
export function runLine(history: RunHistory, cells: number, nowMillis: number): Line {
	const counts = countItems(history.items);
	const left = counts.left === 0 ? nothing : t`, ${countOf(counts.left)} left`;
	const end = isCutOff(history)
		? span('bad', t`cut off`)
		: history.ended === null
			? span('accent', t`goes on`)
			: span('dim', history.ended === 'finished' ? t`finished` : t`ended`);
	const what = Math.max(12, Math.floor((cells - 17) * 0.45));
	return fitLine(
		[
			span('dim', fit(listTime(millisOf(history.plan.at), nowMillis), 7)),
			span(end.tone, fit(end.text, 9)),
			span('plain', t`${fit(safe(taskWords(history.plan.task)), what)} `),
			span('plain', t`${safe(countsText(counts))}${left}`),
		],
		cells,
	);
}
