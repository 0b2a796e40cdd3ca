import { describe, expect, test } from 'vitest';
import { InputDecoder } from '../../src/terminal/input-decoder.ts';
import { createKeyboard } from '../../src/terminal/keyboard.ts';
import { createSeen } from '../../src/terminal/seen.ts';
import { KeyClock } from './key-clock.ts';

/** A keyboard, its clock, and a line for each event that it sent. */
function setUp() {
	const clock = new KeyClock();
	const keyboard = createKeyboard(new InputDecoder({ escape: 50, idle: 1000 }), clock);
	const sent: string[] = [];
	keyboard.listen((event) => {
		if (event.kind === 'keys') {
			const names = event.strokes.map(({ name, isDoubtful }) => (isDoubtful ? `${name}?` : name)).join(' ');
			sent.push(
				`${event.startsBurst ? '+' : '-'}${event.hasNewFrame ? '!' : ''}${names}${event.hasMore ? '…' : ''}`,
			);
		} else if (event.kind === 'paste') sent.push(`paste ${event.text}`);
		else sent.push(event.kind);
	});
	return {
		clock,
		sent,
		frameWritten: keyboard.frameWritten,
		feed: (text: string | Uint8Array) => keyboard.feed(Buffer.from(text)),
	};
}

describe('the keyboard', () => {
	test('groups input without a pause of 30 ms into one burst, over any number of reads', () => {
		const { clock, sent, feed } = setUp();
		feed('D');
		clock.pass(29);
		feed('y');
		clock.pass(29);
		expect(sent).toEqual(['+D', '-y']);
		clock.pass(1);
		feed('j');
		expect(sent).toEqual(['+D', '-y', 'quiet', '+j']);
	});

	test('reports a frame written since the previous read', () => {
		const { clock, sent, feed, frameWritten } = setUp();
		feed('D');
		frameWritten();
		clock.pass(5);
		feed('y');
		clock.pass(5);
		feed('y');
		expect(sent).toEqual(['+D', '-!y', '-y']);
	});

	test('dates a lone ESC by the read that contained it', () => {
		const { clock, sent, feed, frameWritten } = setUp();
		feed('D');
		frameWritten();
		clock.pass(12);
		feed('\u001b');
		clock.pass(50);
		expect(sent).toEqual(['+D', '-!…', '-!Esc', 'quiet']);
	});

	test('puts a lone ESC into its burst and ends the burst after it', () => {
		const { clock, sent, feed } = setUp();
		feed('y\u001b');
		clock.pass(49);
		expect(sent).toEqual(['+y…']);
		clock.pass(1);
		expect(sent).toEqual(['+y…', '-Esc', 'quiet']);
	});

	test('sends Esc alone on its own', () => {
		const { clock, sent, feed } = setUp();
		feed('\u001b');
		clock.pass(50);
		expect(sent).toEqual(['+…', '-Esc', 'quiet']);
	});

	test('does not end a burst by a read that waited while the program was busy', () => {
		const { clock, sent, feed } = setUp();
		feed('y');
		// The clock moved but no timer ran, so this input may have been waiting.
		clock.hold(() => {
			clock.pass(200);
			feed('es');
		});
		clock.pass(30);
		expect(sent).toEqual(['+y', '-e s', 'quiet']);
	});

	test('reports more input after a key that is followed by a terminal answer', () => {
		const { sent, feed } = setUp();
		feed('y\u001b[?62c');
		feed('\u001b[0n');
		expect(sent).toEqual(['+y', '-']);
	});

	test('keeps keys and pastes of one read in order', () => {
		const { sent, feed } = setUp();
		feed('a\u001b[200~b\u001b[201~c');
		expect(sent).toEqual(['+a…', 'paste b', '-c']);
	});

	test('makes a letter with its accent, a family, and a skin tone one stroke each', () => {
		const { sent, feed } = setUp();
		feed('e\u0301x👨‍👩‍👧👍🏽\u001b[A');
		expect(sent).toEqual(['+e\u0301 x 👨‍👩‍👧 👍🏽 Up']);
	});
});

describe('the state that the reader has seen', () => {
	test('is that of a frame that was made and written', () => {
		const seen = createSeen();
		seen.drawing('list');
		expect([seen.has('list'), seen.isBehind()]).toEqual([false, true]);
		seen.written();
		expect(seen.has('list')).toBe(false);
		seen.made();
		expect([seen.has('list'), seen.isBehind()]).toEqual([true, false]);
	});

	test('is not the drawn one while an earlier frame is being written', () => {
		const seen = createSeen();
		seen.drawing('list');
		seen.made();
		seen.drawing('question');
		seen.written();
		expect([seen.has('list'), seen.has('question')]).toEqual([true, false]);
		seen.made();
		expect([seen.has('list'), seen.has('question')]).toEqual([false, true]);
	});

	test('is that of a frame equal to the previous one', () => {
		const seen = createSeen();
		seen.drawing('list');
		seen.made();
		expect(seen.has('list')).toBe(false);
		seen.settled();
		expect(seen.has('list')).toBe(true);
	});

	test('does not count for keys typed before the frame was written', () => {
		const seen = createSeen();
		seen.drawing('question');
		seen.written();
		seen.made();
		seen.beforeFrame(() => expect(seen.has('question')).toBe(false));
		expect(seen.has('question')).toBe(true);
	});
});
