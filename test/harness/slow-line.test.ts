import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { keyBytes } from './keys.ts';
import { type LinePlan, SlowLine } from './slow-line.ts';
import { Terminal } from './terminal.ts';

describe('SlowLine', () => {
	beforeEach(() => {
		vi.useFakeTimers();
	});
	afterEach(() => {
		vi.useRealTimers();
	});

	/** The packets that arrive of `sent` (each at its time in milliseconds), with their times. */
	async function carried(
		plan: LinePlan,
		sent: readonly (readonly [at: number, bytes: string | Uint8Array])[],
	) {
		const arrived: [at: number, bytes: Buffer][] = [];
		const began = performance.now();
		const line = new SlowLine(plan, (bytes) => arrived.push([performance.now() - began, bytes]));
		for (const [at, bytes] of sent) setTimeout(() => line.send(bytes), at);
		await vi.runAllTimersAsync();
		await line.drain();
		return arrived.map(([at, bytes]) => [at, bytes.toString('latin1')]);
	}

	test('delays its bytes', async () => {
		expect(
			await carried({ delayMillis: 200 }, [
				[0, 'ab'],
				[50, 'c'],
			]),
		).toEqual([
			[200, 'ab'],
			[250, 'c'],
		]);
	});

	test('splits a key and pauses between its bytes', async () => {
		expect(await carried({ delayMillis: 100, cut: 'byte', gapMillis: 20 }, [[0, '\u001b[A']])).toEqual([
			[100, '\u001b'],
			[120, '['],
			[140, 'A'],
		]);
	});

	test('splits in repeating sizes, across writes and within characters', async () => {
		const arrived = await carried({ delayMillis: 10, cut: [2, 3] }, [
			[0, 'é1234567'],
			[1, 'x'],
		]);
		expect(arrived.map(([, bytes]) => bytes)).toEqual(['Ã©', '123', '45', '67', 'x']);
	});

	test('merges keys pressed during a stall', async () => {
		expect(
			await carried({ delayMillis: 10, mergeMillis: 300 }, [
				[0, 'j'],
				[40, 'j'],
				[80, 'j'],
				[400, 'k'],
			]),
		).toEqual([
			[310, 'jjj'],
			[710, 'k'],
		]);
	});

	test('refuses packets of no bytes', () => {
		expect(() => new SlowLine({ delayMillis: 0, cut: [3, 0] }, () => undefined)).toThrow(RangeError);
	});

	test('loses bytes in transit when closed', async () => {
		const deliver = vi.fn();
		const line = new SlowLine({ delayMillis: 100 }, deliver);
		line.send('lost');
		line.close();
		await vi.runAllTimersAsync();
		await line.drain();
		expect(deliver).not.toHaveBeenCalled();
	});

	test('delivers every byte in order and none too early, for any input and any cuts', async () => {
		const plan = fc.record({
			delayMillis: fc.integer({ min: 0, max: 300 }),
			cut: fc.oneof(
				fc.constantFrom('nowhere' as const, 'byte' as const, 'random' as const),
				fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 }),
			),
			gapMillis: fc.integer({ min: 0, max: 30 }),
			mergeMillis: fc.constantFrom(0, 0, 50),
			seed: fc.integer(),
		});
		const sent = fc
			.array(fc.tuple(fc.nat(500), fc.uint8Array({ minLength: 1, maxLength: 40 })), { maxLength: 8 })
			.map((all) => all.sort(([a], [b]) => a - b));
		await fc.assert(
			fc.asyncProperty(plan, sent, async (how, what) => {
				const first = await carried(how, what);
				const text = first.map(([, bytes]) => bytes).join('');
				expect(text).toBe(Buffer.concat(what.map(([, bytes]) => bytes)).toString('latin1'));
				expect(await carried(how, what), 'the same seed cuts the same').toEqual(first);
				const times = first.map(([at]) => Number(at));
				expect(times).toEqual(times.toSorted((a, b) => a - b));
				for (const at of times) expect(at).toBeGreaterThanOrEqual((what[0]?.[0] ?? 0) + how.delayMillis);
			}),
			{ numRuns: 100 },
		);
	});
});

describe('a terminal at the end of a slow line', () => {
	// Prints the bytes of each read: the program sees the packets, not the keys.
	const reader = `process.stdin.setRawMode(true); console.log('ready');
		process.stdin.on('data', (bytes) => { console.log('got ' + bytes.toString('hex')); if (bytes.includes(0x71)) process.exit(); })`;
	const program = [process.execPath, '-e', reader];

	test('passes on split keys and half characters, and shows all output', async () => {
		const line = { delayMillis: 50, cut: 'byte', gapMillis: 15 } as const;
		await using terminal = new Terminal(program, { line });
		await terminal.waitFor('ready');
		terminal.press('Up');
		terminal.type('é');
		terminal.press('q');
		expect(await terminal.exit).toEqual({ code: 0, signal: null });
		expect(terminal.raw).toMatch(/got 1b\s+got 5b\s+got 41\s+got c3\s+got a9\s+got 71\s+$/);
	});

	test('passes on together the keys that a stalled line held back', async () => {
		await using terminal = new Terminal(program, { line: { delayMillis: 20, mergeMillis: 100 } });
		await terminal.waitFor('ready');
		for (const key of ['j', 'j', 'Down', 'q']) terminal.type(keyBytes(key));
		await terminal.exit;
		expect(terminal.screen()).toContain('got 6a6a1b5b4271');
	});
});
