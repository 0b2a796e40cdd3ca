import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
	blockAt,
	cursorOf,
	jumpTo,
	type Layout,
	layoutOf,
	moveCursor,
	type Position,
	revealBlock,
	revealLine,
	scrollBy,
	startPosition,
	topOf,
} from '../../src/state/scroll.ts';

const heights = fc.array(fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 60 })), {
	minLength: 1,
	maxLength: 25,
});
const viewHeight = fc.integer({ min: 1, max: 25 });

type Move = (layout: Layout, position: Position, height: number) => Position;

const moves: fc.Arbitrary<Move> = fc.oneof(
	fc.constantFrom<Move>(
		(layout, position, height) => moveCursor(layout, position, 1, height),
		(layout, position, height) => moveCursor(layout, position, -1, height),
		(layout, _, height) => jumpTo(layout, 'first', height),
		(layout, _, height) => jumpTo(layout, 'last', height),
	),
	fc
		.integer({ min: -40, max: 40 })
		.filter((by) => by !== 0)
		.map(
			(by): Move =>
				(layout, position, height) =>
					scrollBy(layout, position, by, height),
		),
	fc.nat(1000).map(
		(at): Move =>
			(layout, position, height) =>
				revealBlock(layout, position, at % layout.keys.length, height),
	),
	fc.nat(1000).map(
		(at): Move =>
			(layout, position, height) =>
				revealLine(layout, position, at % layout.keys.length, 0, height),
	),
);

const build = (tall: readonly number[]) =>
	layoutOf(tall.map((height, index) => ({ key: `b${index}`, height })));

/** True if a line of the block under the cursor is visible. */
function cursorSeen(layout: Layout, position: Position, height: number): boolean {
	const top = topOf(layout, position, height);
	const cursor = cursorOf(layout, position, height);
	const start = layout.starts[cursor] ?? 0;
	const end = layout.starts[cursor + 1] ?? layout.lineCount;
	return end > top && start < top + height;
}

/** Moves until the position no longer changes; fails if that never happens. */
function untilStill(layout: Layout, from: Position, step: 1 | -1, height: number): Position {
	let position = from;
	for (let count = 0; count < 3000; count += 1) {
		const next = moveCursor(layout, position, step, height);
		if (JSON.stringify(next) === JSON.stringify(position)) return position;
		position = next;
	}
	throw new Error('It never comes to an end.');
}

describe('scrolling', () => {
	test('the cursor is visible and the top within bounds after every move', () => {
		fc.assert(
			fc.property(heights, viewHeight, fc.array(moves, { maxLength: 12 }), (tall, height, steps) => {
				const layout = build(tall);
				let position = startPosition;
				for (const step of steps) {
					position = step(layout, position, height);
					const top = topOf(layout, position, height);
					expect(top).toBeGreaterThanOrEqual(0);
					expect(top).toBeLessThanOrEqual(Math.max(0, layout.lineCount - height));
					expect(cursorSeen(layout, position, height)).toBe(true);
				}
			}),
		);
	});

	test('moving to the end and back shows every line, for blocks of any height', () => {
		fc.assert(
			fc.property(heights, viewHeight, (tall, height) => {
				const layout = build(tall);
				const seen = new Set<number>();
				let position = jumpTo(layout, 'first', height);
				for (let count = 0; count < 3000; count += 1) {
					const top = topOf(layout, position, height);
					for (let line = top; line < Math.min(top + height, layout.lineCount); line += 1) seen.add(line);
					const next = moveCursor(layout, position, 1, height);
					if (JSON.stringify(next) === JSON.stringify(position)) break;
					position = next;
				}
				expect(seen.size).toBe(layout.lineCount);
				expect(cursorOf(layout, position, height)).toBe(tall.length - 1);
				const back = untilStill(layout, position, -1, height);
				expect(topOf(layout, back, height)).toBe(0);
				expect(cursorOf(layout, back, height)).toBe(0);
			}),
		);
	});

	test('scrolling to the end and back reaches both ends', () => {
		fc.assert(
			fc.property(heights, viewHeight, fc.integer({ min: 1, max: 9 }), (tall, height, by) => {
				const layout = build(tall);
				let position = startPosition;
				const most = layout.lineCount + tall.length + 2;
				for (let count = 0; count < most; count += 1) position = scrollBy(layout, position, by, height);
				expect(topOf(layout, position, height)).toBe(Math.max(0, layout.lineCount - height));
				expect(cursorOf(layout, position, height)).toBe(tall.length - 1);
				for (let count = 0; count < most; count += 1) position = scrollBy(layout, position, -by, height);
				expect(topOf(layout, position, height)).toBe(0);
				expect(cursorOf(layout, position, height)).toBe(0);
			}),
		);
	});

	test('rewrapping and resizing keep the cursor on its block and in view, and reversing them restores the position', () => {
		fc.assert(
			fc.property(
				heights.chain((tall) =>
					fc.record({
						tall: fc.constant(tall),
						other: fc.array(fc.integer({ min: 1, max: 40 }), {
							minLength: tall.length,
							maxLength: tall.length,
						}),
					}),
				),
				viewHeight,
				viewHeight,
				fc.array(moves, { maxLength: 8 }),
				({ tall, other }, height, otherHeight, steps) => {
					const layout = build(tall);
					const position = steps.reduce(
						(at, step) => step(layout, at, height),
						jumpTo(layout, 'first', height),
					);
					const narrow = build(other);
					expect(cursorOf(narrow, position, otherHeight)).toBe(cursorOf(layout, position, height));
					expect(cursorSeen(narrow, position, otherHeight)).toBe(true);
					expect(topOf(layout, position, height)).toBe(topOf(build(tall), position, height));
				},
			),
		);
	});

	test('blocks that arrive above and below move nothing on screen', () => {
		fc.assert(
			fc.property(
				heights,
				heights,
				heights,
				viewHeight,
				fc.array(moves, { maxLength: 8 }),
				(a, b, c, height, steps) => {
					const layout = build(b);
					const position = steps.reduce(
						(at, step) => step(layout, at, height),
						jumpTo(layout, 'first', height),
					);
					const named = (tall: readonly number[], name: string) =>
						tall.map((one, index) => ({ key: `${name}${index}`, height: one }));
					const grown = layoutOf([...named(a, 'a'), ...named(b, 'b'), ...named(c, 'c')]);
					const above = a.reduce((sum, one) => sum + one, 0);
					const top = topOf(layout, position, height) + above;
					fc.pre(top + height <= grown.lineCount);
					expect(topOf(grown, position, height)).toBe(top);
				},
			),
		);
	});

	test('the block that holds a line is found', () => {
		fc.assert(
			fc.property(heights, fc.nat(2000), (tall, at) => {
				const layout = build(tall);
				const line = at % layout.lineCount;
				const expected = tall.findIndex((_, index) => line < (layout.starts[index + 1] ?? layout.lineCount));
				expect(blockAt(layout, line)).toBe(expected);
			}),
		);
	});

	test('an empty layout takes every move', () => {
		const empty = layoutOf([]);
		for (const step of [1, -1] as const) {
			expect(moveCursor(empty, startPosition, step, 10)).toEqual(startPosition);
			expect(scrollBy(empty, startPosition, step, 10)).toEqual(startPosition);
		}
		expect(jumpTo(empty, 'last', 10)).toEqual(startPosition);
	});
});
