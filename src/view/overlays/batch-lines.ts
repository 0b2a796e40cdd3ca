import { countItems, idsAgain, itemNote, itemWords, taskWords } from '../../domain/batch-task.ts';
import { millisOf } from '../../domain/instant.ts';
import type { BatchHistory, ItemState } from '../../domain/records.ts';
import { type BatchView, countsText, endedKinds, isCutOff } from '../../state/batches.ts';
import { countText } from '../../text/count.ts';
import { fitLine, type Line, span, type Tone } from '../../text/line.ts';
import { safe, t } from '../../text/safe.ts';
import { nothing, type SafeText } from '../../text/safe-text.ts';
import { duration, listTime } from '../../text/time.ts';
import { fit } from '../../text/width.ts';
import type { Glyphs } from '../theme.ts';

/**
 * The rows above the items of a batch: the bar, the counts, and its progress or end. `hasSpool`: it is an export whose
 * file is not written yet.
 */
export function batchHead(
	history: BatchHistory,
	view: BatchView | null,
	cells: number,
	nowMillis: number,
	glyphs: Glyphs,
	hasSpool = false,
): readonly Line[] {
	const counts = countItems(history.items);
	const settled = counts.total - counts.left;
	const percent = counts.total === 0 ? 100 : Math.floor((settled / counts.total) * 100);
	const words = t` ${countOf(settled)} of ${countOf(counts.total)}  ${percent}%`;
	const bar = progressBar(settled, counts.total, Math.max(4, Math.min(48, cells - words.length - 2)), glyphs);
	const tallies = endedKinds.flatMap((kind): Line => {
		const count = counts[kind];
		if (count === 0) return [];
		return [span(toneOf(kind), t`${countOf(count)} ${safe(itemWords[kind])}`), span('dim', t`  `)];
	});
	const left = span('plain', counts.left === 0 ? nothing : t`${countOf(counts.left)} left`);
	return [
		fitLine([span('accent', bar), span('strong', words)], cells),
		fitLine([...tallies, left], cells),
		fitLine([wayOn(history, view, nowMillis, hasSpool)], cells),
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

function wayOn(
	history: BatchHistory,
	view: BatchView | null,
	nowMillis: number,
	hasSpool: boolean,
): Line[number] {
	if (isCutOff(history))
		return span('warn', t`This batch was cut off. Asking the server about unfinished items…`);
	if (history.ended === null && view === null) return span('warn', t`Another tconv runs this batch.`);
	if (view !== null && view.stopped !== null) return span('bad', t`Stopped: ${safe(view.stopped)}`);
	if (history.ended === 'cancelled') return span('warn', endedEarly(history));
	if (history.ended === 'finished' && hasSpool)
		return span('warn', t`Fetched, not written yet: w shows the redaction and writes the file.`);
	if (history.ended === 'finished')
		return span('good', view?.path == null ? t`Finished.` : t`Finished: ${safe(view.path)}`);
	if (view === null) return span('plain', nothing);
	if (view.isEnding) return span('warn', t`Ending: waiting for the requests under way…`);
	const { millisLeft, concurrency, waitingUntil } = view.progress;
	if (waitingUntil !== null) {
		const wait = duration(Math.max(0, waitingUntil - nowMillis));
		return span(
			'warn',
			t`Rate limited by the server: next request in ${wait}, then ${concurrency} at a time.`,
		);
	}
	const time = millisLeft === null ? nothing : t`about ${duration(millisLeft)} to go, `;
	return span('plain', t`${time}${concurrency} at a time`);
}

function endedEarly(history: BatchHistory): SafeText {
	if (idsAgain(history, 'waiting').length > 0) return t`Ended early. c continues with the rest.`;
	return t`Ended early, but all items had already started.`;
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

/** One item of a batch: its state, its conversation, and a note. */
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

/** One batch in the list of batches: time, task, and result. */
export function batchLine(history: BatchHistory, cells: number, nowMillis: number): Line {
	const counts = countItems(history.items);
	const left = counts.left === 0 ? nothing : t`, ${countOf(counts.left)} left`;
	const end = isCutOff(history)
		? span('bad', t`cut off`)
		: history.ended === null
			? span('accent', t`running`)
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
