import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { type Served, serve } from '../harness/serve.ts';
import {
	bareInk,
	busyCore,
	type Counts,
	changingRows,
	countingProgram,
	type Measured,
	nativeLists,
	scratch,
} from './programs.ts';
import { type Ratio, ratioOf, summarise } from './statistics.ts';
import { Stopwatch, type Walk } from './stopwatch.ts';
import type { Row } from './table.ts';

// Keys at the pace of a person: each row reached sets off its transcript, insights and badges, and their answers
// arrive between the keys.

type Size = readonly [columns: number, rows: number];
const sizes: readonly Size[] = [
	[80, 24],
	[120, 40],
	[200, 60],
];
const usual: Size = [120, 40];

/** A place in the program with keys to press there; `open` leads to it from the list. */
interface Scene {
	readonly name: string;
	readonly open: readonly string[];
	readonly keys: readonly string[];
	/** Whether another program changes rows meanwhile. */
	readonly isChanging?: boolean;
	/** Where it is measured: the list in all sizes. */
	readonly sizes: readonly Size[];
	readonly gaps: readonly number[];
	readonly conversations: number;
	/** Whether the aims for a key at a person's pace hold here. */
	readonly isAimed?: boolean;
}

const keysOfRun = 100;
/** As many keys down as fit a small screen, and back up: nothing scrolls. */
const within = Array.from({ length: keysOfRun }, (_, at) => (at % 24 < 12 ? 'j' : 'k'));
/** The shortest transcripts have a few turns. */
const fewTurns = Array.from({ length: keysOfRun }, (_, at) => (at % 6 < 3 ? 'j' : 'k'));
const downAndUp = Array.from({ length: keysOfRun }, (_, at) => (at < keysOfRun / 2 ? 'j' : 'k'));
const typed = Array.from({ length: keysOfRun }, (_, at) => (at % 20 < 10 ? 'a' : 'Backspace'));

const scenes: readonly Scene[] = [
	{
		name: 'list',
		open: [],
		keys: downAndUp,
		sizes,
		gaps: [30, 60, 120, 180, 400],
		conversations: 10_000,
		isAimed: true,
	},
	{ name: 'move', open: [], keys: within, sizes: [usual], gaps: [60], conversations: 10_000 },
	{
		name: 'turns',
		open: ['l'],
		keys: fewTurns,
		sizes: [usual],
		gaps: [60, 180],
		conversations: 10_000,
		isAimed: true,
	},
	{ name: 'filter', open: ['='], keys: typed, sizes: [usual], gaps: [60, 180], conversations: 10_000 },
	{
		name: 'ranked',
		open: ['!'],
		keys: downAndUp,
		sizes: [usual],
		gaps: [60, 120, 180],
		conversations: 10_000,
	},
	{ name: 'live', open: ['t'], keys: downAndUp, sizes: [usual], gaps: [60, 120, 180], conversations: 10_000 },
	{
		name: 'changing',
		open: ['t'],
		keys: downAndUp,
		isChanging: true,
		sizes: [usual],
		gaps: [60, 120, 180],
		conversations: 10_000,
		isAimed: true,
	},
	{
		name: '20,000 turns',
		open: ['l'],
		keys: downAndUp,
		sizes: [usual],
		gaps: [60, 120, 180],
		conversations: -1,
		isAimed: true,
	},
	{ name: 'list', open: [], keys: downAndUp, sizes: [usual], gaps: [120, 180], conversations: 100 },
	{ name: 'list', open: [], keys: downAndUp, sizes: [usual], gaps: [120, 180], conversations: 100_000 },
];

/** Matches the header once the list is there, whatever is in its rows. */
export const listHeader = /of \d+ loaded/;

export type Options = {
	/** Words that a run's name must all have. */
	readonly words: readonly string[];
	/** Another checkout to measure beside this one, in turns; null for none. */
	readonly against: string | null;
	readonly rounds: number;
};

type Taken = Walk & Partial<Counts>;

/** Measures keys at a person's pace: one row of the table for each scene, size, pace, load and program. */
export async function pace({ words, against, rounds }: Options): Promise<readonly Row[]> {
	const runs = scenes.flatMap((scene) =>
		scene.sizes.flatMap((size) => [false, true].map((isBusy) => ({ scene, size, isBusy }))),
	);
	const nameOf = ({ scene, size, isBusy }: (typeof runs)[number], gap: number): string =>
		[scene.name, `${gap}ms`, size.join('x'), rowsOf(scene), isBusy ? 'busy' : 'quiet'].join(' ');
	const rows: Row[] = [];
	const servers = new Map<number, Served>();
	try {
		for (const run of runs) {
			const gaps = run.scene.gaps.filter((gap) =>
				words.every((word) => nameOf(run, gap).split(' ').includes(word)),
			);
			if (gaps.length === 0) continue;
			const { conversations } = run.scene;
			const server = servers.get(conversations) ?? (await serverOf(conversations));
			servers.set(conversations, server);
			const env = { TELNYX_BASE_URL: server.url, TELNYX_API_KEY: 'bench' };
			const programs = [
				await countingProgram('tconv', '.', env),
				...(against === null ? [] : [await countingProgram('before', against, env)]),
				...(run.scene.name === 'list' && conversations === 10_000 ? [await bareInk(), ...nativeLists()] : []),
			];
			using _busy = run.isBusy ? busyCore() : null;
			using _changing = run.scene.isChanging
				? changingRows(server.url, await idsOf(server, 2000), 100)
				: null;
			for (const gap of gaps) {
				const taken = new Map<string, Taken[]>(programs.map(({ name }) => [name, []]));
				for (let round = 0; round < rounds; round++)
					for (const program of programs)
						taken.get(program.name)?.push(await walkIn(program, run.scene, run.size, gap));
				for (const { name } of programs)
					rows.push(
						rowOf(
							`${nameOf(run, gap)}: ${name}`,
							taken.get(name) ?? [],
							name === 'tconv' && run.scene.isAimed === true,
							run.isBusy,
							gap,
						),
					);
				withRatio(rows, taken);
			}
		}
	} finally {
		for (const server of servers.values()) await server.stop();
	}
	return rows;
}

async function walkIn(program: Measured, scene: Scene, [columns, lines]: Size, gap: number): Promise<Taken> {
	const isOurs = program.counts !== undefined;
	// Other programs answer no key at the end of their list, and stay on their first screen.
	const keys = isOurs ? scene.keys : within;
	using stopwatch = new Stopwatch(program.command, program.env, columns, lines);
	if (isOurs) await stopwatch.firstShowing(listHeader);
	await stopwatch.settle(isOurs ? 1000 : 300);
	if (isOurs) {
		await stopwatch.press(...scene.open);
		await stopwatch.settle(1000);
	}
	// The first keys of a program compile its code.
	await stopwatch.walk(keys.slice(0, 20), gap);
	const before = program.counts?.();
	const walk = await stopwatch.walk(keys, gap);
	const after = program.counts?.();
	if (before === undefined || after === undefined) return walk;
	const each = (count: keyof Counts): number => (after[count] - before[count]) / scene.keys.length;
	return { ...walk, renders: each('renders'), draws: each('draws') };
}

function rowOf(what: string, taken: readonly Taken[], isAimed: boolean, isBusy: boolean, gap: number): Row {
	const isKnown = (ms: number): boolean => !Number.isNaN(ms);
	const first = summarise(taken.flatMap((walk) => walk.first).filter(isKnown));
	const last = summarise(taken.flatMap((walk) => walk.last).filter(isKnown));
	const bytes = summarise(taken.flatMap((walk) => walk.bytes));
	const mean = (values: readonly (number | undefined)[]): number =>
		values.reduce<number>((sum, value) => sum + (value ?? Number.NaN), 0) / values.length;
	const cpu = mean(taken.map((walk) => walk.cpu));
	const renders = mean(taken.map((walk) => walk.renders));
	const draws = mean(taken.map((walk) => walk.draws));
	const frames = mean(taken.map((walk) => walk.frames));
	const most = isBusy ? 25 : 12;
	const aims = [
		...(gap === 60 || gap === 120 || gap === 180
			? [{ said: `median ≤ 4, p99 ≤ ${most}`, met: first.median <= 4 && first.p99 <= most }]
			: []),
		...(gap === 120 || gap === 180 ? [{ said: 'CPU ≤ 8', met: cpu <= 8 }] : []),
		...(gap === 180 ? [{ said: 'renders ≤ 3, frames ≤ 2', met: renders <= 3 && frames <= 2 }] : []),
	];
	const isMove = what.startsWith('move');
	return {
		what,
		figures: {
			first: first.median,
			p95: first.p95,
			p99: first.p99,
			max: first.max,
			last: last.median,
			'last p99': last.p99,
			CPU: cpu,
			...(Number.isNaN(renders) ? {} : { renders, draws }),
			frames,
			bytes: bytes.median,
			'bytes/key': mean(taken.flatMap((walk) => walk.bytes)),
		},
		...(isMove
			? { aim: { said: 'bytes ≤ 450', met: bytes.median <= 450 } }
			: isAimed && aims.length > 0
				? {
						aim: {
							said: aims.map(({ said, met }) => (met ? said : `${said} (!)`)).join(', '),
							met: aims.every(({ met }) => met),
						},
					}
				: {}),
	};
}

/** Processor time a key, as a ratio to the bare Ink program of the same round. */
function withRatio(rows: Row[], taken: ReadonlyMap<string, readonly Taken[]>): void {
	const [ours, bare] = [taken.get('tconv') ?? [], taken.get('bare Ink')];
	if (bare === undefined) return;
	const at = rows.findLastIndex(({ what }) => what.endsWith(': tconv'));
	const row = rows[at];
	if (row === undefined) return;
	const ratio: Ratio = ratioOf(ours.map(({ cpu }, round) => cpu / (bare[round]?.cpu ?? Number.NaN)));
	rows[at] = { ...row, ratio };
}

function rowsOf({ conversations }: Scene): string {
	return conversations < 0 ? 'long' : conversations.toLocaleString('en').replaceAll(',', '_');
}

function serverOf(conversations: number): Promise<Served> {
	if (conversations >= 0) return serve('--demo', String(conversations), '--key', 'bench');
	const file = join(scratch, 'long.ndjson');
	writeFileSync(file, `${JSON.stringify(longConversation(20_000))}\n`);
	return serve('--data', file, '--key', 'bench');
}

/** A chat of this many messages, in the format of `tconv serve --data`. */
function longConversation(turns: number): unknown {
	const at = (index: number): string => new Date(Date.UTC(2026, 9, 1) + index * 1000).toISOString();
	const conversation = {
		id: '20000000-0000-4000-8000-000000000000',
		name: 'A long chat',
		created_at: at(0),
		last_message_at: at(turns),
		metadata: { telnyx_conversation_channel: 'web_chat' },
	};
	const messages = Array.from({ length: turns }, (_, index) => ({
		role: index % 2 === 0 ? 'user' : 'assistant',
		text: `Message ${index}: some words that are long enough to fill more than one row of the transcript.`,
		created_at: at(index),
		sent_at: at(index),
	}));
	return { conversation, messages, insights: [] };
}

const idPage = z.object({ data: z.array(z.object({ id: z.string() })) });

async function idsOf({ url }: Served, count: number): Promise<readonly string[]> {
	const ids: string[] = [];
	for (let offset = 0; offset < count; offset += 100) {
		const answer = await fetch(`${url}/ai/conversations?limit=100&offset=${offset}`, {
			headers: { authorization: 'Bearer bench' },
		});
		const { data } = idPage.parse(await answer.json());
		ids.push(...data.map(({ id }) => id));
	}
	return ids;
}
