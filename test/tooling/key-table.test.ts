import { expect, test } from 'vitest';
import { keyTable, withKeyTable } from '../../src/tooling/key-table.ts';

const rows = [
	{ title: 'Next', group: 'Move', scope: 'list', keys: ['j', 'Down'] },
	{ title: 'Quit', group: 'Program', scope: 'app', keys: ['q'] },
	{ title: 'Previous | back', group: 'Move', scope: 'list', keys: ['`', '|'] },
	{ title: 'Without a key', group: 'Move', scope: 'list', keys: [] },
];

const OPENING = '<!-- keys: written by `npm run docs` -->';

test('a table has each group once, in order, and survives keys that mean something in Markdown', () => {
	expect(keyTable(rows).split('\n').slice(2)).toEqual([
		'| Move | list | `j` `Down` | Next |',
		'|  | list | `` ` `` `\\|` | Previous \\| back |',
		'| Program |  | `q` | Quit |',
	]);
});

test('a table is put between its marks, and putting it there again changes nothing', () => {
	const once = withKeyTable(`# Title\n${OPENING}\nold\n<!-- /keys -->\nrest\n`, 'TABLE');
	expect(once).toBe(`# Title\n${OPENING}\n\nTABLE\n\n<!-- /keys -->\nrest\n`);
	expect(withKeyTable(once, 'TABLE')).toBe(once);
});

test('a document without the marks is refused', () => {
	expect(() => withKeyTable('# Title', 'TABLE')).toThrow('there is no');
	expect(() => withKeyTable(`<!-- /keys -->${OPENING}`, 'TABLE')).toThrow('there is no');
});
