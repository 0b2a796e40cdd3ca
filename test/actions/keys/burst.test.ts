import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bindKeys } from '../../../src/actions/keys/bindings.ts';
import { createBurstRouter } from '../../../src/actions/keys/burst.ts';
import { weightOf } from '../../../src/actions/keys/weights.ts';
import { actions } from '../../../src/actions/table.ts';
import { actedOn } from '../../../src/state/acted-on.ts';
import { askDialog } from '../../../src/state/dialog.ts';
import type { UiState } from '../../../src/state/ui-state.ts';
import { type RecordingContext, recordingContext } from '../recording-context.ts';

const question = askDialog({
	ask: { what: 'delete', id: 'a', title: 'A' },
	title: 'Delete this conversation?',
	lines: [],
	verb: 'Delete',
});

type Reader = RecordingContext & {
	/** Sends keys in one burst, then a pause. Each argument is one read: strokes separated by blanks. */
	readonly burst: (...reads: readonly string[]) => void;
	/** Sends one read without a pause. */
	readonly read: (
		strokes: string,
		startsBurst?: boolean,
		hasMore?: boolean,
		hasNewFrame?: boolean,
		hasGap?: boolean,
	) => void;
	readonly quiet: () => void;
	readonly paste: (text: string, isWhole?: boolean) => void;
	/** Marks the current state as drawn on the screen. */
	readonly draw: () => void;
	readonly notice: () => string | null;
};

/** A router whose screen is drawn at the start, then only when the test calls `draw`. */
function setUp(start: Partial<UiState> = {}): Reader {
	const recording = recordingContext({ focus: 'list', selectedId: 'a', openId: 'a', ...start });
	const { context, store } = recording;
	let drawn = actedOn(store.getState());
	const router = createBurstRouter({ context, bindings: bindKeys(actions), hasSeen: (key) => key === drawn });
	const read: Reader['read'] = (
		strokes,
		startsBurst = false,
		hasMore = false,
		hasNewFrame = false,
		hasGap = false,
	) =>
		router.keys({
			startsBurst,
			hasNewFrame,
			hasGap,
			hasMore,
			strokes: strokes === '' ? [] : strokes.split(' ').map((name) => ({ name, isDoubtful: false })),
		});
	return {
		...recording,
		read,
		quiet: router.quiet,
		burst: (...reads) => {
			for (const [at, strokes] of reads.entries()) read(strokes, at === 0);
			router.quiet();
		},
		paste: (text, isWhole = true) => router.paste(text, isWhole),
		draw: () => {
			drawn = actedOn(store.getState());
		},
		notice: () => store.getState().notice?.text ?? null,
	};
}

const strokes = (text: string): string =>
	Array.from(text, (sign) => ({ ' ': 'Space', '\r': 'Enter' })[sign] ?? sign).join(' ');

describe('case 01: text for a field that arrives as keys', () => {
	test.each([
		'Dylan\r',
		'Any update?',
		'Dy\rDy\r',
		'quit\r',
		'jane',
		'D  y ',
		'please delete this\ry\r',
		'Aye\rAye\r',
		'12:04:31 ERROR',
	])('%j in one read does nothing, and says so', (text) => {
		const { burst, done, store, notice } = setUp();
		burst(strokes(text));
		expect(done).toEqual([]);
		expect(store.getState()).toMatchObject({
			focus: 'list',
			selectedId: 'a',
			overlays: [],
			quitArmed: false,
		});
		expect(notice()).toContain('Paste ignored');
	});

	test.each([1, 2, 3, 4, 5])('split after %i characters it answers no question and writes nothing', (at) => {
		for (const text of ['Dylan\r', 'Aylan\ry', 'd is done\r', 'uu uuu', 'qqqqq', 'Eyy\r\ryy']) {
			const { burst, done } = setUp();
			burst(strokes(text.slice(0, at)), strokes(text.slice(at)));
			expect(done).toEqual([]);
		}
	});

	test('no text writes, answers, quits or opens an editor, however it is split and drawn', () => {
		const sign = fc.constantFrom(...'DyAdeEmXuqcnj\r \t?:=/o1234+VRrxGtw*!'.split(''));
		const text = fc.array(sign, { minLength: 2, maxLength: 12 });
		fc.assert(
			fc.property(text, fc.array(fc.nat(11), { maxLength: 4 }), fc.boolean(), (signs, cuts, isDrawn) => {
				const { read, quiet, draw, done } = setUp();
				const places = [...new Set([0, ...cuts.filter((at) => at < signs.length), signs.length])].sort(
					(a, b) => a - b,
				);
				for (const [at, from] of places.slice(0, -1).entries()) {
					read(strokes(signs.slice(from, places[at + 1]).join('')), at === 0);
					if (isDrawn) draw();
				}
				quiet();
				const harmless = /^(?:open |refresh|redraw|mark all|read the batches)/;
				expect(done.filter((one) => !harmless.test(one))).toEqual([]);
			}),
			{ numRuns: 500 },
		);
	});

	test('an id and a phone number open a conversation, in one read or several', () => {
		const id = '00000001-0000-4000-8000-00000000000a';
		for (const reads of [
			[id],
			[`${id}\r`],
			[id.slice(0, 2), id.slice(2)],
			['+13125550100\r'],
			['3124562313'],
		]) {
			const { burst, done } = setUp();
			burst(...reads.map(strokes));
			expect(done).toEqual([`open ${reads.join('').trim()}`]);
		}
	});
});

describe('keys that only move', () => {
	test.each([
		['jjjjj', 'list', 'f'],
		['jjjkjj', 'list', 'e'],
		['GgGg', 'list', 'a'],
		['jjjj\r', 'transcript', 'e'],
		['12123', 'insights', 'a'],
	] as const)('%j in one read are keys', (text, focus, selectedId) => {
		const { burst, store, notice } = setUp();
		burst(strokes(text));
		expect(store.getState()).toMatchObject({ focus, selectedId });
		expect(notice()).toBeNull();
	});

	test('run as two-stroke keys and when they change the meaning of later keys', () => {
		const { burst, store, notice } = setUp({ focus: 'transcript' });
		burst('] ] ] ] [ [');
		expect(store.getState()).toMatchObject({ focus: 'insights' });
		burst('] s ] s ] s [ s');
		expect(notice()).not.toContain('Paste ignored');
		burst('h j l j Tab h j j');
		expect(store.getState().focus).toBe('list');
	});

	test('all run for a key held over a stalled connection', () => {
		const { burst, store } = setUp();
		burst('j', 'j j', 'j j');
		expect(store.getState().selectedId).toBe('f');
	});
});

describe('an id in pieces, the first of one letter', () => {
	const rest = '0c3fa1e-6b5d-4f2a-9e7c-1d2b3a4c5d6e';

	test.each(Array.from('0123456789abcdef'))('with %s first opens its conversation', (letter) => {
		const { burst, done, store } = setUp();
		const id = letter + rest;
		burst(letter, strokes(id.slice(1, 7)), strokes(id.slice(7, 20)), strokes(`${id.slice(20)}\r`));
		expect(done).toEqual([`open ${id}`]);
		expect(store.getState().overlays).toEqual([]);
	});

	test('goes into the field if its first letter was a separate key', () => {
		const { burst, done, store } = setUp();
		burst('f', strokes(`a${rest.slice(0, 6)}`), strokes(rest.slice(6)));
		expect(done).toEqual([]);
		expect(store.getState().overlays.map(({ kind }) => kind)).toEqual(['filter']);
	});
});

describe('a burst that starts by opening a field', () => {
	test.each([
		'v3:5724bbe81b9a52a18f565461adde30c5',
		'0c3fa1e0-6b5d-4f2a-9e7c-1d2b3a4c5d6e',
		'+13125550100',
		'sip:desk@example.com',
		'tel:+1-312-555-0100',
		'"conversation_id": "0c3fa1e0-6b5d-4f2a-9e7c-1d2b3a4c5d6e"',
	])('fills it with all that opens a conversation: %s', (text) => {
		for (const pieces of [['o', strokes(`${text}\r`)], ['o', strokes(text), '\r'], [strokes(`o${text}\r`)]]) {
			const { burst, done } = setUp();
			burst(...pieces.map((piece) => (piece === '\r' ? 'Enter' : piece)));
			expect(done).toEqual([`open ${text}`]);
		}
	});

	test('fills it: find, and its Enter', () => {
		const { burst, store } = setUp({ focus: 'transcript' });
		burst(strokes('/refund\r'));
		expect(store.getState()).toMatchObject({ overlays: [], find: { text: 'refund' } });
	});

	test('fills it: the filter', () => {
		const { burst, store } = setUp();
		burst('=', strokes('channel:sms_chat\r'));
		expect(store.getState().query.filters).toHaveLength(1);
		expect(store.getState().overlays).toEqual([]);
	});

	test('fills it: an id to open', () => {
		const { burst, done } = setUp();
		burst(strokes('osome id\r'));
		expect(done).toEqual(['open some id']);
	});

	test('fills the palette and runs no acting action', () => {
		const { burst, done, notice, store, draw } = setUp();
		burst(strokes(':quit\r'));
		expect(done).toEqual([]);
		expect(notice()).toBe('Enter came together with other keys and was ignored. Press it alone.');
		draw();
		burst('Enter');
		expect(done).toEqual(['quit']);
		expect(store.getState().overlays).toEqual([]);
	});

	test('does not fill it with keys after its Enter', () => {
		const { burst, done, notice } = setUp();
		burst(strokes('/refund\rDylan\r'));
		expect(done).toEqual([]);
		expect(notice()).toContain('Paste ignored');
	});
});

describe('a key that acts', () => {
	test.each([
		['q', 'quit'],
		['E', 'edit a as JSON'],
		['d', 'done 1'],
	])('%s runs alone, once nothing came behind it', (key, done) => {
		const reader = setUp();
		reader.read(key, true);
		expect(reader.done).toEqual([]);
		reader.quiet();
		expect(reader.done).toEqual([done]);
	});

	test.each([['q j'], ['j q'], ['q q'], ['d d'], ['E Enter']])(
		'does not run in “%s”, with a notice',
		(keys) => {
			const { burst, done, notice } = setUp();
			burst(keys);
			expect(done).toEqual([]);
			expect(notice()).toContain('came together with other keys and was ignored');
		},
	);

	test('does not run before half a key', () => {
		const { read, quiet, done } = setUp();
		read('q', true, true);
		quiet();
		expect(done).toEqual([]);
	});

	test('does not run if the next key follows at once', () => {
		const { burst, done } = setUp();
		burst('d', 'j');
		expect(done).toEqual([]);
	});

	test('does not run before the screen shows its target', () => {
		const { burst, done, draw, notice } = setUp();
		burst('j');
		burst('d');
		expect(done).toEqual([]);
		expect(notice()).toContain('before the screen was up to date');
		draw();
		burst('d');
		expect(done).toEqual(['done 1']);
	});

	test('does not run if its target changes before the key is known to be alone', () => {
		const { read, quiet, done, store } = setUp();
		read('d', true);
		store.dispatch({ type: 'list-select', ids: ['a', 'b'], height: 10, id: 'b' });
		quiet();
		expect(done).toEqual([]);
	});

	test.each([
		['runs a pause after the keys before it', true, ['quit']],
		['does not run without a pause, though the screen showed what those did', false, []],
	] as const)('in a burst of keys that move, %s', (_, hasGap, expected) => {
		const { read, quiet, draw, done } = setUp();
		for (const at of [0, 1, 2, 3]) {
			read('G', at === 0, false, at > 0, false);
			draw();
		}
		read('q', false, false, true, hasGap);
		quiet();
		expect(done).toEqual(expected);
	});

	test('two Ctrl-C in one burst only warn', () => {
		const { burst, done, draw, store } = setUp();
		burst('Ctrl-c Ctrl-c Ctrl-c');
		expect(done).toEqual([]);
		expect(store.getState().quitArmed).toBe(true);
		draw();
		burst('Ctrl-c');
		expect(done).toEqual(['quit']);
	});
});

describe('a question', () => {
	const asked = () => setUp({ overlays: [question] });

	test.each(['y', 'Tab', 'n', 'Esc', 'Enter', 'q', 'x'])('ignores %s pressed before it is drawn', (key) => {
		const { burst, store, done, notice } = setUp();
		burst('D');
		store.dispatch({ type: 'overlay-open', overlay: question });
		burst(key);
		expect(done).toEqual([]);
		expect(store.getState().overlays).toContainEqual(question);
		expect(notice()).toBe('Keys pressed before the question appeared were ignored.');
	});

	test('is answered by y alone', () => {
		const { burst, done } = asked();
		burst('y');
		expect(done).toEqual(['delete a']);
	});

	test.each(['y y', 'y Enter', 'Tab Enter', 'x y', 'n y'])('is not answered by “%s” in one burst', (keys) => {
		const { burst, done, store, notice } = asked();
		burst(keys);
		expect(done).toEqual([]);
		expect(store.getState().overlays).toHaveLength(1);
		expect(notice()).toMatch(/came together with other keys and was ignored|before the question appeared/);
	});

	test('drawn within a burst is answered only by a key that reacts to it', () => {
		for (const [hasFrame, gap, behind, expected] of [
			[true, true, '', ['delete a']],
			[true, false, '', []],
			[false, true, '', []],
			[true, true, 'l', []],
		] as const) {
			const { read, quiet, draw, store, done } = setUp();
			read('D', true);
			store.dispatch({ type: 'overlay-open', overlay: question });
			draw();
			read('y', false, false, hasFrame, gap);
			if (behind !== '') read(behind, false, false, true);
			quiet();
			expect(done).toEqual(expected);
		}
	});

	test.each(['Dolly', 'Any', 'Doy', 'D1y', 'Dylan\r', 'Dy y', 'Dl\r', 'DTab\r'])(
		'is not answered by %j typed letter by letter, each drawn before the next',
		(text) => {
			const { read, quiet, draw, store, done } = setUp();
			for (const [at, sign] of Array.from(text).entries()) {
				read(strokes(sign), at === 0, false, at > 0);
				if (at === 0) store.dispatch({ type: 'overlay-open', overlay: question });
				draw();
			}
			quiet();
			expect(done).toEqual([]);
		},
	);

	test('is not answered by keys meant for another question', () => {
		const { read, quiet, store, done } = asked();
		read('y', true);
		const other = askDialog({ ...question.dialog, ask: { what: 'delete', id: 'b', title: 'B' } });
		store.dispatch({ type: 'overlay-change', overlay: other });
		quiet();
		expect(done).toEqual([]);
	});

	test('stays the same question when its words change', () => {
		const { read, quiet, store, done } = asked();
		read('y', true);
		store.dispatch({
			type: 'overlay-change',
			overlay: { kind: 'dialog', dialog: { ...question.dialog, lines: ['The caller just said something.'] } },
		});
		quiet();
		expect(done).toEqual(['delete a']);
	});

	test('ignores a paste before it is drawn', () => {
		const { store, paste } = setUp();
		const typed = askDialog({ ...question.dialog, facts: [], mustType: '12' });
		store.dispatch({ type: 'overlay-open', overlay: typed });
		paste('12');
		expect(store.getState().overlays).toEqual([typed]);
	});
});

describe('a paste that never ended', () => {
	test('stays in its field, with a notice', () => {
		const { burst, draw, paste, store, notice } = setUp();
		burst('/');
		draw();
		paste('refu', false);
		expect(store.getState().overlays[0]).toMatchObject({ editor: { text: 'refu' } });
		expect(notice()).toContain('The paste was cut off');
	});

	test('is dropped with a notice if there is no field', () => {
		const { paste, done, notice } = setUp();
		paste('00000001-0000-4000-8000-00000000000a', false);
		expect(done).toEqual([]);
		expect(notice()).toBe('An unfinished paste was ignored.');
	});

	test('leaves the keyboard usable: single keys are keys, several at once belong to the paste', () => {
		const recording = recordingContext({ focus: 'list', selectedId: 'a' });
		const router = createBurstRouter({ ...recording, bindings: bindKeys(actions), hasSeen: () => true });
		const doubtful = (...names: string[]) => {
			router.keys({
				startsBurst: true,
				hasNewFrame: false,
				hasGap: true,
				hasMore: false,
				strokes: names.map((name) => ({ name, isDoubtful: true })),
			});
			router.quiet();
		};
		doubtful('j');
		expect(recording.store.getState().selectedId).toBe('b');
		doubtful('j', 'j', 'D');
		expect(recording.store.getState()).toMatchObject({ selectedId: 'b', overlays: [] });
	});
});

describe('weights', () => {
	test('every action that writes, quits or starts an editor has the weight `acts`', () => {
		const writing =
			/^(?:delete|send|save|create|restore|export|stop|check|batch |end|again|done|quit|suspend|edit)/;
		for (const action of actions) {
			for (const overlays of [[], [question]]) {
				const { context, done } = recordingContext({ selectedId: 'a', openId: 'a', overlays });
				action.run(context);
				if (done.some((one) => writing.test(one)))
					expect(weightOf(action.id, context), action.id).toBe('acts');
			}
		}
	});
});
