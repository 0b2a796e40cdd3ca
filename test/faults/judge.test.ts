import { describe, expect, test } from 'vitest';
import { readSpec } from '../../src/server/chaos/spec.ts';
import { type FaultRow, faultRows } from './fault-list.ts';
import { type Observation, shortcomings } from './judge.ts';
import { faultTable } from './table.ts';

const fault: FaultRow = { id: 'html200', rule: 'html', about: '200 with a web page' };
const good: Observation = {
	isAlive: true,
	isClaimed: false,
	isTold: true,
	writes: { under: 0, after: 1 },
	isKept: true,
	isRecovered: true,
	isSafe: true,
};

describe('a cell', () => {
	test('holds without shortcomings', () => {
		expect(shortcomings(fault, good)).toEqual([]);
		expect(shortcomings(fault, { ...good, isClaimed: true, writes: { under: 1, after: 1 } })).toEqual([]);
		expect(shortcomings({ ...fault, isUnseen: true }, { ...good, isTold: false })).toEqual([]);
	});

	test.each<[string, Partial<Observation>, Partial<FaultRow>?]>([
		['the program ended, or does not react to keys', { isAlive: false }],
		['reported as done, but was not', { isClaimed: true }],
		['no message about it', { isTold: false }],
		['did not succeed', {}, { isHarmless: true }],
		['earlier rows are gone', { isKept: false }],
		['no recovery after the fault', { isRecovered: false }],
		['written 2 times', { writes: { under: 1, after: 2 } }],
		['data is lost', { isSafe: false }],
	])('falls short: %s', (words, change, kind = {}) => {
		expect(shortcomings({ ...fault, ...kind }, { ...good, ...change })).toEqual([words]);
	});
});

test('the table has a symbol for each cell, and one footnote for each shortcoming', () => {
	const text = faultTable([fault, { id: 'cut', about: 'JSON cut short' }], ['start', 'delete'], {
		'html200 start': [],
		'html200 delete': ['reported as done, but was not'],
		'cut delete': ['reported as done, but was not'],
	});
	expect(text).toContain('1 of 3 cells hold.');
	expect(text).toContain('| 200 with a web page | ✓ | [1] |\n| JSON cut short | · | [1] |');
	expect(text).toContain('\n1. reported as done, but was not\n');
});

test('every fault has a unique name, and a valid rule', () => {
	expect(new Set(faultRows.map(({ id }) => id)).size).toBe(faultRows.length);
	for (const { rule } of faultRows) expect(readSpec(`GET /ai/**: ${rule}`)).toMatchObject({ ok: true });
});
