import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Stryker } from '@stryker-mutator/core';
import { Random } from '../../src/domain/random.ts';
import { projectRoot } from '../../src/tooling/build.ts';
import config from './stryker.config.json' with { type: 'json' };

const help = `Makes small changes to the pure rooms, one at a time, and says which of them no test of those rooms notices.

  npm run mutants [-- [--lines N] [--seed N] [FILE]…]

  FILE        every change in it; also 'src/filter/**/*.ts', and file.ts:10-20 for some lines
  --lines N   only so many lines, at random (200 without a FILE)
  --seed N    the same lines again`;

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: { lines: { type: 'string' }, seed: { type: 'string' }, help: { type: 'boolean' } },
});

/** Lines that cannot hold a change: blank ones, brackets, comments, imports and types. */
const isInert = (line: string): boolean =>
	/^\s*(?:[\])}[({;,]*\s*$|\*|\/[/*]|import |(?:export )?type |readonly |\|)/.test(line);

/** So many lines of these files, as patterns of Stryker. */
function linesAtRandom(globs: readonly string[], count: number, random: Random): readonly string[] {
	const places = globSync(globs, { cwd: projectRoot })
		.sort()
		.flatMap((path) => {
			const lines = readFileSync(join(projectRoot, path), 'utf8').split('\n');
			return lines.flatMap((line, index) => (isInert(line) ? [] : [`${path}:${index + 1}-${index + 1}`]));
		});
	return places
		.map((place) => ({ place, rank: random.bits() }))
		.sort((a, b) => a.rank - b.rank)
		.slice(0, count)
		.map(({ place }) => place);
}

function chosen(): readonly string[] {
	if (positionals.length > 0 && values.lines === undefined) return positionals;
	const seed = Number(values.seed ?? Date.now() % 1_000_000);
	console.log(`Lines at random: --seed ${seed} chooses them again.`);
	const globs = positionals.length > 0 ? positionals : config.mutate;
	return linesAtRandom(globs, Number(values.lines ?? 200), new Random(seed));
}

if (values.help === true) {
	console.log(help);
} else {
	const configFile = join(import.meta.dirname, 'stryker.config.json');
	await new Stryker({ configFile, mutate: [...chosen()] }).runMutationTest();
}
