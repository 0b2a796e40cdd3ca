import { expect, test } from 'vitest';
import { troublePlace, troubleSentence } from '../../src/domain/file-trouble.ts';

const trouble = {
	path: '/etc/settings.json',
	why: 'a value is missing',
	advice: 'Add it.',
	isEditable: true,
};
const place = { line: 3, column: 7 };

test('trouble with a file says where it is', () => {
	expect(troublePlace({ ...trouble, place })).toBe('settings.json, line 3');
	expect(troublePlace({ ...trouble, place: null })).toBe('settings.json');
	expect(troublePlace({ ...trouble, path: 'settings.json', place: null })).toBe('settings.json');
	expect(troubleSentence({ ...trouble, place })).toBe('/etc/settings.json:3:7: a value is missing. Add it.');
	expect(troubleSentence({ ...trouble, place: null })).toBe(
		'/etc/settings.json: a value is missing. Add it.',
	);
});
