import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countItems } from '../../../src/domain/batch-task.ts';
import type { BatchHistory, ItemState } from '../../../src/domain/records.ts';
import { batchEndWords } from '../../../src/services/batches.ts';
import type { BatchView } from '../../../src/state/batches.ts';
import { lineText, lineWidth } from '../../../src/text/line.ts';
import { batchHead, batchLine, itemLine } from '../../../src/view/overlays/batch-lines.ts';
import { unicodeGlyphs } from '../../../src/view/theme.ts';
import { at } from '../../store/fixtures.ts';
import { anyString } from '../../text/arbitraries.ts';

const now = 1_795_000_000_000;

function history(kinds: readonly ItemState['kind'][], fields: Partial<BatchHistory> = {}): BatchHistory {
	const items = new Map<string, ItemState>(
		kinds.map((kind, index) => [
			`id-${index}`,
			kind === 'failed' || kind === 'unknown' || kind === 'conflict'
				? { kind, problem: 'because' }
				: kind === 'skipped'
					? { kind, note: 'No change was needed.' }
					: kind === 'done'
						? { kind, note: null }
						: { kind },
		]),
	);
	return {
		plan: {
			id: 'batch',
			at: at('2026-11-22T12:00:00Z'),
			task: { kind: 'set-key', key: 'tier', value: 'gold' },
			ids: [...items.keys()],
		},
		items,
		ended: null,
		isAlive: true,
		...fields,
	};
}

function view(
	batch: BatchHistory,
	fields: Partial<BatchView> & { readonly waitingUntil?: number } = {},
): BatchView {
	const { waitingUntil = null, ...rest } = fields;
	const progress = { ...countItems(batch.items), millisLeft: 90_000, concurrency: 4, waitingUntil };
	return { history: batch, progress, isEnding: false, stopped: null, path: null, ...rest };
}

const head = (batch: BatchHistory, shown: BatchView | null): string =>
	batchHead(batch, shown, 80, now, unicodeGlyphs).map(lineText).join('\n');

describe('the head of a batch', () => {
	const half = history(['done', 'done', 'failed', 'begun', 'waiting', 'waiting']);

	test('shows progress, results and the time left', () => {
		const text = head(half, view(half));
		expect(text).toMatch(/#+─+ 3 of 6 {2}50%/);
		expect(text).toContain('2 done  1 failed  3 left');
		expect(text).toContain('about 1m30 to go, 4 at a time');
	});

	test.each<[string, BatchHistory, BatchView | null]>([
		['Rate limited by the server: next request in 7.0 s', half, view(half, { waitingUntil: now + 7000 })],
		['Ending: waiting for the requests under way', half, view(half, { isEnding: true })],
		['This batch was cut off.', { ...half, isAlive: false }, null],
		['Another tconv runs this batch.', half, null],
		['Stopped: The disk is full.', half, view(half, { stopped: 'The disk is full.' })],
		['Ended early. c continues', { ...half, ended: 'cancelled' }, null],
		[
			'Ended early, but all items had already started',
			history(['done', 'failed'], { ended: 'cancelled' }),
			null,
		],
		['Finished.', { ...half, ended: 'finished' }, null],
		[
			'Finished: /tmp/x',
			{ ...half, ended: 'finished' },
			view({ ...half, ended: 'finished' }, { path: '/tmp/x' }),
		],
	])('says “%s”', (words, batch, shown) => {
		expect(head(batch, shown)).toContain(words);
	});
});

test('the summary at the end leaves out empty counts', () => {
	const result = { stopped: null, writes: [], path: null };
	expect(batchEndWords({ ...result, history: history(['done', 'skipped']) })).toEqual([
		'good',
		'Set tier to “gold”: 1 done, 1 skipped. :batches shows it.',
	]);
	const { plan, items, ...rest } = history(['done', 'done']);
	const odd = new Map(items).set(plan.ids[0] ?? '', { kind: 'done', note: 'The answer was lost.' });
	expect(batchEndWords({ ...result, history: { ...rest, plan, items: odd } })).toEqual([
		'warn',
		'Set tier to “gold”: 2 done. Of those done, 1 has a note. :batches shows it.',
	]);
	expect(batchEndWords({ ...result, history: history(['done', 'conflict', 'waiting']) })).toEqual([
		'warn',
		'Set tier to “gold”: 1 done, 1 conflict. 1 was not started. :batches shows it.',
	]);
	expect(batchEndWords({ ...result, stopped: 'The key is bad.', history: history(['waiting']) })).toEqual([
		'bad',
		'Set tier to “gold”: nothing done. 1 was not started. It stopped: The key is bad. :batches shows it.',
	]);
});

test('every line has exactly the given width, for any content', () => {
	const kinds = fc.constantFrom<ItemState['kind']>(
		...(['done', 'skipped', 'failed', 'conflict', 'unknown', 'begun', 'waiting'] as const),
	);
	fc.assert(
		fc.property(
			fc.array(kinds, { maxLength: 9 }),
			anyString,
			anyString,
			fc.integer({ min: 36, max: 120 }),
			(all, one, other, cells) => {
				const batch = history(all);
				const task = { kind: 'set-key', key: one, value: other } as const;
				const hostile = { ...batch, plan: { ...batch.plan, task } };
				const lines = [
					...batchHead(hostile, view(hostile, { stopped: one }), cells, now, unicodeGlyphs),
					batchLine(hostile, cells, now),
					itemLine(one, { kind: 'failed', problem: other }, cells),
					itemLine(one, { kind: 'waiting' }, cells),
				];
				for (const line of lines) expect(lineWidth(line)).toBe(cells);
			},
		),
	);
});
