import { describe, expect, test } from 'vitest';
import { textOfStroke } from '../../../src/actions/keys/strokes.ts';

describe('strokes', () => {
	test.each([
		['j', 'j'],
		['Space', ' '],
		['👍🏽', '👍🏽'],
		['Enter', null],
		['Tab', null],
		['Esc', null],
		['Ctrl-a', null],
		['Alt-b', null],
		['Alt-Backspace', null],
	])('%s types %j', (stroke, text) => {
		expect(textOfStroke(stroke)).toBe(text);
	});
});
