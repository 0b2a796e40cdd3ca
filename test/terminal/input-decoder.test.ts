import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InputDecoder } from '../../src/terminal/input-decoder.ts';

const limits = { escape: 50, idle: 1000 };
const ESC = '\u001b';

/** Bytes as text, after a pause in milliseconds. */
type Piece = readonly [pause: number, bytes: string | Uint8Array];

/** Decodes the pieces and lets all pending input expire: strokes by name, pastes in quotes. */
function decode(...pieces: readonly Piece[]): string[] {
	const decoder = new InputDecoder(limits);
	const found: string[] = [];
	let now = 0;
	const take = (tokens: ReturnType<InputDecoder['push']>): void => {
		for (const token of tokens) {
			if (token.kind === 'stroke') found.push(token.isDoubtful ? `${token.stroke}?` : token.stroke);
			else if (token.kind === 'paste')
				found.push(`${token.isWhole ? 'paste' : 'broken'} ${JSON.stringify(token.text)}`);
			else found.push(token.kind);
		}
	};
	const pass = (until: number): void => {
		for (;;) {
			const { deadline } = decoder;
			if (deadline === null || deadline > until) break;
			take(decoder.expire(deadline));
		}
		now = until;
	};
	for (const [pause, bytes] of pieces) {
		pass(now + pause);
		take(decoder.push(typeof bytes === 'string' ? Buffer.from(bytes) : bytes, now));
	}
	pass(now + 100_000);
	return found;
}

const keys: readonly (readonly [string, string])[] = [
	[`${ESC}[A`, 'Up'],
	[`${ESC}OA`, 'Up'],
	[`${ESC}[D`, 'Left'],
	[`${ESC}[H`, 'Home'],
	[`${ESC}[1~`, 'Home'],
	[`${ESC}[4~`, 'End'],
	[`${ESC}[3~`, 'Delete'],
	[`${ESC}[5~`, 'PgUp'],
	[`${ESC}[6~`, 'PgDn'],
	[`${ESC}[Z`, 'Shift-Tab'],
	[`${ESC}[1;5C`, 'Ctrl-Right'],
	[`${ESC}[1;3D`, 'Alt-Left'],
	[`${ESC}[3;5~`, 'Ctrl-Delete'],
	[`${ESC}[5^`, 'Ctrl-PgUp'],
	[`${ESC}[3$`, 'Delete'],
	[`${ESC}${ESC}[A`, 'Alt-Up'],
	[`${ESC}OP`, 'F1'],
	[`${ESC}[11~`, 'F1'],
	[`${ESC}[[A`, 'F1'],
	[`${ESC}[1;2P`, 'F1'],
	[`${ESC}[1;5P`, 'Ctrl-F1'],
	[`${ESC}OM`, 'Enter'],
	[`${ESC}Oq`, '1'],
	[`${ESC}b`, 'Alt-b'],
	[`${ESC}\u007f`, 'Alt-Backspace'],
	[`${ESC}\r`, 'Alt-Enter'],
	[`${ESC}[97u`, 'a'],
	[`${ESC}[97;5u`, 'Ctrl-a'],
	[`${ESC}[97:65;2u`, 'A'],
	[`${ESC}[97;2u`, 'A'],
	[`${ESC}[97;3u`, 'Alt-a'],
	[`${ESC}[27u`, 'Esc'],
	[`${ESC}[13u`, 'Enter'],
	[`${ESC}[9;2u`, 'Shift-Tab'],
	[`${ESC}[127;5u`, 'Ctrl-Backspace'],
	[`${ESC}[32u`, 'Space'],
	[`${ESC}[57401u`, '2'],
	[`${ESC}[57414u`, 'Enter'],
	[`${ESC}[97;1:1u`, 'a'],
	[`${ESC}[1;1:2B`, 'Down'],
	[`${ESC}[228;;228u`, 'ä'],
	[`${ESC}[27;5;97~`, 'Ctrl-a'],
	[`${ESC}[27;2;9~`, 'Shift-Tab'],
	['\u009bA', 'Up'],
	['j', 'j'],
	[' ', 'Space'],
	['é', 'é'],
	['日', '日'],
	['🫨', '🫨'],
	['\r', 'Enter'],
	['\n', 'Enter'],
	['\r\n', 'Enter'],
	['\t', 'Tab'],
	['\b', 'Backspace'],
	['\u007f', 'Backspace'],
	['\u0001', 'Ctrl-a'],
	['\u0003', 'Ctrl-c'],
	['\u001c', 'Ctrl-\\'],
	['\u0000', 'Ctrl-Space'],
	[`${ESC}[200~one\rtwo${ESC}[201~`, 'paste "one\\rtwo"'],
	[`${ESC}[200~${ESC}[A${ESC}[201~`, 'paste "\\u001b[A"'],
	[`${ESC}[200~日本🫨${ESC}[201~`, 'paste "日本🫨"'],
];

/** Answers and reports of terminals, none of them a key. */
const silent: readonly string[] = [
	`${ESC}]11;rgb:fdfd/f6f6/e3e3${ESC}\\`,
	`${ESC}]11;rgb:1e1e/1e1e/1e1e\u0007`,
	`${ESC}]4;0;rgb:0/0/0${ESC}\\`,
	`${ESC}]52;c;RHlsYW4KeQ==\u0007`,
	`${ESC}]52;c;8J+rqA==${ESC}\\`,
	`${ESC}]lTitle — ünï${ESC}\\`,
	`${ESC}P>|XTerm(390)${ESC}\\`,
	`${ESC}P1$r0m${ESC}\\`,
	`${ESC}P1+r544e=787465726d${ESC}\\`,
	`${ESC}P!|7E565445${ESC}\\`,
	`${ESC}_Gi=31;OK${ESC}\\`,
	`${ESC}^secret${ESC}\\`,
	`${ESC}Xstring${ESC}\\`,
	`\u009d11;rgb:0/0/0\u009c`,
	`${ESC}[?62;22c`,
	`${ESC}[>41;390;0c`,
	`${ESC}[0n`,
	`${ESC}[24;80R`,
	`${ESC}[?24;80;1R`,
	`${ESC}[?2026;2$y`,
	`${ESC}[4;1$y`,
	`${ESC}[?0u`,
	`${ESC}[8;24;80t`,
	`${ESC}[I`,
	`${ESC}[O`,
	`${ESC}[<0;12;7M`,
	`${ESC}[<35;120;40m`,
	`${ESC}[M !!`,
	`${ESC}[M \u0080!`,
	`${ESC}[32;10;10M`,
	`${ESC}[t!!`,
	`${ESC}[T!!!!!!`,
	`${ESC}[[B`,
	`${ESC}[15~`,
	`${ESC}OQ`,
	`${ESC}[1;2Q`,
	`${ESC}[97;1:3u`,
	`${ESC}[57441;2u`,
	`${ESC}[97;9u`,
	`${ESC}[201~`,
	`${ESC}ä`,
];

describe('the input decoder', () => {
	test.each(keys)('%j is %s', (bytes, expected) => {
		expect(decode([0, bytes])).toEqual([expected]);
	});

	test.each(silent)('%j is not a key', (bytes) => {
		expect(decode([0, bytes])).toEqual([]);
	});

	test('keeps all keys of one read', () => {
		const bytes = keys.map(([sequence]) => `${sequence}x`).join('');
		expect(decode([0, bytes])).toEqual(keys.flatMap(([, name]) => [name, 'x']));
	});

	// A lone ESC becomes a key, and pastes and answers are abandoned; other tests cover those.
	test.each([
		['keys', keys.filter(([, name]) => !name.startsWith('paste')), 1900],
		['pastes', keys, 900],
		['answers and reports', [...keys, ...silent.map((bytes) => [bytes, null] as const)], 150],
	] as const)('%s gives the same split at every byte, with every pause', (_, known, longest) => {
		const pieces = fc.infiniteStream(fc.tuple(fc.boolean(), fc.integer({ min: 0, max: longest })));
		const parts = fc.array(fc.constantFrom(...known), { minLength: 1, maxLength: 8 });
		fc.assert(
			fc.property(parts, pieces, (chosen, cuts) => {
				const whole = Buffer.from(chosen.map(([bytes]) => bytes).join('\u0001'));
				const cut: [number, Buffer][] = [[0, whole.subarray(0, 1)]];
				for (const [at, byte] of whole.entries()) {
					if (at === 0) continue;
					const { value: [isCut, pause] = [false, 0] } = cuts.next();
					const before = whole[at - 1];
					const most = before === 0x1b ? 49 : before === 0x0d ? 10 : longest;
					const last = cut.at(-1);
					if (isCut || last === undefined) cut.push([Math.min(pause, most), Buffer.of(byte)]);
					else last[1] = Buffer.concat([last[1], Buffer.of(byte)]);
				}
				const names = chosen.map(([, name]) => (name === null ? [] : [name]));
				expect(decode(...cut)).toEqual(names.flatMap((name, at) => (at === 0 ? name : ['Ctrl-a', ...name])));
			}),
			{ numRuns: 300 },
		);
	});

	test('recovers from any input in any pieces: after a pause the next key is a key', () => {
		const piece = fc.tuple(fc.integer({ min: 0, max: 3000 }), fc.uint8Array({ maxLength: 12 }));
		const special = fc.constantFrom<Piece>(
			[0, ESC],
			[5, '['],
			[5, '\u009b'],
			[0, `${ESC}[200~`],
			[0, `${ESC}]`],
			[0, `${ESC}P`],
		);
		fc.assert(
			fc.property(fc.array(fc.oneof(piece, special), { maxLength: 12 }), (pieces) => {
				const found = decode(...pieces, [70_000, '\r'], [5000, '\u0003']);
				expect(found.at(-1)?.replace('?', '')).toBe('Ctrl-c');
			}),
			{ numRuns: 500 },
		);
	});

	describe('case 03: an escape sequence that arrives in pieces', () => {
		test.each([10, 25, 40, 49])('Left is Left when its ESC arrives %i ms before the rest', (pause) => {
			expect(decode([0, ESC], [pause, '[D'])).toEqual(['Left']);
		});

		test('a keypad’s Up is Up when it arrives byte by byte', () => {
			expect(decode([0, ESC], [40, 'O'], [40, 'A'])).toEqual(['Up']);
		});

		test.each([60, 120, 250, 900])(
			'the rest is dropped when it arrives %i ms too late, and Esc stays Esc',
			(pause) => {
				expect(decode([0, ESC], [pause, '[D'])).toEqual(['Esc']);
				expect(decode([0, ESC], [pause, '[1;5C'])).toEqual(['Esc']);
				expect(decode([0, ESC], [pause, '[3~'], [500, 'j'])).toEqual(['Esc', 'j']);
				expect(decode([0, ESC], [pause, 'O'], [40, 'A'])).toEqual(['Esc']);
				expect(decode([0, ESC], [pause, '['], [40, 'D'])).toEqual(['Esc']);
				expect(decode([0, ESC], [pause, `]11;rgb:fd/f6/e3${ESC}\\`])).toEqual(['Esc']);
				expect(decode([0, ESC], [pause, `P>|tmux 3.3a${ESC}\\`])).toEqual(['Esc']);
				expect(decode([0, ESC], [pause, `_Gi=1;OK${ESC}\\`])).toEqual(['Esc']);
			},
		);

		test('a paste is still a paste when its first ESC arrives too early', () => {
			expect(decode([0, ESC], [80, `[200~DDy${ESC}[201~`])).toEqual(['Esc', 'paste "DDy"']);
		});

		test('keys of two strokes typed after Esc are keys', () => {
			expect(decode([0, ESC], [200, '['], [150, 's'])).toEqual(['Esc', '[', 's']);
			expect(decode([0, ESC], [200, ']'], [150, ']'])).toEqual(['Esc', ']', ']']);
			expect(decode([0, ESC], [200, '['], [700, 's'])).toEqual(['Esc', '[', 's']);
			expect(decode([0, ESC], [200, 'X'])).toEqual(['Esc', 'X']);
		});

		test('Esc with a key of two strokes, together or 40 ms apart, loses no key', () => {
			expect(decode([0, ESC], [40, ']'], [120, 's'], [120, 'j'])).toEqual(['Alt-]', 's', 'j']);
			expect(decode([0, `${ESC}]sj`])).toEqual(['Alt-]', 's', 'j']);
			expect(decode([0, ESC], [40, ']'], [1500, 'j'])).toEqual(['Alt-]', 'j']);
			expect(decode([0, ESC], [20, ESC], [20, 'X'], [1250, 'j'])).toEqual(['Esc', 'Alt-X', 'j']);
			expect(decode([0, ESC], [40, 'X'], [1250, 'j'])).toEqual(['Alt-X', 'j']);
		});

		test.each([100, 1900, 60_000])('ESC [ and ESC O wait for their end, here %i ms', (pause) => {
			expect(decode([0, `${ESC}[`], [pause, 'D'])).toEqual(['Left']);
			expect(decode([0, `${ESC}O`], [pause, 'A'])).toEqual(['Up']);
		});
	});

	describe('case 05: terminal answers', () => {
		test.each(silent)('%j is not a key, even when each byte arrives 900 ms late', (bytes) => {
			const [first = 0, ...rest] = Buffer.from(bytes);
			const late = first === 0x1b ? 45 : 900;
			const pieces = rest.map(
				(byte, at): Piece => [at === 0 ? late : Math.min(900, 4500 / rest.length), Uint8Array.of(byte)],
			);
			expect(decode([0, Uint8Array.of(first)], ...pieces).filter((key) => key !== 'Esc')).toEqual([]);
		});

		test('an answer without an end blocks the keyboard for at most a second', () => {
			expect(decode([0, `${ESC}]11;rgb:`], [1001, 'j'], [6000, 'k'])).toEqual(['j?', 'k']);
			expect(decode([0, `${ESC}]11;rgb:`], [1200, `ffff/ffff${ESC}\\j`], [50, 'k'])).toEqual(['j', 'k']);
		});

		test('keys in between do not prevent the timeout', () => {
			const pressed = Array.from({ length: 60 }, (): Piece => [100, 'j']);
			expect(decode([0, `${ESC}Pq`], ...pressed).length).toBeGreaterThan(5);
		});
	});

	describe('case 07: a paste without an end mark', () => {
		test('is abandoned a second after its last byte and marked as incomplete', () => {
			expect(decode([0, `${ESC}[200~x`], [900, 'y'], [1100, 'q'])).toEqual(['broken "xy"', 'q?']);
		});

		test('ends at once with Ctrl-C', () => {
			expect(decode([0, `${ESC}[200~x`], [10, '\u0003'], [500, 'q'])).toEqual(['broken "x"', 'q?']);
			expect(decode([0, `${ESC}[200~x\u0003`])).toEqual(['broken "x"']);
		});

		test('keeps a Ctrl-C in the middle of a read as text', () => {
			expect(decode([0, `${ESC}[200~x\u0003y${ESC}[201~`])).toEqual(['paste "x\\u0003y"']);
		});

		test('drops its rest up to a late end mark, and keys work again', () => {
			expect(decode([0, `${ESC}[200~x`], [1500, `DDDy\r${ESC}[201~`], [100, 'j'])).toEqual([
				'broken "x"',
				'j',
			]);
		});

		test('marks keys within its rest as doubtful', () => {
			expect(decode([0, `${ESC}[200~x`], [1500, 'Dy'], [200, `y${ESC}[201~`])).toEqual([
				'broken "x"',
				'D?',
				'y?',
			]);
		});

		test('is dropped and read to its end if too large', () => {
			const large = 'x'.repeat(5 * 1024 * 1024);
			expect(decode([0, `${ESC}[200~${large}${ESC}[201~j`])).toEqual(['paste-too-large', 'j']);
		});
	});

	test('invalid UTF-8 is not a key', () => {
		expect(decode([0, Uint8Array.of(0xff, 0xfe, 0xc3, 0x28, 0xed, 0xa0, 0x80, 0x6a)])).toEqual(['(', 'j']);
	});
});
