import { ConversationsApi } from '../../src/api/conversations-api.ts';
import { emptyQuery } from '../../src/filter/tree.ts';
import { serve } from '../harness/serve.ts';
import { ratioOf, summarise } from './statistics.ts';
import type { Row } from './table.ts';

const conversations = 100_000;
const rounds = 3;

/** Measures reading all of 100,000 conversations by keyset, beside `fetch` and `JSON.parse` of the same pages. */
export async function read(): Promise<readonly Row[]> {
	await using server = await serve('--demo', String(conversations), '--key', 'bench');
	const asked: string[] = [];
	const recording: typeof fetch = (input, init) => {
		asked.push(input instanceof Request ? input.url : String(input));
		return fetch(input, init);
	};
	await readAll(new ConversationsApi({ baseUrl: server.url, apiKey: 'bench', fetch: recording }));
	const [bare, ours]: [number[], number[]] = [[], []];
	for (let round = 0; round < rounds; round++) {
		bare.push(await cpuOf(() => readBare(asked)));
		ours.push(
			await cpuOf(() => readAll(new ConversationsApi({ baseUrl: server.url, apiKey: 'bench', fetch }))),
		);
	}
	const ratio = ratioOf(ours.map((ms, round) => ms / (bare[round] ?? Number.NaN)));
	const figures = (measured: readonly number[]) => {
		const { min, median, max } = summarise(measured);
		return { min, median, max };
	};
	return [
		{ what: 'fetch and JSON.parse of 100,000 rows, ms of CPU', figures: figures(bare) },
		{
			what: 'the same by keyset, decoded, ms of CPU',
			figures: figures(ours),
			aim: { said: `≤ 1.5 × (is ${ratio.value.toFixed(2)})`, met: ratio.value <= 1.5 },
			ratio,
		},
	];
}

async function readAll(api: ConversationsApi): Promise<void> {
	const kept: unknown[] = [];
	for await (const page of api.list(emptyQuery, { pageSize: 100 })) kept.push(...page.rows);
	if (kept.length < conversations) throw new Error(`read ${kept.length} rows`);
}

/** The floor: the same pages, each row with its text beside it, and nothing checked. */
async function readBare(urls: readonly string[]): Promise<void> {
	const kept: unknown[] = [];
	for (const url of urls) {
		const answer = await fetch(url, { headers: { authorization: 'Bearer bench' } });
		const { data }: { readonly data: readonly unknown[] } = JSON.parse(await answer.text());
		for (const row of data) kept.push({ row, text: JSON.stringify(row) });
	}
	if (kept.length < conversations) throw new Error(`read ${kept.length} rows`);
}

/** Milliseconds of processor time, which a busy machine changes less than the clock. */
async function cpuOf(work: () => Promise<void>): Promise<number> {
	const before = process.cpuUsage();
	await work();
	const { user, system } = process.cpuUsage(before);
	return (user + system) / 1000;
}
