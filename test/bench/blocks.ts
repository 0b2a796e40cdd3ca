import { ConversationsApi } from '../../src/api/conversations-api.ts';
import { emptyQuery } from '../../src/filter/tree.ts';
import { summarise } from './statistics.ts';
import type { Row } from './table.ts';

const RUNS = 5;
const PIECE = 65_536;
const id = '00000000-0000-4000-8000-000000000000';

const times = (text: string, count: number): string => text.repeat(count);
const keys = (): string => `{${Array.from({ length: 400_000 }, (_, n) => `"key ${n}":"v${n}"`).join(',')}}`;
const said = (text: string): string => `{"role":"user","text":"${text}","metadata":{}}`;
const page = (rows: string): string =>
	`{"data":[${rows}],"meta":{"page_number":1,"total_pages":1,"total_results":1}}`;
const listed = (metadata: string): string => page(`{"id":"${id}","metadata":${metadata}}`);

/** Bodies that hold up a program which reads them at one go, by what they are. */
const bodies: Readonly<Record<string, () => string>> = {
	'100 messages, 50 kB': () =>
		page(Array.from({ length: 100 }, () => said(times('some words ', 40))).join(',')),
	'one message, 10 MB': () => page(said(times('long ', 2_000_000))),
	'one message of escapes, 10 MB': () => page(said(times('\\u00e9', 1_666_667))),
	'5,000 messages, 30 MB': () =>
		page(Array.from({ length: 5000 }, () => said(times('some words ', 545))).join(',')),
	'400,000 metadata keys': () => listed(keys()),
	'a list of numbers, 10 MB': () => listed(`{"n":[${times('1.10,', 2_000_000)}1]}`),
	'objects in objects, 20,000': () => listed(`{"d":${times('{"a":', 20_000)}1${times('}', 20_000)}}`),
};

/** A server without a network: the body comes in pieces of 64 kB. */
function answering(body: string): () => Promise<Response> {
	const bytes = new TextEncoder().encode(body);
	return async () => {
		let at = 0;
		const pull = (controller: ReadableStreamDefaultController<Uint8Array>): void => {
			if (at >= bytes.length) controller.close();
			else controller.enqueue(bytes.subarray(at, at + PIECE));
			at += PIECE;
		};
		return new Response(new ReadableStream({ pull }), { headers: { 'content-type': 'application/json' } });
	};
}

/** The most processor time, in milliseconds, that the program took between two turns of its timers. */
async function longestBlock(work: () => Promise<void>): Promise<number> {
	const spent = (): number => {
		const { user, system } = process.threadCpuUsage();
		return (user + system) / 1000;
	};
	let before = spent();
	let longest = 0;
	const look = (): void => {
		const now = spent();
		longest = Math.max(longest, now - before);
		before = now;
	};
	const timer = setInterval(look, 1);
	await work();
	await new Promise((resolve) => setTimeout(resolve, 20));
	look();
	clearInterval(timer);
	return longest;
}

function figuresOf(blocks: readonly number[]): Readonly<Record<string, number>> {
	const { min, median, max } = summarise(blocks);
	return { min, median, max };
}

/** Measures the longest block of the event loop while bodies are read, in milliseconds of processor time. */
export async function blocks(): Promise<readonly Row[]> {
	const rows: Row[] = [];
	for (const [what, body] of Object.entries(bodies)) rows.push(...(await blocksOf(what, body())));
	return rows;
}

async function blocksOf(what: string, body: string): Promise<readonly Row[]> {
	const fetch = answering(body);
	const api = new ConversationsApi({ baseUrl: 'http://localhost/v2', apiKey: 'bench', fetch });
	const isList = what.includes('keys') || what.includes(' in ') || what.includes('numbers');
	const read = async (): Promise<void> => {
		if (isList) await api.listPage(emptyQuery, { pageSize: 1 });
		else for await (const _ of api.messages(id));
	};
	const discard = async (): Promise<void> => {
		for await (const _ of (await fetch()).body ?? []);
	};
	await read();
	const taken: number[] = [];
	const floor: number[] = [];
	for (let run = 0; run < RUNS; run++) {
		floor.push(await longestBlock(discard));
		taken.push(await longestBlock(read));
	}
	return [
		{ what: `${what}, only received`, figures: figuresOf(floor) },
		{ what, figures: figuresOf(taken), aim: { said: '≤ 50', met: summarise(taken).median <= 50 } },
	];
}
