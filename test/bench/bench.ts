import { availableParallelism, loadavg } from 'node:os';
import * as z from 'zod/mini';
import { build } from '../../src/tooling/build.ts';
import { launcherPath, programEnv } from '../harness/program.ts';
import { serve } from '../harness/serve.ts';
import { summarise } from './statistics.ts';
import { type Reaction, Stopwatch } from './stopwatch.ts';
import { type Row, table } from './table.ts';

/** Matches a list row: a time of day with a channel shortly after it. */
const FIRST_ROWS = /\d\d:\d\d.{0,40}(call|chat|webc|wsck|sms|wapp)/s;
const STARTS = 12;
const COLUMNS = 120;
const ROWS = 40;
/** Milliseconds without output that end the frames of a key. Shorter than the pause before a transcript is fetched. */
const FRAME_QUIET = 40;
/** Milliseconds without output after which nothing more arrives: longer than that pause and the answer. */
const ALL_QUIET = 180;

await build();
await using server = await serve('--demo', '10000', '--key', 'bench');
const env = programEnv({ TELNYX_BASE_URL: server.url, TELNYX_API_KEY: 'bench' });
const program = [process.execPath, launcherPath];

const bare: number[] = [];
const firstRows: number[] = [];
// The first start fills the compile cache and the disk cache, so it is reported separately.
const cold = await timeToFirstRows();
for (let start = 0; start < STARTS; start++) {
	bare.push(await new Stopwatch([process.execPath, '-e', '0'], env).ended);
	firstRows.push(await timeToFirstRows());
}

using open = new Stopwatch(program, env, COLUMNS, ROWS);
await open.firstShowing(FIRST_ROWS);
await open.settle(500);
const memoryAtStart = open.memory().now;

// Ten down, ten up within the first screen, so that nothing scrolls.
const moves = await pressAll(Array.from({ length: 300 }, (_, at) => (at % 20 < 10 ? 'j' : 'k')));
const walk = await pressAll(Array.from({ length: 300 }, () => 'j'));
const held = await pressAll(
	Array.from({ length: 300 }, () => 'k'),
	0,
);
const pages = await pressAll(Array.from({ length: 40 }, () => 'PgDn'));
open.type('o', await longConversation(), '\r');
await open.settle(1000);
const transcript = await pressAll(Array.from({ length: 100 }, (_, at) => (at % 40 < 20 ? 'j' : 'k')));
const transcriptPages = await pressAll(
	Array.from({ length: 40 }, (_, at) => (at % 20 < 10 ? 'PgDn' : 'PgUp')),
);
const memory = open.memory();
await open.quit();

console.log(
	`${ROWS} rows of ${COLUMNS} columns, 10,000 conversations served over HTTP, Node ${process.version}`,
);
console.log(`${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)}\n`);
const node = summarise(bare);
const rows = summarise(firstRows);
const ratio = rows.median / node.median;
const keys = (what: string, reactions: readonly Reaction[], aimed: boolean): Row[] => {
	const ms = summarise(reactions.map((reaction) => reaction.ms).filter((each) => !Number.isNaN(each)));
	const bytes = summarise(reactions.map((reaction) => reaction.bytes));
	return [
		{
			what: `${what}, ms`,
			figures: [ms.count, ms.min, ms.median, ms.p99, ms.max],
			...(aimed && { aim: { said: 'median < 8, p99 < 20', met: ms.median < 8 && ms.p99 < 20 } }),
		},
		{
			what: `${what}, bytes`,
			figures: [bytes.count, bytes.min, bytes.median, bytes.p99, bytes.max],
			...(aimed && { aim: { said: 'move < 800', met: what !== 'move' || bytes.max < 800 } }),
		},
	];
};
console.log(
	table(
		['count', 'min', 'median', 'p99', 'max'],
		[
			{ what: 'node -e 0, ms', figures: [node.count, node.min, node.median, node.p99, node.max] },
			{
				what: 'start to first rows, ms',
				figures: [rows.count, rows.min, rows.median, rows.p99, rows.max],
				aim: {
					said: `≤ 5 × node (is ${ratio.toFixed(1)}, by minimum ${(rows.min / node.min).toFixed(1)})`,
					met: ratio <= 5,
				},
			},
			{ what: 'the same, nothing cached', figures: [1, cold, cold] },
			...keys('move', moves, true),
			...keys('walk down', walk, false),
			...keys('hold k', held, false),
			...keys('page', pages, false),
			...keys('walk through turns', transcript, false),
			...keys('page of turns', transcriptPages, false),
			{ what: 'memory after start, MB', figures: [1, undefined, memoryAtStart] },
			{ what: 'memory after all this, MB', figures: [1, undefined, memory.now, undefined, memory.peak] },
		],
	),
);
const spread = ((node.p99 - node.min) / node.median) * 100;
console.log(`\nNoise of the machine: bare node varies by ${spread.toFixed(0)} % of its median.`);

async function timeToFirstRows(): Promise<number> {
	const stopwatch = new Stopwatch(program, env, COLUMNS, ROWS);
	const ms = await stopwatch.firstShowing(FIRST_ROWS);
	await stopwatch.settle(ALL_QUIET);
	await stopwatch.quit();
	return ms;
}

/** The id of the conversation with the most messages near the top of the list. */
async function longConversation(): Promise<string> {
	const ask = async (path: string): Promise<unknown> =>
		(await fetch(`${server.url}${path}`, { headers: { authorization: 'Bearer bench' } })).json();
	let longest = { id: '', messages: -1 };
	const { data } = z
		.object({ data: z.array(z.object({ id: z.string() })) })
		.parse(await ask('/ai/conversations?limit=100'));
	for (const { id } of data) {
		const { meta } = z
			.object({ meta: z.object({ total_results: z.number() }) })
			.parse(await ask(`/ai/conversations/${id}/messages?page[size]=1`));
		if (meta.total_results > longest.messages) longest = { id, messages: meta.total_results };
	}
	return longest.id;
}

/** Presses keys one by one, each after the frames of the previous key and a pause of `rest` milliseconds. */
async function pressAll(sequence: readonly string[], rest = ALL_QUIET - FRAME_QUIET): Promise<Reaction[]> {
	const reactions: Reaction[] = [];
	for (const key of sequence) {
		reactions.push(await open.press(key, FRAME_QUIET));
		if (rest > 0) await open.settle(rest);
	}
	return reactions;
}
