import { serve } from '../harness/serve.ts';
import { bareInk, installedProgram, type Measured } from './programs.ts';
import { ratioOf, summarise } from './statistics.ts';
import { Stopwatch } from './stopwatch.ts';
import type { Row } from './table.ts';

/** Matches a list row: a time of day with a channel shortly after it. */
const firstRows = /\d\d:\d\d.{0,40}(call|chat|webc|wsck|sms|wapp)/s;
const starts = 12;
/** Milliseconds without output after which nothing more arrives. */
const allQuiet = 180;

/** Measures the time from the start to the first rows, beside a bare Node and a bare Ink program. */
export async function start(): Promise<readonly Row[]> {
	await using server = await serve('--demo', '10000', '--key', 'bench');
	const program = await installedProgram({ TELNYX_BASE_URL: server.url, TELNYX_API_KEY: 'bench' });
	const ink = await bareInk();
	// The first start fills the compile cache and the disk cache, so it is reported separately.
	const cold = await timeTo(program, firstRows);
	const [bare, drawn, rows]: [number[], number[], number[]] = [[], [], []];
	for (let round = 0; round < starts; round++) {
		bare.push(await new Stopwatch([process.execPath, '-e', '0'], program.env).ended);
		drawn.push(await timeTo(ink, /row 1 of/));
		rows.push(await timeTo(program, firstRows));
	}
	const ratio = ratioOf(rows.map((ms, round) => ms / (bare[round] ?? Number.NaN)));
	const said = `≤ 5 × node (is ${ratio.value.toFixed(1)})`;
	return [
		{ what: 'node -e 0, ms', figures: timesOf(bare) },
		{ what: 'a bare Ink program to its first rows, ms', figures: timesOf(drawn) },
		{
			what: 'start to first rows, ms',
			figures: timesOf(rows),
			aim: { said, met: ratio.value <= 5 },
			ratio,
		},
		{ what: 'the same, nothing cached', figures: { max: cold } },
	];
}

function timesOf(measured: readonly number[]): Readonly<Record<string, number>> {
	const { min, median, p95, max } = summarise(measured);
	return { min, median, p95, max };
}

async function timeTo({ command, env }: Measured, shown: RegExp): Promise<number> {
	const stopwatch = new Stopwatch(command, env);
	const ms = await stopwatch.firstShowing(shown);
	await stopwatch.settle(allQuiet);
	await stopwatch.quit();
	return ms;
}
