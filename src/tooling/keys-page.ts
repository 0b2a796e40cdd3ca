import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { actions } from '../actions/table.ts';
import { keyTable, withKeyTable } from './key-table.ts';

// Writes the key table from the current actions. With --check it only reports whether the table is up to date.
const file = resolve(import.meta.dirname, '..', 'actions', 'KEYS.md');
const before = await readFile(file, 'utf8');
const after = withKeyTable(before, keyTable(actions));

if (!process.argv.includes('--check')) await writeFile(file, after);
else if (before !== after) {
	console.error('The key table in src/actions/KEYS.md is out of date: run `npm run docs`.');
	process.exitCode = 1;
}
