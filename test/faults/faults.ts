import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as z from 'zod/mini';
import { projectRoot } from '../../src/tooling/build.ts';
import { ensureBuilt } from '../harness/program.ts';
import { runCell } from './cell.ts';
import { faultRows } from './fault-list.ts';
import { features } from './features.ts';
import { shortcomings } from './judge.ts';
import { cellName, faultTable } from './table.ts';

const help = `Drives every feature under every fault, and writes src/server/faults.md.

  npm run faults -- [--fault ID]… [--feature NAME]… [--jobs N]

  --fault ID       only these: ${faultRows.map(({ id }) => id).join(', ')}
  --feature NAME   only these: ${features.map(({ name }) => name).join(', ')}
  --jobs N         so many cells at once (default 2)
  --fresh          forget what was run before; without it the table keeps the cells that are not run now
  --show           the screens are not kept; what was seen is printed with each cell that falls short`;

const { values } = parseArgs({
	options: {
		fault: { type: 'string', multiple: true },
		feature: { type: 'string', multiple: true },
		jobs: { type: 'string' },
		fresh: { type: 'boolean' },
		show: { type: 'boolean' },
		help: { type: 'boolean' },
	},
});
if (values.help === true) {
	console.log(help);
	process.exit(0);
}

/** The entries with these names. Exits with code 2 for an unknown name. */
function chosen<T>(
	all: readonly T[],
	nameOf: (one: T) => string,
	names: readonly string[] | undefined,
): readonly T[] {
	const stranger = names?.find((name) => !all.some((one) => nameOf(one) === name));
	if (stranger !== undefined) {
		console.error(`There is no ${stranger}; there are ${all.map(nameOf).join(', ')}.`);
		process.exit(2);
	}
	return names === undefined ? all : all.filter((one) => names.includes(nameOf(one)));
}

const rows = chosen(faultRows, ({ id }) => id, values.fault);
const columns = chosen(features, ({ name }) => name, values.feature);
const kept = join(projectRoot, 'dist', 'faults.json');
const results = new Map(Object.entries(values.fresh === true ? {} : readKept()));

function readKept(): Record<string, string[]> {
	try {
		return z.record(z.string(), z.array(z.string())).parse(JSON.parse(readFileSync(kept, 'utf8')));
	} catch {
		// There was no earlier run.
		return {};
	}
}

function write(): void {
	const all = Object.fromEntries(results);
	mkdirSync(join(projectRoot, 'dist'), { recursive: true });
	writeFileSync(kept, JSON.stringify(all, null, '\t'));
	const table = faultTable(
		faultRows,
		features.map(({ name }) => name),
		all,
	);
	writeFileSync(join(projectRoot, 'src', 'server', 'faults.md'), table);
}

await ensureBuilt();
const cells = rows
	.flatMap((fault) => columns.map((feature) => ({ fault, feature })))
	.filter(({ fault, feature }) => fault.isSuccessOf?.includes(feature.name) !== true)
	.values();
const work = async (): Promise<void> => {
	for (const { fault, feature } of cells) {
		const name = cellName(fault.id, feature.name);
		const since = performance.now();
		let found: string[];
		let seen = '';
		try {
			const observed = await runCell(fault, feature);
			found = shortcomings(fault, observed);
			seen = JSON.stringify(observed);
		} catch (error) {
			found = ['the feature could not be reached'];
			seen = error instanceof Error ? error.message : String(error);
		}
		results.set(name, found);
		write();
		const seconds = ((performance.now() - since) / 1000).toFixed(1);
		console.log(
			`${name.padEnd(24)} ${seconds.padStart(5)} s  ${found.length === 0 ? 'holds' : found.join('; ')}`,
		);
		if (values.show === true && found.length > 0) console.log(seen);
	}
};
await Promise.all(Array.from({ length: Math.max(1, Number(values.jobs ?? 2)) }, work));
write();
process.exit([...results.values()].every((found) => found.length === 0) ? 0 : 1);
