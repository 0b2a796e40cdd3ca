import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { instantFromMillis } from '../../../src/domain/instant.ts';
import type { Message } from '../../../src/domain/message.ts';
import { buildTranscript, type Turn } from '../../../src/domain/transcript.ts';
import { timeAxis } from '../../../src/view/conversation/time-axis.ts';
import { call, message, rows } from '../../domain/messages.ts';

const silence = 20_000;
const build = (...messages: readonly Message[]): Turn[] =>
	buildTranscript(rows(...messages), { silenceAfterMillis: silence });
const second = (at: number) => instantFromMillis(at * 1000);
const hour = 3600;

describe('a time axis', () => {
	test('places moments to scale, from the first cell to the last', () => {
		const axis = timeAxis(build(message('user', 'a', 0), message('user', 'b', 10)), 11, silence);
		expect([0, 1, 5, 10].map((at) => axis?.cellOf(second(at)))).toEqual([0, 1, 5, 10]);
		expect([-5, 99].map((at) => axis?.cellOf(second(at)))).toEqual([0, 10]);
		expect(axis?.millisPerCell).toBe(1000);
		expect(axis?.seams).toEqual([]);
	});

	test('draws a short silence to scale and cuts out hours among seconds', () => {
		const talk = [message('user', 'a', 0), message('assistant', 'b', 10)];
		const short = timeAxis(
			[...build(...talk, message('user', 'c', 30), message('user', 'd', 41))],
			20,
			silence,
		);
		expect(short?.cutBefore.size).toBe(0);
		const turns = build(...talk, message('user', 'c', 10 + 20 * hour), message('user', 'd', 20 + 20 * hour));
		const axis = timeAxis(turns, 24, silence);
		expect([...(axis?.cutBefore ?? [])]).toEqual([turns.at(-2)?.key]);
		// Ten seconds on either side; each gets half of the cells that the cut leaves.
		expect([0, 10, 10 + 20 * hour, 20 + 20 * hour].map((at) => axis?.cellOf(second(at)))).toEqual([
			0, 10, 13, 23,
		]);
		expect(axis?.seams).toEqual([11, 12]);
		expect(axis?.cellOf(second(5 * hour))).toBe(10);
	});

	test('cuts equal silences together; too many of them have no seams', () => {
		const daily = Array.from({ length: 40 }, (_, index) =>
			message('user', `day ${index}`, index * 24 * hour),
		);
		const axis = timeAxis(build(...daily), 20, silence);
		expect(axis?.cutBefore.size).toBe(39);
		expect(axis?.seams).toEqual([]);
	});

	test('includes a tool that runs to the end; without any time there is no axis', () => {
		const asked = message('assistant', null, 0, { toolCalls: [call('1')] });
		const axis = timeAxis(build(asked, message('tool', '{}', 60, { toolCallId: '1' })), 7, silence);
		expect([0, 30, 60].map((at) => axis?.cellOf(second(at)))).toEqual([0, 3, 6]);
		expect(timeAxis(build(message('user', 'a', null)), 10, silence)).toBeNull();
	});

	test('keeps the order of time, stays within its cells, and puts no turn on a seam', () => {
		fc.assert(
			fc.property(
				fc.array(fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 300, max: 300_000 })), {
					minLength: 1,
					maxLength: 40,
				}),
				fc.integer({ min: 1, max: 120 }),
				(gaps, cells) => {
					let at = 0;
					const turns = build(
						...gaps.map((gap, index) => {
							at += gap + 0.123456;
							return message(index % 2 === 0 ? 'user' : 'assistant', 'words', at);
						}),
					);
					const axis = timeAxis(turns, cells, silence);
					const spoken = turns.flatMap((turn) => ('at' in turn && turn.at !== null ? [turn.at] : []));
					const placed = spoken.map((moment) => axis?.cellOf(moment) ?? -1);
					expect(placed).toEqual(placed.toSorted((a, b) => a - b));
					expect(placed[0]).toBe(0);
					for (const cell of [...placed, ...(axis?.seams ?? [])]) {
						expect(cell).toBeGreaterThanOrEqual(0);
						expect(cell).toBeLessThan(cells);
					}
					for (const seam of axis?.seams ?? []) expect(placed).not.toContain(seam);
				},
			),
		);
	});
});
