import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ItemState, RunHistory } from '../../../src/domain/records.ts';
import { countItems } from '../../../src/domain/run-tally.ts';
import type { RunView } from '../../../src/state/runs.ts';
import { lineText, lineWidth } from '../../../src/text/line.ts';
import { itemLine, runEndWords, runHead, runLine } from '../../../src/ui/lines/run-lines.ts';
import { unicodeGlyphs } from '../../../src/ui/theme.ts';
import { at } from '../../store/fixtures.ts';
import { anyString } from '../../text/arbitraries.ts';

const now = 1_795_000_000_000;

function history(kinds: readonly ItemState['kind'][], fields: Partial<RunHistory> = {}): RunHistory {
	const items = new Map<string, ItemState>(
		kinds.map((kind, index) => [
			`id-${index}`,
			kind === 'failed' || kind === 'unknown' || kind === 'conflict'
				? { kind, problem: 'because' }
				: kind === 'skipped'
					? { kind, note: 'It is so already.' }
					: kind === 'done'
						? { kind, note: null }
						: { kind },
		]),
	);
	return {
		plan: {
			id: 'run',
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

function view(run: RunHistory, fields: Partial<RunView> & { readonly waitingUntil?: number } = {}): RunView {
	const { waitingUntil = null, ...rest } = fields;
	const progress = { ...countItems(run.items), millisLeft: 90_000, concurrency: 4, waitingUntil };
	return { history: run, progress, isEnding: false, stopped: null, path: null, ...rest };
}

const head = (run: RunHistory, shown: RunView | null): string =>
	runHead(run, shown, 80, now, unicodeGlyphs).map(lineText).join('\n');

describe('the head of a run', () => {
	const half = history(['done', 'done', 'failed', 'begun', 'waiting', 'waiting']);

	test('says how far it is, what came of it, and for how long it goes on', () => {
		const text = head(half, view(half));
		expect(text).toMatch(/#+─+ 3 of 6 {2}50%/);
		expect(text).toContain('2 done  0 skipped  1 failed  0 conflict  0 not known  3 left');
		expect(text).toContain('about 1m30 to go, 4 at a time');
	});

	test.each<[string, RunHistory, RunView | null]>([
		['The server wants to be left alone: 7.0 s to wait', half, view(half, { waitingUntil: now + 7000 })],
		['Ending: what is under way is waited for', half, view(half, { isEnding: true })],
		['It was cut off', { ...half, isAlive: false }, null],
		['Another tconv works on it.', half, null],
		['It stopped: The disk is full.', half, view(half, { stopped: 'The disk is full.' })],
		['It was ended before its end. c goes on', { ...half, ended: 'cancelled' }, null],
		[
			'It was ended before its end; all of it had been begun',
			history(['done', 'failed'], { ended: 'cancelled' }),
			null,
		],
		['It is finished.', { ...half, ended: 'finished' }, null],
		[
			'Finished: /tmp/x',
			{ ...half, ended: 'finished' },
			view({ ...half, ended: 'finished' }, { path: '/tmp/x' }),
		],
	])('says “%s”', (words, run, shown) => {
		expect(head(run, shown)).toContain(words);
	});
});

test('what is said at the end leaves out what there is none of', () => {
	const result = { stopped: null, writes: [], path: null };
	expect(runEndWords({ ...result, history: history(['done', 'skipped']) })).toEqual([
		'good',
		'Set tier to “gold”: 1 done, 1 skipped. :runs keeps it.',
	]);
	const { plan, items, ...rest } = history(['done', 'done']);
	const odd = new Map(items).set(plan.ids[0] ?? '', { kind: 'done', note: 'The answer was lost.' });
	expect(runEndWords({ ...result, history: { ...rest, plan, items: odd } })).toEqual([
		'warn',
		'Set tier to “gold”: 2 done. Of those done, 1 has a note. :runs keeps it.',
	]);
	expect(runEndWords({ ...result, history: history(['done', 'conflict', 'waiting']) })).toEqual([
		'warn',
		'Set tier to “gold”: 1 done, 1 conflict. 1 was not begun. :runs keeps it.',
	]);
	expect(runEndWords({ ...result, stopped: 'The key is bad.', history: history(['waiting']) })).toEqual([
		'bad',
		'Set tier to “gold”: nothing done. 1 was not begun. It stopped: The key is bad. :runs keeps it.',
	]);
});

test('every line is exactly as wide as it should be, whatever is in it', () => {
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
				const run = history(all);
				const task = { kind: 'set-key', key: one, value: other } as const;
				const hostile = { ...run, plan: { ...run.plan, task } };
				const lines = [
					...runHead(hostile, view(hostile, { stopped: one }), cells, now, unicodeGlyphs),
					runLine(hostile, cells, now),
					itemLine(one, { kind: 'failed', problem: other }, cells),
					itemLine(one, { kind: 'waiting' }, cells),
				];
				for (const line of lines) expect(lineWidth(line)).toBe(cells);
			},
		),
	);
});
