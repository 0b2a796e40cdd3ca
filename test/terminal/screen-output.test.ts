import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { createScreenOutput } from '../../src/terminal/screen-output.ts';

const begin = '\u001b[?2026h';
const end = '\u001b[?2026l';

/** A terminal that keeps each write, and a screen output over it. */
function opened() {
	const writes: string[] = [];
	const stream = Object.assign(new PassThrough(), { columns: 80, rows: 24 });
	stream.write = (text: unknown, ...rest: readonly unknown[]) => {
		writes.push(String(text));
		const done = rest.at(-1);
		if (typeof done === 'function') done();
		return true;
	};
	const output = createScreenOutput(stream as unknown as NodeJS.WriteStream, {});
	return { writes, output, write: (text: string, done?: () => void) => output.stdout.write(text, done) };
}

test('a frame that Ink writes in parts reaches the terminal in one write, and its listeners once', () => {
	const { writes, output, write } = opened();
	const heard: string[] = [];
	output.onFrame({ before: () => heard.push('before'), after: () => heard.push('after') });
	write(begin);
	write('\u001b[?25l');
	write('the rows');
	expect([writes, heard]).toEqual([[], []]);
	write(end);
	expect(writes).toEqual([`${begin}\u001b[?25lthe rows${end}`]);
	expect(heard).toEqual(['before', 'after']);
	write('outside a frame');
	expect(writes).toHaveLength(2);
});

test('a frame that a loan of the terminal cuts off is dropped whole', () => {
	const { writes, output, write } = opened();
	write(begin);
	write('the first half');
	output.hold();
	write('the second half');
	write(end);
	output.release();
	write(begin);
	write('the next frame');
	write(end);
	expect(writes.join('')).toBe(`${begin}the next frame${end}`);
});

test('a write that waits for its end is not kept back', () => {
	const { writes, write } = opened();
	let isDone = false;
	write('', () => {
		isDone = true;
	});
	expect([writes, isDone]).toEqual([[''], true]);
});
