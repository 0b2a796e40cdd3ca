import { expect, test } from 'vitest';
import { noTakeovers, reduceTakeovers, type TakeoverEvent } from '../../src/state/takeovers.ts';
import { at } from '../store/fixtures.ts';

const noon = at('2026-11-22T12:00:00Z');
const later = at('2026-11-22T13:00:00Z');
const heldAfter = (...events: readonly TakeoverEvent[]) => events.reduce(reduceTakeovers, noTakeovers);

test('a conversation is taken over until it is handed back or deleted', () => {
	const taken = { type: 'takeover', id: 'a', at: noon } as const;
	expect([...heldAfter(taken).takeovers]).toEqual([['a', noon]]);
	expect(heldAfter(taken, { type: 'takeover', id: 'a', at: null }).takeovers.size).toBe(0);
	expect(heldAfter(taken, { type: 'deletion', id: 'a', stage: 'deleting' }).takeovers.size).toBe(1);
	expect(heldAfter(taken, { type: 'deletion', id: 'a', stage: 'deleted' }).takeovers.size).toBe(0);
});

test('a takeover of this session counts before one of the session before', () => {
	const before = new Map([
		['a', noon],
		['b', noon],
	]);
	expect(
		heldAfter({ type: 'takeover', id: 'a', at: later }, { type: 'takeovers-before', takeovers: before }),
	).toEqual({
		...noTakeovers,
		takeovers: new Map([
			['a', later],
			['b', noon],
		]),
	});
});

test('a deletion that failed leaves nothing behind', () => {
	const begun = heldAfter({ type: 'deletion', id: 'a', stage: 'deleting' });
	expect([...begun.deletions]).toEqual([['a', 'deleting']]);
	expect(reduceTakeovers(begun, { type: 'deletion', id: 'a', stage: null })).toEqual(noTakeovers);
	expect(reduceTakeovers(begun, { type: 'deletion', id: 'b', stage: null }).deletions).toBe(begun.deletions);
});
