import { describe, expect, test } from 'vitest';
import { type Freshness, type Live, notLive, reduceLive, seen } from '../../src/state/live.ts';

const on: Live = { ...notLive, isOn: true };
const came = (live: Live, ...rows: readonly (readonly [string, Freshness])[]): Live =>
	reduceLive(live, { type: 'live-came', came: new Map(rows) });
const checked = (live: Live, asked: readonly string[], gone: readonly string[]): Live =>
	reduceLive(live, { type: 'live-checked', asked, gone });

describe('live updates', () => {
	test('a new row stays new until it is looked at, however often it changes', () => {
		const live = came(came(on, ['a', 'new'], ['b', 'changed']), ['a', 'changed'], ['b', 'changed']);
		expect([...live.fresh]).toEqual([
			['a', 'new'],
			['b', 'changed'],
		]);
		expect([...seen(live, 'a').fresh.keys()]).toEqual(['b']);
		expect([...came(seen(live, 'a'), ['a', 'changed']).fresh]).toContainEqual(['a', 'changed']);
	});

	test('without news, or on a row without a mark, nothing is drawn anew', () => {
		const live = came(on, ['a', 'new']);
		expect(came(live)).toBe(live);
		expect(seen(live, 'b')).toBe(live);
		expect(seen(live, null)).toBe(live);
		expect(reduceLive(live, { type: 'live', isOn: true })).toBe(live);
	});

	test('a night of news keeps the latest 2000 marks', () => {
		const night = Array.from({ length: 2_003 }, (_, index) => [`${index}`, 'new'] as const);
		const { fresh } = came(came(on, ...night.slice(0, 1_500)), ...night.slice(1_500));
		expect(fresh.size).toBe(2_000);
		expect([...fresh.keys()][0]).toBe('3');
		expect(fresh.has('2002')).toBe(true);
	});

	test('switching off clears the marks but not the knowledge of deleted conversations', () => {
		const live = checked(came(on, ['a', 'new']), ['b'], ['b']);
		expect(reduceLive(live, { type: 'live', isOn: false })).toEqual({ ...notLive, gone: new Set(['b']) });
		expect(reduceLive(notLive, { type: 'live', isOn: true })).toEqual(on);
	});

	test('a conversation that is found again is no longer gone; an unchanged check changes nothing', () => {
		const live = checked(on, ['a', 'b'], ['a']);
		expect([...live.gone]).toEqual(['a']);
		expect(checked(live, ['a', 'b'], ['a'])).toBe(live);
		expect([...checked(live, ['b'], ['b']).gone]).toEqual(['a', 'b']);
		expect([...checked(live, ['a'], []).gone]).toEqual([]);
		expect([...checked(live, ['a', 'b'], ['b']).gone]).toEqual(['b']);
	});

	test('remembers where the reader is', () => {
		const tail = { id: 'a', turn: 't', isAtEnd: true };
		expect(reduceLive(on, { type: 'live-tail', tail }).tail).toEqual(tail);
	});
});
