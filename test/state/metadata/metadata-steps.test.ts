import { describe, expect, test } from 'vitest';
import type { Metadata } from '../../../src/domain/conversation.ts';
import {
	createDraft,
	draftLines,
	editDraft,
	endLine,
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
	remembering,
	restingStep,
	stepBack,
	stepOut,
	takeBack,
	takeTyped,
	toggleRemoved,
} from '../../../src/state/metadata/metadata-edit.ts';
import { fillOffer, metadataOffers, moveOffer } from '../../../src/state/metadata/metadata-offers.ts';
import {
	caretAt,
	isLong,
	keyOfValue,
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

	test('that was added is the one under the cursor, by a number of its own', () => {
		expect(two.rows.map(({ id }) => id)).toEqual([0, 1, 2]);
		expect(keyAt(two)).toBe('c');
	});

	test('that was added gives way to the map from another editor', () => {
		expect(withMap(two, { a: '1', c: '4' }).rows).toMatchObject([
			{ key: 'a', value: '1' },
			{ id: two.nextId, key: 'c', value: '4', was: null },
		]);
	});

	test('that was added disappears when it is removed, and the cursor goes to the next one', () => {
		const without = toggleRemoved(on(two, 'b'));
		expect(toMetadata(without)).toEqual({ a: '1', c: '3' });
		expect(keyAt(without)).toBe('c');
		expect(keyAt(toggleRemoved(without))).toBe('add');
	});

	test('of the server stays in sight when it is removed, and comes back by the same key or Enter', () => {
		const removed = toggleRemoved(on(two, 'a'));
		expect(keyAt(removed)).toBe('a');
		expect(removed.rows.map(rowState)).toEqual(['removed', 'added', 'added']);
		expect(toMetadata(askHere(removed))).toEqual(toMetadata(two));
		expect(askRename(removed)).toBe(removed);
	});

	test('is the only thing that these keys act on', () => {
		const below = selectLine(two, 'save');
		for (const act of [askHere, askRename, toggleRemoved]) expect(act(below)).toBe(below);
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

describe('taking back', () => {
	const did = (draft: MetadataDraft, act: (draft: MetadataDraft) => MetadataDraft): MetadataDraft =>
		remembering(draft, act(draft));
	const base = draftOf({ a: '1', b: '2' });

	test('undoes one change after another, with the cursor where each was made', () => {
		const renamed = did(askRename(on(base, 'a')), (draft) => answer(draft, 'z'));
		const changed = did(askHere(renamed), (draft) => answer(draft, '9'));
		const removed = did(on(changed, 'b'), toggleRemoved);
		expect(toMetadata(removed)).toEqual({ z: '9' });
		const first = takeBack(selectLine(removed, 'save'));
		expect([toMetadata(first), keyAt(first)]).toEqual([{ z: '9', b: '2' }, 'b']);
		const second = takeBack({ ...first, valueTop: 3, step: { kind: 'diff', top: 0 } });
		expect([toMetadata(second), keyAt(second)]).toEqual([{ z: '1', b: '2' }, 'z']);
		expect(second).toMatchObject({ valueTop: 0, step: null });
		const third = takeBack(second);
		expect(third).toMatchObject({ rows: base.rows, past: [] });
		expect(takeBack(third)).toBe(third);
	});

	test('undoes the name of a new conversation', () => {
		const named = did(askHere(createDraft('Refund', {})), (draft) => answer(draft, 'Booking'));
		expect(takeBack(named)).toMatchObject({ name: 'Refund', selected: 'name', past: [] });
	});

	test('leaves out steps without a change, and what was taken back', () => {
		const here = on(base, 'a');
		const same = answer(did(here, askHere), '1');
		for (const draft of [did(here, askHere), did(here, () => same), did(here, () => on(base, 'b'))])
			expect(draft.past).toEqual([]);
		const removed = did(here, toggleRemoved);
		expect(did(removed, takeBack).past).toEqual([]);
	});

	test('reaches 100 changes back', () => {
		const draft = Array.from({ length: 101 }).reduce<MetadataDraft>(
			(before) => did(before, toggleRemoved),
			on(base, 'a'),
		);
		expect(draft.past).toHaveLength(100);
		expect(draft.past[0]?.rows.map(rowState)).toEqual(['removed', 'same']);
	});
});

describe('a form that is left', () => {
	const keyed = answer(askNewKey(draftOf({ note: 'x' })), 'assistant_id');

	test('opens again in its field, never with a question', () => {
		expect(keyed.step).toMatchObject({ kind: 'guard', next: { kind: 'take-key' } });
		expect(restingStep(keyed.step)).toMatchObject({ kind: 'key', editor: { text: 'assistant_id' } });
		expect(restingStep({ kind: 'guard', keys: ['ai_disabled'], next: { kind: 'send' } })).toBeNull();
		expect(restingStep(null)).toBeNull();
		const { step } = askNewKey(draftOf({}));
		expect(restingStep(step)).toBe(step);
	});

	test('takes a typed name and value, and no key that is not finished', () => {
		const named = typeInStep(askHere(createDraft('', {})), replacing('Refund'));
		expect(stepOut(named)).toMatchObject({ name: 'Refund', step: null });
		const value = typeInStep(askHere(on(draftOf({ note: 'x' }), 'note')), inserting('y'));
		expect(stepOut(value)).toMatchObject({ rows: [{ value: 'xy' }], step: null });
		const key = typeInStep(askRename(on(draftOf({ note: 'x' }), 'note')), replacing('n'));
		expect(stepOut(key)).toMatchObject({ rows: [{ key: 'note' }], step: null });
	});

	test('holds a change as soon as its field has other text, or a new key', () => {
		const name = askHere(createDraft('Refund', {}));
		const rename = askRename(on(draftOf({ note: 'x' }), 'note'));
		const add = askNewKey(draftOf({}));
		const tier = answer(add, 'tier');
		const value = askHere(on(draftOf({ n: 3 }), 'n'));
		const guarded = askHere(on(draftOf({ ai_disabled: 'true' }), 'ai_disabled'));
		for (const draft of [name, rename, add, value, openArea(value), guarded])
			expect(isChanged(draft)).toBe(false);
		for (const draft of [name, rename, add, value, openArea(value)])
			expect(isChanged(typeInStep(draft, inserting('4')))).toBe(true);
		for (const draft of [
			tier,
			openArea(tier),
			keyed,
			typeInStep(stepOut(answer(add, 'tier')), replacing('t')),
		])
			expect(isChanged(draft)).toBe(true);
		const kept = stepOut(typeInStep(tier, inserting('gold')));
		expect(isChanged(typeInStep(kept, replacing('')))).toBe(true);
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
		expect(endLine({ ...draft, valueTop: 2 }, 'last')).toMatchObject({ selected: 'save', valueTop: 0 });
		expect(endLine({ ...draft, selected: 'save' }, 'first').selected).toBe('name');
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
		for (const act of [stepBack, stepOut]) expect(act(draft)).toEqual(draft);
		expect(caretAt(draft, 1)).toBe(draft);
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

	test('a value on several lines keeps its caret, and is taken when it is left', () => {
		const area = openArea(typeInStep(value, editing('start')));
		expect(area.step).toMatchObject({ kind: 'area', area: { text: 'x', caret: 0 } });
		expect(stepOut(area)).toMatchObject({ step: null, rows: value.rows });
		const typed = typeInStep(area, inserting('a\nb'));
		for (const act of [takeTyped, stepOut]) expect(toMetadata(act(typed))).toEqual({ assistant_id: 'a\nbx' });
		expect(toMetadata(stepBack(typed))).toEqual({ assistant_id: 'x' });
	});

	test('a value on several lines of a new key goes back to the key, and is there again after it', () => {
		const area = openArea(answer(key, 'tier'));
		expect(stepOut(area).step).toMatchObject({ kind: 'key', editor: { text: 'tier' }, value: '' });
		expect(toMetadata(answer(area, 'gold'))).toEqual({ tier: 'gold' });
		const left = stepOut(typeInStep(area, inserting('a\nb')));
		expect(left.step).toMatchObject({ kind: 'key', editor: { text: 'tier' }, value: 'a\nb' });
		expect(takeTyped(left).step).toMatchObject({
			kind: 'area',
			of: { newKey: 'tier' },
			area: { text: 'a\nb' },
		});
	});

	test('a value that must be JSON says so also on several lines', () => {
		const area = openArea(askHere(on(draftOf({ n: [3] }), 'n')));
		expect(valueProblem(area)).toBeNull();
		const wrong = typeInStep(area, replacing('[3,\n4'));
		const problem = 'Line 2, character 2: A closing ] is missing.';
		expect(valueProblem(wrong)).toEqual({ ok: false, at: 5, problem });
		const open = { kind: 'area', area: { text: '[3,\n4', caret: 5 } };
		expect(stepOut(typeInStep(wrong, editing('start'))).step).toMatchObject(open);
		expect(valueProblem(typeInStep(openArea(answer(key, 'tier')), replacing('[')))).toBeNull();
	});

	test('the first value of a key gets its type back when it is typed again', () => {
		const text = answer(askHere(on(draftOf({ a: '1', n: 3 }), 'n')), '"four"');
		expect(toMetadata(text)).toEqual({ a: '1', n: 'four' });
		expect(toMetadata(answer(askHere(on(text, 'n')), '3'))).toEqual({ a: '1', n: 3 });
		expect(toMetadata(answer(askHere(on(text, 'n')), '4'))).toEqual({ a: '1', n: '4' });
	});

	test('the word null is a text like any other', () => {
		const added = add(draftOf({}), 'tier', 'gold');
		expect(toMetadata(answer(askHere(on(added, 'tier')), 'null'))).toEqual({ tier: 'null' });
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
		expect(long.step).toMatchObject({ kind: 'area', area: { text: 'x'.repeat(60) } });
		const pasted = typeInStep(askHere(on(draftOf({ a: '1' }), 'a')), inserting('\n'));
		expect(pasted.step).toMatchObject({ kind: 'area', area: { text: '1\n' } });
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
