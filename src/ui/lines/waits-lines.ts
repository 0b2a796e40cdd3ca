import { type Wait, waitStatistics } from '../../domain/waits.ts';
import { clipLine, type Line, lineWidth, span } from '../../text/line.ts';
import { t } from '../../text/safe.ts';
import type { SafeText } from '../../text/safe-text.ts';
import { sparkline } from '../../text/sparkline.ts';
import { latency } from '../../text/time.ts';
import { cellWidth } from '../../text/width.ts';
import type { Glyphs } from '../theme.ts';

/** A sparkline of fewer cells than this tells little: words give way to it. */
const usefulCells = 12;

const gap = t`  `;

/**
 * The line under a transcript's head: how long each answer took as a sparkline, and its numbers. No line where nobody
 * waited. In a narrow pane the numbers go first, the slowest last of them.
 */
export function waitsLines(waits: readonly Wait[], width: number, glyphs: Glyphs): readonly Line[] {
	const numbers = waitStatistics(waits);
	if (numbers === null) return [];
	const p50 = t`p50 ${latency(numbers.p50)}`;
	const p95 = t`p95 ${latency(numbers.p95)}`;
	const max = t`max ${latency(numbers.max)}`;
	if (numbers.count === 1) {
		const only: Line = [span('dim', t`1 answer, after `), span('plain', latency(numbers.max))];
		return [clipLine(only, width)];
	}
	const label = t`${numbers.count} answers `;
	const choices: readonly (readonly [SafeText | null, readonly SafeText[]])[] = [
		[label, [p50, p95, max]],
		[null, [p50, p95, max]],
		[null, [p50, max]],
		[null, [max]],
	];
	const wanted = Math.min(numbers.count, usefulCells);
	for (const [lead, words] of choices) {
		const before: Line = lead === null ? [] : [span('dim', lead)];
		const behind = words.flatMap((word): Line => [span('plain', gap), span('dim', word)]);
		const room = width - lineWidth(before) - lineWidth(behind);
		if (room >= wanted) return [[...before, ...spark(waits, room, glyphs), ...behind]];
	}
	return [spark(waits, Math.max(1, width - cellWidth(gap)), glyphs)];
}

function spark(waits: readonly Wait[], cells: number, { steps }: Glyphs): Line {
	return sparkline(
		waits.map(({ millis }) => millis),
		cells,
		{ steps },
	);
}
