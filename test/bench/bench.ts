import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as z from 'zod/mini';
import { blocks } from './blocks.ts';
import { find } from './find.ts';
import { type Options, pace } from './pace.ts';
import { read } from './read.ts';
import { huge, idle, link, loaded, memory, resize } from './rest.ts';
import { start } from './start.ts';
import { isWorse, type Ratio } from './statistics.ts';
import { type Row, table } from './table.ts';

// npm run bench -- PART… [WORD…]: measures parts of the program, all of them without a name. Words choose runs of
// `pace`: npm run bench -- pace list 180ms 120x40 quiet.
//   --rounds N       each run N times, programs in turns (default 1; 3 with --check and --save)
//   --against PATH   another checkout beside this one in `pace`
//   --check          compares ratios with baseline.json; fails if one is worse beyond the noise of both
//   --save           writes the ratios of this run into baseline.json

const parts: Readonly<Record<string, (options: Options) => Promise<readonly Row[]>>> = {
	start,
	pace,
	memory,
	loaded,
	idle,
	resize,
	link,
	huge,
	read,
	find,
	blocks,
};
const baselineFile = join(import.meta.dirname, 'baseline.json');

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: {
		rounds: { type: 'string' },
		against: { type: 'string' },
		check: { type: 'boolean', default: false },
		save: { type: 'boolean', default: false },
	},
});
const named = positionals.filter((word) => word in parts);
const options: Options = {
	words: positionals.filter((word) => !(word in parts)),
	against: values.against ?? null,
	rounds: Number(values.rounds ?? (values.check || values.save ? 3 : 1)),
};
console.log(`Node ${process.version}, ${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)}`);
const all: Row[] = [];
for (const [name, measure] of Object.entries(parts)) {
	if (named.length > 0 && !named.includes(name)) continue;
	const rows = await measure(options);
	console.log(`\n${name}\n${table(rows)}`);
	all.push(...rows);
}

const baseline = z.record(z.string(), z.object({ value: z.number(), noise: z.number() }));
/** The baseline; empty before the first `--save`. */
const before: Readonly<Record<string, Ratio>> = baseline.parse(
	JSON.parse(readFileSync(baselineFile, 'utf8')),
);
const now = Object.fromEntries(
	all.flatMap(({ what, ratio }) => (ratio === undefined ? [] : [[what, ratio]])),
);
if (values.save) {
	const text = JSON.stringify({ ...before, ...now }, null, '\t');
	writeFileSync(baselineFile, `${text}\n`);
	console.log(`\n${Object.keys(now).length} ratios written into baseline.json`);
}
if (values.check) {
	console.log('');
	for (const [what, ratio] of Object.entries(now)) {
		const was = before[what];
		const isFault = was !== undefined && isWorse(ratio, was);
		const past = was === undefined ? 'not in the baseline' : `was ${shown(was)}`;
		console.log(`${isFault ? 'WORSE' : 'ok   '}  ${what}: ${shown(ratio)}, ${past}`);
		if (isFault) process.exitCode = 1;
	}
}

function shown({ value, noise }: Ratio): string {
	return `${value.toFixed(2)} ± ${(noise * 100).toFixed(0)} %`;
}
