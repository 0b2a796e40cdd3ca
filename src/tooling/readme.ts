import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { actions } from '../actions/table.ts';
import { keyTable, withKeyTable } from './key-table.ts';

// Writes the key table of the README from the actions there are; with --check only says whether it is up to date.
const file = resolve(import.meta.dirname, '..', '..', 'README.md');
const before = await readFile(file, 'utf8');
const after = withKeyTable(before, keyTable(actions));

if (!process.argv.includes('--check')) await writeFile(file, after);
else if (before !== after) {
	console.error('The keys in README.md are not those of the program: run `npm run docs`.');
	process.exitCode = 1;
}
