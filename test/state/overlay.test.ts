import { expect, test } from 'vitest';
import { openConfigDraft } from '../../src/state/overlay.ts';

const trouble = { path: 'b', place: null, why: 'it is a folder', advice: 'Remove it.', isEditable: false };
const file = (path: string, isBad: boolean) => ({ path, trouble: isBad ? trouble : null, lines: [] });

test.each([
	['the first file with a problem', [file('a', false), file('b', true), file('c', true)], 1],
	['the first file if all are well', [file('a', false), file('b', false)], 0],
])('the list of files opens on %s', (_, files, selected) => {
	expect(openConfigDraft(files)).toEqual({ files, selected });
});
