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
	restKey,
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

/** Thirty turns of two lines; and blocks that do not fit a view of ten lines, with shorter ones between them. */
const short = build(Array.from({ length: 30 }, () => 2));
const mixed = build([12, 8, 12, 8, 12]);
const long = build([30, 30]);

/** A position by the line at the top and the index of the block under the cursor. */
function positionAt(layout: Layout, top: number, cursor: number): Position {
	const block = blockAt(layout, top);
	return { topKey: `b${block}`, topLine: top - (layout.starts[block] ?? 0), cursorKey: `b${cursor}` };
}

type Place = readonly [top: number, cursor: number];
const placeOf = (layout: Layout, position: Position): Place => [
	topOf(layout, position, 10),
	cursorOf(layout, position, 10),
];

describe('a view of ten lines', () => {
	test.each<[string, Layout, Place, number, Place]>([
		['takes the cursor along when its turn leaves', short, [10, 5], 2, [12, 6]],
		['takes it to the first turn that is whole', short, [10, 5], 3, [13, 7]],
		['takes it along upwards', short, [10, 9], -3, [7, 8]],
		['leaves the cursor alone while its turn is in view', short, [10, 7], 1, [11, 7]],
		['keeps the cursor on a block that fills the view', mixed, [20, 2], 1, [21, 2]],
		['moves only the cursor at the end', short, [50, 26], 1, [50, 29]],
		['moves only the cursor at the start', short, [0, 2], -1, [0, 0]],
	])('scrolling %s', (_, layout, from, lines, to) => {
		expect(placeOf(layout, scrollBy(layout, positionAt(layout, ...from), lines, 10))).toEqual(to);
	});

	test.each<[string, Layout, Place, 1 | -1, Place]>([
		['goes to the next turn', short, [10, 5], 1, [10, 6]],
		['goes to a turn below the view with half a view of what follows', short, [10, 9], 1, [17, 10]],
		['goes to a turn above the view with half a view of what came before', short, [10, 5], -1, [3, 4]],
		['leaves a short turn that is cut off', short, [11, 5], -1, [3, 4]],
		['reads on in a block that goes on below', long, [0, 0], 1, [5, 0]],
		['reads no further than its end', mixed, [0, 0], 1, [2, 0]],
		['leaves a block at its end', mixed, [2, 0], 1, [12, 1]],
		['reads back in a block that began above', long, [15, 0], -1, [10, 0]],
		['reads back no further than its start', long, [33, 1], -1, [30, 1]],
		['enters a long block from below at its end', long, [30, 1], -1, [20, 0]],
		['enters a long block from above at its start', long, [20, 0], 1, [30, 1]],
		['goes back from a block that has only begun', long, [25, 1], -1, [20, 0]],
		['stays at the end of the last block', long, [50, 1], 1, [50, 1]],
	])('the cursor %s', (_, layout, from, step, to) => {
		expect(placeOf(layout, moveCursor(layout, positionAt(layout, ...from), step, 10))).toEqual(to);
	});

	test.each<[string, Layout, Place, number, Place]>([
		['stays for a turn at its top', short, [10, 7], 5, [10, 5]],
		['stays for a turn at its bottom', short, [10, 7], 9, [10, 9]],
		['puts a turn from below in its middle', short, [0, 0], 20, [37, 20]],
		['puts a turn from above in its middle', short, [40, 21], 5, [5, 5]],
		['goes no further than the end', short, [0, 0], 29, [50, 29]],
		['goes no further than the start', short, [40, 21], 0, [0, 0]],
		['shows all of a block that nearly fills it, from above', mixed, [0, 0], 3, [32, 3]],
		['shows all of a block that nearly fills it, from below', mixed, [30, 2], 1, [10, 1]],
		['shows the start of a block that is too long', mixed, [0, 0], 2, [20, 2]],
	])('a jump %s', (_, layout, from, index, to) => {
		expect(placeOf(layout, revealBlock(layout, positionAt(layout, ...from), index, 10))).toEqual(to);
	});

	test.each<[string, Layout, Place, number, number, Place]>([
		['stays for its first line', short, [10, 7], 5, 0, [10, 5]],
		['stays for its last line', short, [10, 7], 9, 1, [10, 9]],
		['puts the line below it in the middle', short, [10, 7], 10, 0, [15, 10]],
		['puts the line above it in the middle', short, [10, 7], 4, 1, [4, 4]],
		['goes no further than the end', short, [10, 7], 29, 1, [50, 29]],
		['goes to a line deep in a block', mixed, [0, 0], 2, 11, [26, 2]],
	])('a search hit %s', (_, layout, from, index, line, to) => {
		expect(placeOf(layout, revealLine(layout, positionAt(layout, ...from), index, line, 10))).toEqual(to);
	});

	test('the first and the last block are reached with one key', () => {
		expect(placeOf(short, jumpTo(short, 'first', 10))).toEqual([0, 0]);
		expect(placeOf(short, jumpTo(short, 'last', 10))).toEqual([50, 29]);
	});
});

test('the end of blocks that are laid out in rounds is the last one, however many rounds it takes', () => {
	fc.assert(
		fc.property(heights, fc.integer({ min: 1, max: 20 }), viewHeight, (tall, round, height) => {
			const partial = (count: number): Layout =>
				layoutOf([
					...tall.slice(0, count).map((one, index) => ({ key: `b${index}`, height: one })),
					...(count < tall.length ? [{ key: restKey, height: 1 }] : []),
				]);
			const position = jumpTo(partial(Math.min(round, tall.length)), 'last', height);
			for (let count = round; count < tall.length + round; count += round) {
				const layout = partial(Math.min(count, tall.length));
				expect(cursorOf(layout, position, height)).toBe(layout.keys.length - 1);
				const top = topOf(layout, position, height);
				expect(layout.lineCount).toBeGreaterThan(top);
				expect(layout.starts.at(-1)).toBeLessThan(top + height);
			}
		}),
	);
});

describe('a view that gets smaller', () => {
	test.each([
		['stays while a line of the cursor’s block is in view', [10, 9], 9, 10],
		['moves up only as far as that block’s last line', [10, 9], 8, 12],
		['moves down to a block that ended above it', [20, 9], 10, 18],
		['shows the start of a block that is too long for it', [30, 20], 1, 40],
	] as const)('%s', (_, [line, cursor], height, top) => {
		expect(topOf(short, positionAt(short, line, cursor), height)).toBe(top);
	});

	test('a block that was rewrapped to fewer lines is left on its last one', () => {
		expect(topOf(short, { topKey: 'b5', topLine: 7, cursorKey: null }, 10)).toBe(11);
	});

	test('a position whose blocks are gone is the start', () => {
		const gone = { topKey: 'gone', topLine: 3, cursorKey: 'gone' };
		expect(placeOf(short, gone)).toEqual([0, 0]);
		expect(cursorOf(short, { ...gone, topKey: 'b5' }, 10)).toBe(5);
	});
});
