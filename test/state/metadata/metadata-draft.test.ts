import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Metadata } from '../../../src/domain/conversation.ts';
import { type JsonValue, jsonText } from '../../../src/domain/json.ts';
import {
	createDraft,
	draftChanges,
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
	withMap,
} from '../../../src/state/metadata/metadata-draft.ts';
import {
	allowGuarded,
	askHere,
	askNewKey,
	askRename,
	remembering,
	restingStep,
	stepBack,
	stepOut,
	takeBack,
	takeTyped,
	toggleRemoved,
} from '../../../src/state/metadata/metadata-edit.ts';
import {
	complete,
	fillOffer,
	metadataOffers,
	moveOffer,
} from '../../../src/state/metadata/metadata-offers.ts';
import { openArea, typeInStep, valueProblem } from '../../../src/state/metadata/metadata-typing.ts';
import { inserting } from '../../../src/state/typing/field-change.ts';
import { objectOf } from '../../domain/json-texts.ts';

const draftOf = (metadata: Metadata): MetadataDraft => editDraft({ id: 'c', name: null, metadata });
const type = (draft: MetadataDraft, text: string): MetadataDraft => typeInStep(draft, inserting(text));
const on = (draft: MetadataDraft, key: string): MetadataDraft => {
	const row = draft.rows.find((candidate) => candidate.key === key);
	if (row === undefined) throw new TypeError(`There is no row ${key}`);
	return selectLine(draft, `row ${row.id}`);
};
const add = (draft: MetadataDraft, key: string, value: string): MetadataDraft =>
	takeTyped(type(takeTyped(type(askNewKey(draft), key)), value));
const clear = (draft: MetadataDraft): MetadataDraft =>
	typeInStep(draft, { line: () => ({ text: '', caret: 0 }), area: (area) => area });
const setValue = (draft: MetadataDraft, key: string, value: string): MetadataDraft =>
	takeTyped(type(clear(askHere(on(draft, key))), value));
const states = (draft: MetadataDraft): string[] => draft.rows.map((row) => `${row.key} ${rowState(row)}`);

describe('a metadata draft', () => {
	test('has the keys in the order of the pane, and its cursor on the first that is not Telnyx’s', () => {
		const draft = draftOf({ b: '1', a: '2', assistant_id: 'x', telnyx_agent_target: 'y' });
		expect(draft.rows.map(({ key }) => key)).toEqual(['telnyx_agent_target', 'assistant_id', 'a', 'b']);
		expect(selectedRow(draft)?.key).toBe('a');
		expect(draftLines(draftOf({}))).toEqual(['add', 'save']);
		expect(draftOf({}).selected).toBe('add');
	});

	test('a key is added with its value, renamed, changed, removed and brought back', () => {
		let draft = add(draftOf({ a: '1', b: '2', c: '3' }), 'd', '4');
		draft = setValue(draft, 'a', 'one');
		draft = takeTyped(type(clear(askRename(on(draft, 'b'))), 'bee'));
		draft = toggleRemoved(on(draft, 'c'));
		expect(states(draft)).toEqual(['a changed', 'bee renamed', 'c removed', 'd added']);
		expect(toMetadata(draft)).toEqual({ a: 'one', bee: '2', d: '4' });
		expect(toMetadata(toggleRemoved(draft))).toEqual({ a: 'one', bee: '2', c: '3', d: '4' });
		expect(draftChanges(draft).map(({ key }) => key)).toEqual(['a', 'b', 'bee', 'c', 'd']);
	});

	test('a step back from the value of a new key keeps it for later, and from the key adds nothing', () => {
		const draft = takeTyped(type(askNewKey(draftOf({ a: '1' })), 'tier'));
		const again = takeTyped(stepOut(type(draft, 'gold')));
		expect(again.step).toMatchObject({ kind: 'value', of: { newKey: 'tier' }, editor: { text: 'gold' } });
		expect(draft.step).toMatchObject({ kind: 'value', of: { newKey: 'tier' } });
		const back = stepBack(draft);
		expect(back.step).toMatchObject({ kind: 'key', editor: { text: 'tier' } });
		expect(toMetadata(stepBack(back))).toEqual({ a: '1' });
		expect(isChanged(stepBack(back))).toBe(false);
	});

	test('an empty or existing key is refused with the reason', () => {
		const draft = draftOf({ a: '1', b: '2' });
		expect(takeTyped(askNewKey(draft)).step).toMatchObject({
			problem: 'A key needs at least one character.',
		});
		expect(takeTyped(type(askNewKey(draft), 'a')).step).toMatchObject({
			problem: expect.stringContaining('already exists'),
		});
		const renamed = takeTyped(type(clear(askRename(on(draft, 'b'))), 'a'));
		expect(renamed.step).toMatchObject({ problem: expect.stringContaining('already exists') });
	});

	test('a removed key that is added again is the same key with another value', () => {
		const removed = toggleRemoved(on(draftOf({ a: '1' }), 'a'));
		const again = takeTyped(type(askNewKey(removed), 'a'));
		expect(again.step).toMatchObject({ kind: 'value', editor: { text: '1' } });
		expect(states(takeTyped(again))).toEqual(['a same']);
	});

	test('a restored key whose name was reused exists twice: both rows say so', () => {
		let draft = toggleRemoved(on(draftOf({ a: '1', b: '2' }), 'a'));
		draft = takeTyped(type(clear(askRename(on(draft, 'b'))), 'a'));
		expect(rowProblems(draft).size).toBe(0);
		draft = toggleRemoved(moveLine(draft, -1));
		expect([...rowProblems(draft).values()]).toEqual([
			expect.stringContaining('“a” exists twice'),
			expect.stringContaining('“a” exists twice'),
		]);
		expect(isChanged(draft)).toBe(true);
	});

	test('an empty key from the server is accepted', () => {
		expect(rowProblems(draftOf({ '': 'odd' })).size).toBe(0);
	});

	test('values received as JSON keep their type and are typed as JSON', () => {
		const base = objectOf('{"n":3,"o":{"x":[1.10,9007199254740993],"x":1},"t":true,"z":null}');
		for (const key of Object.keys(base))
			expect(jsonText(toMetadata(takeTyped(askHere(on(draftOf(base), key)))))).toBe(jsonText(base));
		const there = setValue(draftOf(base), 'n', '4');
		expect(toMetadata(there)).toEqual({ ...base, n: 4 });
		expect(toMetadata(setValue(there, 'n', '3'))).toEqual(base);
		expect(jsonText(toMetadata(setValue(there, 't', '["hangup", 1.50]')).t ?? null)).toBe('["hangup",1.50]');
		const text = setValue(there, 'n', '"four"');
		expect(toMetadata(text)).toEqual({ ...base, n: 'four' });
		expect(toMetadata(setValue(text, 'n', '{five'))).toEqual({ ...base, n: '{five' });
	});

	test('a value received as JSON must stay valid JSON', () => {
		const draft = setValue(draftOf({ n: [3] }), 'n', '[3, 4');
		expect(draft.step).toMatchObject({ kind: 'value', editor: { text: '[3, 4' } });
		expect(valueProblem(draft)).toEqual({
			ok: false,
			at: 5,
			problem: 'Character 6: A closing ] is missing.',
		});
		expect(draft.step).toMatchObject({ editor: { caret: 5 } });
		expect(valueProblem(setValue(draftOf({ n: {} }), 'n', '{"a":1,"a":2}'))).toMatchObject({
			at: 7,
			problem: 'Character 8: the key “a” exists twice.',
		});
	});

	test('keys named like properties of every object are ordinary keys', () => {
		const base: Metadata = JSON.parse('{"__proto__": "p", "constructor": "c"}');
		const draft = add(setValue(draftOf(base), '__proto__', 'q'), 'toString', 't');
		expect(JSON.parse(JSON.stringify(toMetadata(draft)))).toEqual(
			JSON.parse('{"__proto__": "q", "constructor": "c", "toString": "t"}'),
		);
		expect(draftChanges(draft).map(({ key }) => key)).toEqual(['__proto__', 'toString']);
	});
});

describe('Telnyx’s own keys', () => {
	const draft = draftOf({ ai_disabled: 'true', note: 'x' });

	test('need one confirmation before they are changed, renamed or removed', () => {
		const asked = askHere(on(draft, 'ai_disabled'));
		expect(asked.step).toMatchObject({ kind: 'guard', keys: ['ai_disabled'] });
		expect(stepBack(asked).step).toBeNull();
		const allowed = allowGuarded(asked);
		expect(allowed.step).toMatchObject({ kind: 'value', editor: { text: 'true' } });
		expect(askRename(stepBack(allowed)).step).toMatchObject({ kind: 'key' });
		expect(askRename(on(draft, 'ai_disabled')).step).toMatchObject({ kind: 'guard' });
		const removal = toggleRemoved(on(draft, 'ai_disabled'));
		expect(toMetadata(removal)).toEqual({ ai_disabled: 'true', note: 'x' });
		expect(toMetadata(allowGuarded(removal))).toEqual({ note: 'x' });
	});

	test('need a confirmation when a key is renamed to one of them', () => {
		const asked = takeTyped(type(askNewKey(draft), 'assistant_id'));
		expect(asked.step).toMatchObject({ kind: 'guard', keys: ['assistant_id'] });
		expect(stepBack(asked).step).toMatchObject({ kind: 'key', editor: { text: 'assistant_id' } });
		expect(allowGuarded(asked).step).toMatchObject({ kind: 'value', of: { newKey: 'assistant_id' } });
		const renaming = takeTyped(type(clear(askRename(on(draft, 'note'))), 'telnyx_new'));
		expect(renaming.step).toMatchObject({ kind: 'guard', keys: ['telnyx_new'] });
		expect(toMetadata(allowGuarded(renaming))).toEqual({ ai_disabled: 'true', telnyx_new: 'x' });
	});

	test('need no confirmation if the filter demands them', () => {
		const made = createDraft('', { assistant_id: 'a' });
		expect(askHere(on(made, 'assistant_id')).step).toMatchObject({ kind: 'value' });
		expect(isChanged(made)).toBe(false);
	});
});

describe('typing', () => {
	test('several lines pasted into a value stay several lines', () => {
		const pasted = type(askHere(on(draftOf({ note: 'a' }), 'note')), ' one\r\ntwo');
		expect(pasted.step).toMatchObject({ kind: 'area', area: { text: 'a one\ntwo' } });
		expect(toMetadata(takeTyped(pasted))).toEqual({ note: 'a one\ntwo' });
		const long = askHere(takeTyped(pasted));
		expect(long.step).toMatchObject({ kind: 'area' });
		expect(toMetadata(stepOut(type(long, '!')))).toEqual({ note: 'a one\ntwo!' });
	});

	test('text in an open field counts as an edit, and is there when the draft is reopened', () => {
		const asked = askHere(on(draftOf({ note: 'a' }), 'note'));
		expect(isChanged(asked)).toBe(false);
		const typed = type(openArea(asked), 'b');
		expect(isChanged(typed)).toBe(true);
		expect(restingStep(typed.step)).toMatchObject({ kind: 'area', area: { text: 'ab' } });
		expect(restingStep({ kind: 'diff', top: 0 })).toBeNull();
	});

	test('Tab takes the suggestion and leads from a key to its value', () => {
		const asked = type(askNewKey(draftOf({ note: 'a' })), 't');
		const value = complete(asked, known);
		expect(value.step).toMatchObject({ kind: 'value', of: { newKey: 'tier' } });
		expect(complete(type(value, 'g'), known).step).toMatchObject({ kind: 'value', editor: { text: 'gold' } });
		expect(complete(askNewKey(draftOf({})), { ...known, metadataKeys: [] }).step).toMatchObject({
			kind: 'key',
			problem: null,
		});
	});

	const known = {
		assistants: new Map([['assistant-1', 'Reception']]),
		metadataKeys: ['note', 'tier', 'ticket'],
		valuesOf: () => ['gold', 'silver'],
	};

	test('suggests keys of other conversations that are not there yet', () => {
		const asked = type(askNewKey(draftOf({ note: 'a' })), 't');
		expect(metadataOffers(asked, known).map(({ text }) => text)).toEqual(['tier', 'ticket']);
		const second = moveOffer(moveOffer(asked, known, 1), known, 1);
		expect(fillOffer(second, known, false).step).toMatchObject({ editor: { text: 'ticket' }, selected: -1 });
		expect(fillOffer(asked, known, true).step).toMatchObject({ editor: { text: 'tier' } });
		expect(fillOffer(asked, known, false)).toEqual(asked);
	});

	test('suggests the values seen for a key: all of them, until something else is typed', () => {
		const asked = askHere(on(draftOf({ tier: 'gold' }), 'tier'));
		expect(metadataOffers(asked, known).map(({ text }) => text)).toEqual(['silver']);
		expect(metadataOffers(type(clear(asked), 'g'), known).map(({ text }) => text)).toEqual(['gold']);
	});

	test('suggests assistants by their names, and what is documented for a key', () => {
		const asked = allowGuarded(askHere(on(draftOf({ assistant_id: 'x' }), 'assistant_id')));
		expect(metadataOffers(type(clear(asked), 'recep'), known)).toEqual([
			{ text: 'assistant-1', hint: 'Reception' },
		]);
		const disabled = allowGuarded(takeTyped(type(askNewKey(draftOf({})), 'ai_disabled')));
		expect(metadataOffers(disabled, { ...known, valuesOf: () => [] }).map(({ text }) => text)).toEqual([
			'true',
			'false',
		]);
	});
});

const key = fc.oneof(
	fc.constantFrom('a', 'b', 'c', 'ai_disabled', '__proto__', 'constructor', ''),
	fc.string({ maxLength: 6, unit: 'grapheme' }),
);
const value: fc.Arbitrary<JsonValue> = fc.oneof(
	fc.string({ maxLength: 8, unit: 'grapheme' }),
	fc.json().map((text): JsonValue => JSON.parse(text)),
);
const map = fc
	.array(fc.tuple(key, value), { maxLength: 6 })
	.map((entries): Metadata => Object.fromEntries(entries));
const command = fc.oneof(
	fc.record({ kind: fc.constant('type' as const), text: fc.oneof(key, fc.string({ maxLength: 4 })) }),
	fc
		.constantFrom(
			...([
				'here',
				'new',
				'rename',
				'remove',
				'undo',
				'take',
				'back',
				'allow',
				'down',
				'up',
				'clear',
			] as const),
		)
		.map((kind) => ({ kind })),
);
type Command = typeof command extends fc.Arbitrary<infer C> ? C : never;

function apply(draft: MetadataDraft, step: Command): MetadataDraft {
	return remembering(draft, applied(draft, step));
}

function applied(draft: MetadataDraft, step: Command): MetadataDraft {
	switch (step.kind) {
		case 'type':
			return type(draft, step.text);
		case 'here':
			return draft.step === null ? askHere(draft) : draft;
		case 'new':
			return draft.step === null ? askNewKey(draft) : draft;
		case 'rename':
			return draft.step === null ? askRename(draft) : draft;
		case 'remove':
			return draft.step === null ? toggleRemoved(draft) : draft;
		case 'undo':
			return draft.step === null ? takeBack(draft) : draft;
		case 'take':
			return takeTyped(draft);
		case 'back':
			return stepBack(draft);
		case 'allow':
			return allowGuarded(draft);
		case 'down':
			return draft.step === null ? moveLine(draft, 1) : draft;
		case 'up':
			return draft.step === null ? moveLine(draft, -1) : draft;
		case 'clear':
			return clear(draft);
	}
}

describe('after any edits', () => {
	test('every doubled key has a problem at its rows, and the cursor is on a line', () => {
		fc.assert(
			fc.property(map, fc.array(command, { maxLength: 40 }), (base, commands) => {
				const draft = commands.reduce(apply, draftOf(base));
				const keys = draft.rows.filter(({ isRemoved }) => !isRemoved).map((row) => row.key);
				if (rowProblems(draft).size === 0) expect(new Set(keys).size).toBe(keys.length);
				else expect(isChanged(draft)).toBe(true);
				expect(draftLines(draft)).toContain(draft.selected);
				expect(new Set(draft.rows.map(({ id }) => id)).size).toBe(draft.rows.length);
			}),
		);
	});

	test('taking back every change, one by one, gives the map as it was', () => {
		fc.assert(
			fc.property(map, fc.array(command, { maxLength: 40 }), (base, commands) => {
				const start = commands.reduce(apply, draftOf(base));
				let draft: MetadataDraft = { ...start, step: null };
				for (const _ of start.past) {
					const before = draft;
					draft = takeBack(draft);
					expect(draft.rows).not.toEqual(before.rows);
				}
				expect(draftChanges(draft)).toEqual([]);
				expect(isChanged(draft)).toBe(false);
			}),
		);
	});

	test('a map from another editor is kept exactly, and equal values are no change', () => {
		fc.assert(
			fc.property(map, map, (base, mine) => {
				const draft = withMap(draftOf(base), mine);
				// By key: the default order would call toString, which a value can define itself.
				const inOrder = (map: object) => Object.entries(map).toSorted(([a], [b]) => (a < b ? -1 : 1));
				expect(inOrder(toMetadata(draft))).toEqual(inOrder(mine));
				expect(isChanged(withMap(draftOf(base), base))).toBe(false);
				const ids = draft.rows.map(({ id }) => id);
				expect(new Set(ids).size).toBe(ids.length);
				for (const id of ids) expect(id).toBeLessThan(draft.nextId);
			}),
		);
	});
});
