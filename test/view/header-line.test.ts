import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ListData } from '../../src/data/screen-data.ts';
import { type ListQuery, plainColumn } from '../../src/filter/tree.ts';
import { noMarks } from '../../src/state/marks.ts';
import { initialState, newestFirst } from '../../src/state/ui-state.ts';
import { lineText, lineWidth } from '../../src/text/line.ts';
import { safe, t } from '../../src/text/safe.ts';
import { headerLine } from '../../src/view/header-line.ts';
import { unicodeGlyphs } from '../../src/view/theme.ts';

const list: ListData = {
	rows: [],
	ids: ['a', 'b', 'c'],
	listedIds: [],
	loaded: 100,
	unreadable: 0,
	skipped: 0,
	hasMore: true,
	isLoaded: true,
	isFetching: false,
	error: null,
	problem: null,
	asOf: null,
	whyEmpty: null,
};
const byName: ListQuery = {
	...newestFirst,
	order: [{ column: plainColumn('name'), direction: 'asc', nulls: null }],
	filters: [
		{ kind: 'condition', column: plainColumn('name'), negated: false, operator: 'eq', operand: 'refund' },
	],
};

function header(width: number, query: ListQuery = byName, words = t`live`): string {
	const state = { ...initialState, query, selectedId: 'b', marks: { ...noMarks, ids: new Set(['a']) } };
	const aside = { isReadOnly: true, live: { words, short: t`live` } };
	const line = headerLine(safe('prod'), state, list, width, unicodeGlyphs, { zone: () => 0 }, aside);
	expect(lineWidth(line)).toBe(width);
	return lineText(line);
}

test('account, read-only, order, filter, count, live: in this order', () => {
	expect(header(120)).toMatch(
		/^ tconv {2}prod · read-only · 1 marked · name from A to Z · name is “refund” +2 of 100 loaded, more ↓ {2}live $/,
	);
});

test('the usual order is not said', () => {
	expect(header(120, newestFirst)).toMatch(/^ tconv {2}prod · read-only · 1 marked +2 of 100/);
});

test('a short row says the count in few cells, then is cut from its end', () => {
	expect(header(92)).toMatch(/ name is “refund” +2 of 100\+ {2}live $/);
	expect(header(60)).toMatch(/ · name from A to Z · n.*…$/);
	expect(header(30)).toMatch(/^ tconv {2}prod · read-only.*…$/);
});

test('the words of a filter are cut before the word live: it stays on a screen of 80 columns', () => {
	for (const words of [t`live`, t`live, 4 s old`]) {
		expect(header(86, byName, words)).toMatch(/ · name is “re…? +2 of 100\+ {2}live $/);
		expect(header(80, byName, words)).toMatch(/ · name … 2 of 100\+ {2}live $/);
		expect(header(65, byName, words)).toMatch(/ name from A to Z ·?.*… {2}live $/);
	}
	expect(header(92, byName, t`live, 4 s old`)).toMatch(/ name is “refund” +2 of 100\+ {2}live $/);
	expect(header(105, byName, t`live, 4 s old`)).toMatch(/ 2 of 100\+ {2}live, 4 s old $/);
});

test('no number is cut: the count is whole or not there', () => {
	fc.assert(
		fc.property(fc.integer({ min: 20, max: 140 }), (width) => {
			const text = header(width);
			const count = /2 of.*/.exec(text)?.[0] ?? '';
			expect(count === '' || /^2 of 100(?:\+| loaded, more ↓) +(?:live |…)$/.test(count)).toBe(true);
		}),
	);
});

test('a production account and a read-only one have a tone and a word of their own', () => {
	const spans = (isReadOnly: boolean, isProduction: boolean) =>
		headerLine(
			safe('prod'),
			initialState,
			list,
			100,
			unicodeGlyphs,
			{ zone: () => 0 },
			{
				isReadOnly,
				isProduction,
				live: { words: t``, short: t`` },
			},
		)
			.slice(1, 3)
			.map(({ tone, text }) => `${tone}:${text.trim()}`);
	expect(spans(false, true)[0]).toBe('bad:prod · production');
	expect(spans(true, true)).toEqual(['good:prod', 'warn:· read-only']);
	expect(spans(false, false)[0]).toBe('accent:prod');
});

test('the account comes first, also while the server is waited for, and is there at every width', () => {
	for (let width = 20; width <= 140; width++) {
		const aside = {
			isReadOnly: false,
			isProduction: true,
			live: { words: t``, short: t`` },
			wait: t`no answer for 12 s`,
		};
		const line = headerLine(safe('prod'), initialState, list, width, unicodeGlyphs, { zone: () => 0 }, aside);
		expect(lineText(line)).toMatch(/^ tconv {2}prod /);
	}
});
