import { describe, expect, test } from 'vitest';
import type { Metadata } from '../../../src/domain/conversation.ts';
import {
	createDraft,
	draftLines,
	editDraft,
	isChanged,
	type MetadataDraft,
	moveLine,
	rowProblems,
	rowState,
	selectedRow,
	selectLine,
	toMetadata,
	typedStep,
	withMap,
} from '../../../src/state/metadata/metadata-draft.ts';
import {
	allowGuarded,
	askHere,
	askNewKey,
	askRename,
	guardedOf,
	revertRow,
	stepBack,
	takeTyped,
	toggleRemoved,
} from '../../../src/state/metadata/metadata-edit.ts';
import { fillOffer, metadataOffers, moveOffer } from '../../../src/state/metadata/metadata-offers.ts';
import {
	isLong,
	keyOfValue,
	leaveArea,
	openArea,
	typeInStep,
	valueProblem,
} from '../../../src/state/metadata/metadata-typing.ts';
import { editing, inserting, replacing } from '../../../src/state/typing/field-change.ts';

const draftOf = (metadata: Metadata): MetadataDraft => editDraft({ id: 'c', name: null, metadata });
const on = (draft: MetadataDraft, key: string): MetadataDraft => {
	const row = draft.rows.find((candidate) => candidate.key === key);
	if (row === undefined) throw new TypeError(`There is no row ${key}`);
	return selectLine(draft, `row ${row.id}`);
};
const answer = (draft: MetadataDraft, text: string): MetadataDraft =>
	takeTyped(typeInStep(draft, replacing(text)));
const add = (draft: MetadataDraft, key: string, value: string): MetadataDraft =>
	answer(answer(askNewKey(draft), key), value);
const keyAt = (draft: MetadataDraft) => selectedRow(draft)?.key ?? draft.selected;

describe('a row', () => {
	const two = add(add(draftOf({ a: '1' }), 'b', '2'), 'c', '3');

	test('that was added disappears when it is removed, and the cursor goes to the next one', () => {
		const without = toggleRemoved(on(two, 'b'));
		expect(toMetadata(without)).toEqual({ a: '1', c: '3' });
		expect(keyAt(without)).toBe('c');
		expect(keyAt(toggleRemoved(without))).toBe('add');
		expect(revertRow(on(two, 'b'))).toEqual(without);
	});

	test('of the server stays in sight when it is removed, and comes back by the same key or Enter', () => {
		const removed = toggleRemoved(on(two, 'a'));
		expect(keyAt(removed)).toBe('a');
		expect(removed.rows.map(rowState)).toEqual(['removed', 'added', 'added']);
		expect(toMetadata(askHere(removed))).toEqual(toMetadata(two));
		expect(toMetadata(revertRow(removed))).toEqual(toMetadata(two));
		expect(askRename(removed)).toBe(removed);
	});

	test('that was renamed and changed goes back to what the server has', () => {
		const changed = answer(askHere(on(answer(askRename(on(two, 'a')), 'z'), 'z')), '9');
		expect(toMetadata(changed)).toEqual({ z: '9', b: '2', c: '3' });
		expect(toMetadata(revertRow(changed))).toEqual({ a: '1', b: '2', c: '3' });
	});

	test('that is as the server has it cannot go back', () => {
		const draft = on(two, 'a');
		expect(revertRow(draft)).toBe(draft);
	});

	test('is the only thing that these keys act on', () => {
		const below = selectLine(two, 'save');
		for (const act of [askHere, askRename, toggleRemoved, revertRow]) expect(act(below)).toBe(below);
		expect(askHere(selectLine(two, 'add')).step).toMatchObject({ kind: 'key', row: null });
		expect(askNewKey(two).selected).toBe('add');
	});

	test('keeps its name if the same one is typed again', () => {
		const telnyx = draftOf({ assistant_id: 'x' });
		const renaming = allowGuarded(askRename(on(telnyx, 'assistant_id')));
		expect(takeTyped({ ...renaming, allowed: new Set() }).step).toBeNull();
	});

	test('that is typed twice is refused before any confirmation', () => {
		const asked = answer(askNewKey(draftOf({ note: 'x', ai_disabled: 'true' })), 'ai_disabled');
		expect(asked.step).toMatchObject({ kind: 'key', problem: expect.stringContaining('already exists') });
	});

	test('that was removed is the one restored by typing its key again', () => {
		const gone = toggleRemoved(on(toggleRemoved(on(draftOf({ a: '1', b: '2', c: '3' }), 'a')), 'b'));
		const again = answer(askNewKey(gone), 'b');
		expect(again).toMatchObject({
			selected: 'row 1',
			step: { kind: 'value', editor: { text: '2' }, selected: -1 },
		});
		expect(toMetadata(again)).toEqual({ b: '2', c: '3' });
	});

	test('counts as changed with another value, and doubled with the same one', () => {
		const base = draftOf({ a: '1' });
		expect(isChanged(answer(askHere(on(base, 'a')), '2'))).toBe(true);
		const doubled = answer(askRename(on(add(toggleRemoved(on(base, 'a')), 'b', '1'), 'b')), 'a');
		expect(isChanged(doubled)).toBe(false);
		expect(isChanged(toggleRemoved(selectLine(doubled, 'row 0')))).toBe(true);
	});

	test('with an empty key from another editor cannot be sent', () => {
		expect([...rowProblems(withMap(draftOf({}), { '': 'x' })).values()]).toEqual(['This key is empty.']);
	});

	test('that was added under a key of Telnyx needs one confirmation, not two', () => {
		const added = answer(allowGuarded(answer(askNewKey(draftOf({})), 'assistant_id')), 'x');
		expect(toMetadata(added)).toEqual({ assistant_id: 'x' });
		expect(askHere({ ...on(added, 'assistant_id'), allowed: new Set() }).step).toMatchObject({
			kind: 'value',
		});
	});
});

test('a conversation is titled by its name, or else by its id', () => {
	expect(editDraft({ id: 'c', name: 'Refund', metadata: {} }).target).toMatchObject({ title: 'Refund' });
	expect(draftOf({}).target).toMatchObject({ title: 'c' });
});

test('the keys of Telnyx that were not allowed need a confirmation', () => {
	const draft = { ...draftOf({}), allowed: new Set(['assistant_id']) };
	expect(guardedOf(draft, ['assistant_id', 'tier', 'ai_disabled'])).toEqual(['ai_disabled']);
	expect(allowGuarded(draft)).toBe(draft);
	const sending = {
		...draft,
		step: { kind: 'guard', keys: ['ai_disabled'], next: { kind: 'send' } },
	} as const;
	expect(stepBack(sending).step).toEqual({ kind: 'diff', top: 0 });
	expect(allowGuarded(sending)).toMatchObject({
		step: null,
		allowed: new Set(['assistant_id', 'ai_disabled']),
	});
});

describe('a new conversation', () => {
	const draft = createDraft('Refund', { tier: 'gold' });

	test('has a line for its name, on which the cursor starts', () => {
		expect(draftLines(draft)).toEqual(['name', 'row 0', 'add', 'save']);
		expect(draft.rows.map(rowState)).toEqual(['added']);
		expect(askHere(draft).step).toMatchObject({ kind: 'name', editor: { text: 'Refund', caret: 6 } });
		const named = answer(askHere(draft), 'Booking');
		expect(named).toMatchObject({ name: 'Booking', step: null });
		expect([isChanged(draft), isChanged(named)]).toEqual([false, true]);
	});

	test('has lines that are gone through in a circle', () => {
		expect(moveLine(draft, 1).selected).toBe('row 0');
		expect(moveLine(draft, -1).selected).toBe('save');
		expect(moveLine({ ...draft, selected: 'save' }, 1)).toMatchObject({ selected: 'name', valueTop: 0 });
		expect(moveLine(draft, -6).selected).toBe('add');
		expect(moveLine({ ...draft, selected: 'row 99' }, 1).selected).toBe('row 0');
	});
});

describe('typing', () => {
	const known = {
		assistants: new Map([
			['id-1', 'Reception'],
			['id-2', 'Billing'],
		]),
		metadataKeys: Array.from({ length: 60 }, (_, index) => `key${index}`),
		valuesOf: () => ['id-3', 'id-1'],
	};
	const key = askNewKey(draftOf({}));
	const value = allowGuarded(askHere(on(draftOf({ assistant_id: 'x' }), 'assistant_id')));

	test.each([
		['59 characters', 'x'.repeat(59), false],
		['60 characters', 'x'.repeat(60), true],
		['two lines', 'a\nb', true],
		['an old line end', 'a\rb', true],
		['nothing', '', false],
	])('a value of %s', (_, text, expected) => {
		expect(isLong(text)).toBe(expected);
	});

	test('another text takes back the choice and the problem; moving the caret does not', () => {
		const refused = moveOffer(takeTyped(key), known, 1);
		expect(refused.step).toMatchObject({ selected: 0, problem: 'A key needs at least one character.' });
		expect(typeInStep(refused, editing('left'))).toEqual(refused);
		expect(typeInStep(refused, inserting('x')).step).toMatchObject({ selected: -1, problem: null });
		const chosen = moveOffer(value, known, 1);
		expect(typeInStep(chosen, editing('start')).step).toMatchObject({ selected: 0, editor: { caret: 0 } });
		expect(typeInStep(chosen, inserting('y')).step).toMatchObject({ selected: -1, editor: { text: 'xy' } });
	});

	test('goes nowhere without a field', () => {
		const draft = draftOf({ a: '1' });
		expect(typeInStep(draft, inserting('x'))).toBe(draft);
		for (const act of [openArea, takeTyped]) expect(act(draft)).toBe(draft);
		expect(leaveArea(draft, stepBack)).toBe(draft);
		expect(moveOffer(draft, known, 1)).toBe(draft);
		expect(fillOffer(draft, known, true)).toBe(draft);
		expect(metadataOffers(draft, known)).toEqual([]);
		expect(valueProblem(draft)).toBeNull();
		const name = askHere(createDraft('', {}));
		expect(moveOffer(name, known, 1)).toBe(name);
		expect(typeInStep(name, inserting('x')).step).toMatchObject({ editor: { text: 'x' } });
	});

	test('suggestions are gone through in a circle, with the typed text as one of the stops', () => {
		const at = (draft: MetadataDraft) =>
			draft.step !== null && 'selected' in draft.step ? draft.step.selected : null;
		expect(metadataOffers(value, known).map(({ text, hint }) => `${text} ${hint}`.trim())).toEqual([
			'id-3',
			'id-1 Reception',
			'id-2 Billing',
		]);
		expect(at(moveOffer(value, known, -1))).toBe(2);
		expect(at(moveOffer(moveOffer(value, known, -1), known, 1))).toBe(-1);
		expect(metadataOffers(key, known)).toHaveLength(50);
	});

	test('a suggestion is filled in by its place, else the first one only if asked for', () => {
		const second = moveOffer(moveOffer(value, known, 1), known, 1);
		expect(fillOffer(second, known, true).step).toMatchObject({
			editor: { text: 'id-1', caret: 4 },
			selected: -1,
		});
		expect(fillOffer(value, known, false)).toBe(value);
		const nothing = typeInStep(value, replacing('zzz'));
		expect(fillOffer(nothing, known, true)).toBe(nothing);
	});

	test('a value on several lines keeps its caret, and is left at once if it did not change', () => {
		const area = openArea(typeInStep(value, editing('start')));
		expect(area.step).toMatchObject({ kind: 'area', area: { text: 'x', caret: 0 }, isWarned: false });
		expect(leaveArea(area, stepBack).step).toBeNull();
		expect(toMetadata(takeTyped(typeInStep(area, inserting('a\nb'))))).toEqual({ assistant_id: 'a\nbx' });
	});

	test('a value on several lines of a new key goes back to the key', () => {
		const area = openArea(answer(key, 'tier'));
		expect(leaveArea(area, stepBack).step).toMatchObject({ kind: 'key', editor: { text: 'tier' } });
		expect(toMetadata(answer(area, 'gold'))).toEqual({ tier: 'gold' });
		const one = typeInStep(area, inserting('x'));
		expect(leaveArea(one, stepBack).step).toMatchObject({ isWarned: true });
	});

	test('a value that must be JSON says so also on several lines', () => {
		const area = openArea(askHere(on(draftOf({ n: [3] }), 'n')));
		expect(valueProblem(area)).toBeNull();
		expect(valueProblem(typeInStep(area, replacing('[3,\n')))).toContain('This value must be JSON.');
		expect(valueProblem(typeInStep(openArea(answer(key, 'tier')), replacing('[')))).toBeNull();
	});

	test('the first value of a key gets its type back when it is typed again', () => {
		const text = answer(askHere(on(draftOf({ a: '1', n: 3 }), 'n')), '"four"');
		expect(toMetadata(text)).toEqual({ a: '1', n: 'four' });
		expect(toMetadata(answer(askHere(on(text, 'n')), '3'))).toEqual({ a: '1', n: 3 });
		expect(toMetadata(answer(askHere(on(text, 'n')), '4'))).toEqual({ a: '1', n: '4' });
	});

	test('keys that are there are not suggested, unless they were removed', () => {
		const texts = (draft: MetadataDraft) => metadataOffers(askNewKey(draft), known).map(({ text }) => text);
		const there = draftOf({ key1: 'x', key2: 'x' });
		expect(texts(there).slice(0, 2)).toEqual(['key0', 'key3']);
		expect(texts(toggleRemoved(on(there, 'key2'))).slice(0, 2)).toEqual(['key0', 'key2']);
	});

	test('only an assistant is suggested with its name', () => {
		const tier = answer(askNewKey(draftOf({})), 'tier');
		expect(tier.step).toMatchObject({ kind: 'value', selected: -1 });
		expect(metadataOffers(tier, known)).toEqual([
			{ text: 'id-3', hint: '' },
			{ text: 'id-1', hint: '' },
		]);
	});

	test('every field opens on the typed text, not on a suggestion', () => {
		const closed = { selected: -1 };
		expect(askHere(on(draftOf({ a: '1' }), 'a')).step).toMatchObject({ ...closed, editor: { text: '1' } });
		expect(askRename(on(draftOf({ a: '1' }), 'a')).step).toMatchObject({ ...closed, editor: { text: 'a' } });
		expect(stepBack(answer(key, 'tier')).step).toMatchObject({ ...closed, editor: { text: 'tier' } });
		expect(key.step).toMatchObject(closed);
		const long = askHere(on(draftOf({ a: 'x'.repeat(60) }), 'a'));
		expect(long.step).toMatchObject({ kind: 'area', isWarned: false });
		const pasted = typeInStep(askHere(on(draftOf({ a: '1' }), 'a')), inserting('\n'));
		expect(pasted.step).toMatchObject({ kind: 'area', isWarned: false });
	});

	test('a step has a field of one line, or none', () => {
		expect(typedStep(key.step)).toBe(key.step);
		expect(typedStep(openArea(value).step)).toBeNull();
		expect(typedStep(null)).toBeNull();
	});

	test('a value belongs to a row, or to a key still to be added', () => {
		const draft = draftOf({ a: '1', b: '2' });
		expect(keyOfValue(draft, { newKey: 'tier' })).toBe('tier');
		expect(keyOfValue(draft, { row: 1 })).toBe('b');
		expect(keyOfValue(draft, { row: 9 })).toBe('');
	});
});
