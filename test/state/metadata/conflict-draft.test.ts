import { describe, expect, test } from 'vitest';
import { mergeMetadata } from '../../../src/domain/metadata-merge.ts';
import {
	type ConflictDraft,
	chooseSide,
	chooseSideForAll,
	conflictDraft,
	moveConflict,
	nextUnchosen,
	resolvedSave,
	selectedConflict,
} from '../../../src/state/metadata/conflict-draft.ts';

const base = { a: '0', b: '0', c: '0', d: '0' };
const mine = { a: 'mine', b: 'mine', c: 'mine', d: '0' };
const theirs = { a: 'theirs', b: 'theirs', c: 'theirs', d: 'theirs' };
const draft: ConflictDraft = conflictDraft(
	{ id: 'x', base, mine, says: 'Saved.' },
	'X',
	theirs,
	mergeMetadata(base, mine, theirs),
);
const keyAt = (at: ConflictDraft | null) => (at === null ? null : selectedConflict(at)?.key);

describe('keys that someone else also changed', () => {
	test('are gone through one by one, up to the ends, each from its start', () => {
		expect(keyAt(draft)).toBe('a');
		const scrolled = { ...draft, top: 4 };
		expect(moveConflict(scrolled, 1)).toMatchObject({ selected: 1, top: 0 });
		expect(keyAt(moveConflict(scrolled, 9))).toBe('c');
		expect(moveConflict(scrolled, -1)).toBe(scrolled);
	});

	test('get the side chosen for each, and the rest of both maps', () => {
		const chosen = chooseSide(moveConflict(chooseSide(draft, 'theirs'), 1), 'mine');
		const all = chooseSide(moveConflict(chosen, 1), 'theirs');
		expect(resolvedSave(all)).toEqual({
			id: 'x',
			says: 'Saved.',
			base: theirs,
			mine: { a: 'theirs', b: 'mine', c: 'theirs', d: 'theirs' },
		});
	});

	test('can all get the same side, whatever was chosen before', () => {
		const chosen = chooseSideForAll(chooseSide(draft, 'mine'), 'theirs');
		expect(resolvedSave(chosen).mine).toEqual(theirs);
		expect(resolvedSave(chooseSideForAll(draft, 'mine')).mine).toEqual({ ...mine, d: 'theirs' });
	});

	test('without a choice are found from the cursor on, around the end', () => {
		const onB = chooseSide(moveConflict(draft, 1), 'mine');
		expect(keyAt(nextUnchosen(draft))).toBe('a');
		expect(keyAt(nextUnchosen(onB))).toBe('c');
		const onC = chooseSide(moveConflict(onB, 1), 'mine');
		expect(keyAt(nextUnchosen(onC))).toBe('a');
		expect(nextUnchosen(chooseSideForAll(onC, 'mine'))).toBeNull();
	});

	test('are none if the maps agree by now', () => {
		const none = { ...draft, merge: mergeMetadata(base, base, theirs) };
		expect(selectedConflict(none)).toBeNull();
		expect(chooseSide(none, 'mine')).toBe(none);
		expect(nextUnchosen(none)).toBeNull();
	});
});
