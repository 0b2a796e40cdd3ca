import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EditCommand } from '../../../src/state/typing/line-editor.ts';
import {
	areaOf,
	editArea,
	insertIntoArea,
	moveInArea,
	type TextArea,
	viewArea,
} from '../../../src/state/typing/text-area.ts';
import { cellWidth } from '../../../src/text/width.ts';
import { anyString } from '../../text/arbitraries.ts';

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The valid caret positions: between clusters. */
function edges(text: string): Set<number> {
	return new Set([0, ...Array.from(segmenter.segment(text), ({ index, segment }) => index + segment.length)]);
}

const commands = [
	'left',
	'right',
	'word-left',
	'word-right',
	'start',
	'end',
	'delete-back',
	'delete-forward',
	'delete-word',
	'delete-to-start',
	'delete-to-end',
] as const satisfies readonly EditCommand[];

type Step = EditCommand | { readonly text: string } | { readonly by: number };

const size = fc.record({ cells: fc.integer({ min: 3, max: 24 }), height: fc.integer({ min: 1, max: 6 }) });
const move = fc.constantFrom(-4, -1, 1, 4).map((by) => ({ by }));

function apply(area: TextArea, step: Step, room: { cells: number; height: number }): TextArea {
	if (typeof step === 'string') return editArea(area, step);
	return 'text' in step ? insertIntoArea(area, step.text) : moveInArea(area, step.by, room);
}

describe('lines that are typed', () => {
	test('the caret is never inside a cluster and always in a visible row, after any edits', () => {
		const step: fc.Arbitrary<Step> = fc.oneof(
			fc.constantFrom(...commands),
			anyString.map((text) => ({ text })),
			move,
		);
		fc.assert(
			fc.property(anyString, fc.array(step, { maxLength: 20 }), size, (text, steps, room) => {
				let area = areaOf(text);
				for (const one of steps) {
					area = apply(area, one, room);
					expect(edges(area.text)).toContain(area.caret);
					const { rows, caret } = viewArea(area, room);
					expect(rows.length).toBeLessThanOrEqual(room.height);
					expect(caret.y).toBeGreaterThanOrEqual(0);
					expect(caret.y).toBeLessThan(rows.length);
					expect(caret.x).toBeLessThan(room.cells);
					for (const row of rows) expect(cellWidth(row)).toBeLessThan(room.cells);
				}
			}),
			{ numRuns: 2000 },
		);
	});

	test('characters that do not combine behave as lists of lines with a position; vertical moves keep the column', () => {
		const letter = fc.constantFrom('a', 'B', ' ', '漢', '👨‍👩‍👧', 'é', '-', '\n', '\r\n', '\r', 'x\ny');
		const step: fc.Arbitrary<Step> = fc.oneof(
			letter.map((text) => ({ text })),
			fc.constantFrom<EditCommand>(
				'left',
				'right',
				'start',
				'end',
				'delete-back',
				'delete-forward',
				'delete-to-start',
				'delete-to-end',
			),
			fc.constantFrom(-1, 1).map((by) => ({ by })),
		);
		// Room for any line: then rows are lines.
		const room = { cells: 500, height: 100 };
		fc.assert(
			fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
				let area = areaOf('');
				const model = new Model();
				for (const one of steps) {
					area = apply(area, one, room);
					model.apply(one);
					expect({ text: area.text, caret: area.caret }).toEqual(model.state());
				}
			}),
			{ numRuns: 2000 },
		);
	});

	test.each([
		['a line end of two is one place', 'a\r\nb', 3, 'left', 'a', '\r\nb'],
		['… and is deleted whole', 'a\r\nb', 3, 'delete-back', 'a', 'b'],
		['the end of a line is before both', 'a\r\nb', 0, 'end', 'a', '\r\nb'],
		[
			'deleting to the end takes the line end where nothing else is left',
			'a\nb',
			1,
			'delete-to-end',
			'a',
			'b',
		],
		['deleting to the start takes the one before', 'a\nb', 2, 'delete-to-start', 'a', 'b'],
		['words are told across lines', 'one\n\ntwo', 5, 'word-left', '', 'one\n\ntwo'],
	] as const)('%s', (_, text, caret, command, left, right) => {
		expect(editArea(areaOf(text, caret), command)).toMatchObject({ text: left + right, caret: left.length });
	});

	test('a long line is wrapped, and up and down go by rows', () => {
		const room = { cells: 11, height: 5 };
		const area = areaOf('one two three four', 2);
		expect(viewArea(area, room).rows).toEqual(['one two', 'three four']);
		const down = moveInArea(area, 1, room);
		expect(down).toMatchObject({ caret: 10, column: 2 });
		expect(moveInArea(down, -1, room).caret).toBe(2);
	});

	test('a text taller than its area scrolls and shows how many rows are out of view', () => {
		const room = { cells: 20, height: 3 };
		let area = areaOf(Array.from({ length: 10 }, (_, at) => `line ${at}`).join('\n'));
		expect(viewArea(area, room)).toMatchObject({ above: 7, below: 0, caret: { x: 6, y: 2 } });
		area = moveInArea(area, -2, room);
		expect(viewArea(area, room)).toMatchObject({ above: 7, below: 0, caret: { y: 0 } });
		area = moveInArea(area, -1, room);
		expect(viewArea(area, room)).toMatchObject({ above: 6, below: 1, caret: { y: 0 } });
	});

	test('received tabs and CRLF line ends are kept; pasted text gets plain line ends', () => {
		expect(areaOf('a\tb\r\nc').text).toBe('a\tb\r\nc');
		expect(insertIntoArea(areaOf('x\r\n'), 'a\tb\r\nc\rd\ne').text).toBe('x\r\na\tb\nc\nd\ne');
	});

	test('the caret never stands within a received line end', () => {
		expect(areaOf('a\r\nb', 2).caret).toBe(3);
		expect(areaOf('a\r\nb', 1).caret).toBe(1);
	});

	test('a word move over one very long word is fast', () => {
		const area = areaOf(`${'x'.repeat(200_000)} y`);
		expect(editArea(editArea(area, 'word-left'), 'word-left').caret).toBe(0);
	});
});

/** A simple reference model: lines as lists of clusters. */
class Model {
	#lines: string[][] = [[]];
	#row = 0;
	#at = 0;
	#column: number | null = null;

	state(): { text: string; caret: number } {
		const before = [
			...this.#lines.slice(0, this.#row).map((line) => `${line.join('')}\n`),
			this.#line.slice(0, this.#at).join(''),
		];
		return { text: this.#lines.map((line) => line.join('')).join('\n'), caret: before.join('').length };
	}

	apply(step: Step): void {
		if (typeof step !== 'string' && 'by' in step) {
			this.#move(step.by);
			return;
		}
		this.#column = null;
		if (typeof step === 'string') this.#edit(step);
		else {
			for (const { segment } of segmenter.segment(step.text)) {
				if (/[\r\n]/.test(segment)) this.#break();
				else this.#line.splice(this.#at++, 0, segment);
			}
		}
	}

	get #line(): string[] {
		return this.#lines[this.#row] ?? [];
	}

	#break(): void {
		this.#lines.splice(this.#row + 1, 0, this.#line.splice(this.#at));
		this.#row++;
		this.#at = 0;
	}

	#join(): void {
		this.#line.push(...(this.#lines.splice(this.#row + 1, 1)[0] ?? []));
	}

	#move(by: number): void {
		const width = (cluster: string): number => (/^[\x20-\x7eé]$/.test(cluster) ? 1 : 2);
		const column =
			this.#column ?? this.#line.slice(0, this.#at).reduce((sum, cluster) => sum + width(cluster), 0);
		this.#column = column;
		const to = this.#row + by;
		if (to < 0 || to >= this.#lines.length) return;
		this.#row = to;
		this.#at = 0;
		let cell = 0;
		for (const cluster of this.#line) {
			cell += width(cluster);
			if (cell > column) break;
			this.#at++;
		}
	}

	#edit(command: EditCommand): void {
		if (command === 'start') this.#at = 0;
		else if (command === 'end') this.#at = this.#line.length;
		else if (command === 'left') {
			if (this.#at > 0) this.#at--;
			else if (this.#row > 0) this.#at = this.#lines[--this.#row]?.length ?? 0;
		} else if (command === 'right') {
			if (this.#at < this.#line.length) this.#at++;
			else if (this.#row < this.#lines.length - 1) {
				this.#row++;
				this.#at = 0;
			}
		} else if (
			command === 'delete-forward' ||
			(command === 'delete-to-end' && this.#at === this.#line.length)
		) {
			if (this.#at < this.#line.length) this.#line.splice(this.#at, 1);
			else this.#join();
		} else if (command === 'delete-to-end') this.#line.splice(this.#at);
		else if (this.#at === 0) {
			if (this.#row === 0) return;
			this.#at = this.#lines[--this.#row]?.length ?? 0;
			this.#join();
		} else if (command === 'delete-back') this.#line.splice(--this.#at, 1);
		else {
			this.#line.splice(0, this.#at);
			this.#at = 0;
		}
	}
}
