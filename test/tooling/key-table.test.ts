import { expect, test } from 'vitest';
import { keyTable, withPart } from '../../src/tooling/key-table.ts';

const rows = [
	{ title: 'Next', group: 'Move', scope: 'list', keys: ['j', 'Down'] },
	{ title: 'Quit', group: 'Program', scope: 'app', keys: ['q'] },
	{ title: 'Previous | back', group: 'Move', scope: 'list', keys: ['`', '|'] },
	{ title: 'Without a key', group: 'Move', scope: 'list', keys: [] },
];

const OPENING = '<!-- keys: written by `npm run docs` -->';

test('a table has each group once, in order, and escapes keys that are Markdown syntax', () => {
	expect(keyTable(rows).split('\n').slice(2)).toEqual([
		'| Move | list | `j` `Down` | Next |',
		'|  | list | `` ` `` `\\|` | Previous \\| back |',
		'| Program |  | `q` | Quit |',
	]);
});

test('a table goes between its marks, and inserting it again changes nothing', () => {
	const once = withPart(`# Title\n${OPENING}\nold\n<!-- /keys -->\nrest\n`, 'keys', 'TABLE');
	expect(once).toBe(`# Title\n${OPENING}\n\nTABLE\n\n<!-- /keys -->\nrest\n`);
	expect(withPart(once, 'keys', 'TABLE')).toBe(once);
});

test('a document without the marks is refused', () => {
	expect(() => withPart('# Title', 'keys', 'TABLE')).toThrow('the document has no');
	expect(() => withPart(`<!-- /keys -->${OPENING}`, 'keys', 'TABLE')).toThrow('the document has no');
});
