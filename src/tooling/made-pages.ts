import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { actions } from '../actions/table.ts';
import { commandSections } from '../commands/commands-page.ts';
import { keyTable, withPart } from './key-table.ts';

// Writes the parts of pages that are made from the code. With --check it only reports whether they are up to date.
const pages = [
	{ path: 'actions/KEYS.md', name: 'keys', part: keyTable(actions) },
	{ path: 'commands/README.md', name: 'commands', part: commandSections() },
] as const;

for (const { path, name, part } of pages) {
	const file = resolve(import.meta.dirname, '..', path);
	const before = await readFile(file, 'utf8');
	const after = withPart(before, name, part);
	if (!process.argv.includes('--check')) await writeFile(file, after);
	else if (before !== after) {
		console.error(`src/${path} is out of date: run \`npm run docs\`.`);
		process.exitCode = 1;
	}
}
