import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { type Served, serve } from '../harness/serve.ts';
import { listHeader } from './pace.ts';
import { bareInk, countingProgram, type Measured, scratch } from './programs.ts';
import { ratioOf } from './statistics.ts';
import { Stopwatch } from './stopwatch.ts';
import type { Row } from './table.ts';

// What the program costs besides keys: memory, an idle minute, and the second after a resize.

/** Conversations opened for the memory of a long walk. */
const walked = 500;
const loadedRows = 100_000;
/** Milliseconds a row, long enough for its transcript to arrive. */
const readMillis = 180;

/** Measures memory after the start and after 500 conversations read. */
export async function memory(): Promise<readonly Row[]> {
	await using server = await serve('--demo', '10000', '--key', 'bench');
	using ink = await openBareInk();
	using program = await openAt(server);
	const atStart = program.memory();
	const keys = Array.from({ length: walked }, () => 'j');
	await program.walk(keys, readMillis);
	const read = program.memory();
	await program.walk(keys, readMillis);
	const readTwice = program.memory();
	const floor = ink.memory().now;
	return [
		{ what: 'memory of a bare Ink program, MB', figures: { MB: floor } },
		memoryRow('memory after start, MB', atStart.now, floor, 1.5),
		memoryRow(`memory after ${walked} read, MB`, read.now, floor, 2.2),
		memoryRow(`memory after ${2 * walked} read, MB`, readTwice.now, floor, 2.2),
	];
}

/** Measures memory with all of 100,000 rows loaded: `G` loads one page after another. */
export async function loaded(): Promise<readonly Row[]> {
	await using server = await serve('--demo', String(loadedRows), '--key', 'bench');
	using ink = await openBareInk();
	using program = await openAt(server);
	for (let page = 0; page < loadedRows / 100; page++) {
		program.type('G');
		await pause(30);
		if (page % 50 === 0) await program.settle(300);
	}
	await program.settle(2000);
	return [
		memoryRow(
			`memory after ${loadedRows.toLocaleString('en')} loaded, MB`,
			program.memory().now,
			ink.memory().now,
			4,
		),
	];
}

/** Measures the bytes of an idle minute in live mode, with nothing new. */
export async function idle(): Promise<readonly Row[]> {
	const minute = 60_000;
	await using server = await serve('--demo', '1000', '--key', 'bench');
	using program = await openAt(server);
	await program.press('t');
	await program.settle(3000);
	program.mark();
	const cpu = program.cpu();
	await pause(minute);
	const { bytes } = program;
	return [
		{
			what: 'idle for a minute, live',
			figures: { bytes, CPU: program.cpu() - cpu },
			aim: { said: '≤ 100 bytes', met: bytes <= 100 },
		},
	];
}

/** Measures the second after each of some resizes, as from a window that is dragged. */
export async function resize(): Promise<readonly Row[]> {
	await using server = await serve('--demo', '10000', '--key', 'bench');
	using program = await openAt(server);
	program.mark();
	const cpu = program.cpu();
	const steps = 10;
	for (let step = 0; step < steps; step++) {
		program.resize(120 + step, 40);
		await pause(50);
	}
	const { last } = await program.walk(['j'], 1000);
	return [
		{
			what: `${steps} resizes in half a second, and the second after`,
			figures: { bytes: program.bytes, CPU: program.cpu() - cpu, last: last[0] ?? Number.NaN },
		},
	];
}

/** Measures a list held down over a slow line: the time until its last frame is there, and how much was drawn. */
export async function link(): Promise<readonly Row[]> {
	await using server = await serve('--demo', '10000', '--key', 'bench');
	const env = { TELNYX_BASE_URL: server.url, TELNYX_API_KEY: 'bench' };
	const { command, env: ours } = await countingProgram('tconv', '.', env);
	const rows: Row[] = [];
	for (const bytesPerSecond of [9_600, 100_000]) {
		using program = new Stopwatch(command, ours, 120, 40, bytesPerSecond);
		await program.firstShowing(listHeader);
		await program.settle(3000);
		const held = await program.walk(
			Array.from({ length: 50 }, () => 'j'),
			60,
		);
		const end = performance.now();
		await program.settle(1000);
		const after = program.lastByteAt - end;
		rows.push({
			what: `50 keys in 3 s at ${bytesPerSecond.toLocaleString('en')} bytes a second`,
			figures: { frames: held.frames * 50, 'ms after the last key': after, bytes: program.bytes },
		});
	}
	return rows;
}

/** Measures the longest time that a key waits while something huge arrives: it is sent every 100 ms meanwhile. */
export async function huge(): Promise<readonly Row[]> {
	const keys = Object.fromEntries(Array.from({ length: 100_000 }, (_, at) => [`key ${at}`, `value ${at}`]));
	const texts: readonly (readonly [what: string, metadata: object, messages: readonly string[]])[] = [
		['20,000 turns', {}, Array.from({ length: 20_000 }, (_, at) => `Message ${at} of a long chat`)],
		['a message of 10 MB', {}, ['long '.repeat(2_000_000)]],
		['100,000 metadata keys', keys, ['Hello']],
	];
	const rows: Row[] = [];
	for (const [what, metadata, messages] of texts) {
		const file = join(scratch, 'huge.ndjson');
		const lines = [smallConversation(1), hugeConversation(metadata, messages), smallConversation(2)];
		writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
		await using server = await serve('--data', file, '--key', 'bench');
		using program = await openAt(server);
		await program.press('g');
		program.type('j');
		await pause(150);
		// Every `Tab` draws: the border of the next pane.
		const { first } = await program.walk(
			Array.from({ length: 30 }, () => 'Tab'),
			100,
		);
		const max = Math.max(...first);
		rows.push({
			what: `a key while ${what} arrive, ms`,
			figures: { max },
			aim: { said: '≤ 50', met: max <= 50 },
		});
	}
	return rows;
}

function smallConversation(at: number): unknown {
	return hugeConversation({}, ['Hello'], `1000000${at}`, at);
}

function hugeConversation(
	metadata: object,
	texts: readonly string[],
	prefix = '20000000',
	hour = 1.5,
): unknown {
	const time = (seconds: number): string =>
		new Date(Date.UTC(2026, 9, 1, 12 - hour) + seconds * 1000).toISOString();
	return {
		conversation: {
			id: `${prefix}-0000-4000-8000-000000000000`,
			name: 'A chat',
			created_at: time(0),
			last_message_at: time(texts.length),
			metadata: { telnyx_conversation_channel: 'web_chat', ...metadata },
		},
		messages: texts.map((text, index) => ({
			role: index % 2 === 0 ? 'user' : 'assistant',
			text,
			created_at: time(index),
			sent_at: time(index),
		})),
		insights: [],
	};
}

async function openAt(server: Served): Promise<Stopwatch> {
	const env = { TELNYX_BASE_URL: server.url, TELNYX_API_KEY: 'bench' };
	return opened(await countingProgram('tconv', '.', env), listHeader);
}

async function openBareInk(): Promise<Stopwatch> {
	return opened(await bareInk(), /row 1 of/);
}

async function opened({ command, env }: Measured, shown: RegExp): Promise<Stopwatch> {
	const stopwatch = new Stopwatch(command, env);
	await stopwatch.firstShowing(shown);
	await stopwatch.settle(1500);
	return stopwatch;
}

function memoryRow(what: string, MB: number, floor: number, most: number): Row {
	const ratio = ratioOf([MB / floor]);
	return {
		what,
		figures: { MB },
		aim: { said: `≤ ${most} × bare Ink (is ${ratio.value.toFixed(2)})`, met: ratio.value <= most },
		ratio,
	};
}
