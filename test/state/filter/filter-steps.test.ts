import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { resolveQuery } from '../../../src/filter/resolve.ts';
import { emptyQuery, plainColumn, type SaidFilter, type SaidQuery } from '../../../src/filter/tree.ts';
import { choiceAt, choicesOf, type FilterKnown } from '../../../src/state/filter/filter-choices.ts';
import {
	draftOf,
	type FilterDraft,
	filterRows,
	isEdited,
	queryOf,
} from '../../../src/state/filter/filter-draft.ts';
import {
	askLimit,
	askNew,
	askRow,
	fillChoice,
	moveChoice,
	oneBack,
	openStep,
	previewOf,
	takeAll,
	takeAnswer,
	typeAnswer,
} from '../../../src/state/filter/filter-steps.ts';
import { editorOf } from '../../../src/state/typing/line-editor.ts';
import { query as anyQuery } from '../../filter/arbitraries.ts';
import { at, query } from '../../store/fixtures.ts';

const known: FilterKnown = {
	assistants: new Map([
		['assistant-1', 'Booking'],
		['assistant-2', 'Billing'],
	]),
	metadataKeys: ['tier', 'assistant_id'],
	valuesOf: (column) => {
		if (column.kind === 'plain') return [];
		return column.key === 'telnyx_conversation_channel' ? ['phone_call', 'sms'] : ['gold', 'silver'];
	},
	when: { now: at('2026-11-22T12:00:00Z'), zone: () => 60 },
};

const type = (draft: FilterDraft, text: string) => typeAnswer(draft, () => editorOf(text));
const enter = (draft: FilterDraft) => takeAnswer(draft, known);

/** The texts of the present choices, and the index that Enter takes. */
function offered(draft: FilterDraft): readonly [readonly string[], number] {
	const step = openStep(draft);
	if (step === null) return [[], -1];
	const choices = choicesOf(step, known);
	return [choices.map(({ text }) => text), choiceAt(step, choices, known)];
}

test('Enter on an unchanged value changes nothing', () => {
	fc.assert(
		fc.property(anyQuery, (any) => {
			const draft = draftOf(any);
			for (const { key, node } of filterRows(draft)) {
				if (node?.kind !== 'condition') continue;
				const after = enter(askRow({ ...draft, selected: key }, 'value'));
				// An invalid answer is refused, and the question stays open.
				if (openStep(after) === null) expect(queryOf(after)).toEqual(queryOf(draft));
				else expect(openStep(after)?.problem).not.toBeNull();
			}
		}),
	);
});

test('a date gets a new time only when it is typed again', () => {
	const draft = enter(type(enter(type(askNew(draftOf(emptyQuery)), 'last')), '24h'));
	const later = { ...known, when: { ...known.when, now: at('2026-11-23T12:00:00Z') } };
	const [row] = filterRows(draft);
	const again = askRow({ ...draft, selected: row?.key ?? 'apply' }, 'value');
	expect(openStep(again)?.editor.text).toBe('24h');
	expect(queryOf(takeAnswer(again, later))).toEqual(queryOf(draft));
	expect(queryOf(takeAnswer(type(again, '25h'), later))).not.toEqual(queryOf(draft));
});

test('a date of the server is UTC and stays UTC when edited', () => {
	const step = openStep(askRow(draftOf(query('created_at=gte.2026-11-01')), 'value'));
	expect(step?.editor.text).toBe('2026-11-01T00:00Z');
});

describe('choices', () => {
	test('typing narrows the columns, and any other word is a metadata key', () => {
		expect(offered(type(askNew(draftOf(emptyQuery)), 'tar'))[0]).toEqual([
			'telnyx_end_user_target',
			'telnyx_agent_target',
			'tar',
		]);
		expect(offered(type(askNew(draftOf(emptyQuery)), 'tier'))).toEqual([['tier'], 0]);
	});

	test('assistants are offered by name; with few values Enter takes the offer', () => {
		const value = enter(type(askNew(draftOf(emptyQuery)), 'assistant'));
		expect(offered(type(value, 'b'))).toEqual([['assistant-1', 'assistant-2'], 0]);
		expect(queryOf(enter(type(value, 'bill')))).toEqual(query('metadata->assistant_id=eq.assistant-2'));
		expect(queryOf(enter(type(value, 'other')))).toEqual(query('metadata->assistant_id=eq.other'));
	});

	test('elsewhere Enter takes the typed text, unless the cursor is on a choice', () => {
		const value = type(enter(type(askNew(draftOf(emptyQuery)), 'tier')), 'g');
		expect(offered(value)).toEqual([['gold'], -1]);
		expect(queryOf(enter(value))).toEqual(query('metadata->tier=eq.g'));
		expect(queryOf(enter(moveChoice(value, known, 1)))).toEqual(query('metadata->tier=eq.gold'));
		expect(queryOf(enter(fillChoice(value, known)))).toEqual(query('metadata->tier=eq.gold'));
	});

	test('text that is no date gives way to the date that begins with it', () => {
		const value = (text: string) => type(enter(type(askNew(draftOf(emptyQuery)), 'created')), text);
		expect(offered(value('yest'))).toEqual([['yesterday'], 0]);
		expect(queryOf(enter(value('yest'))).filters).toMatchObject([{ kind: 'date', said: 'yesterday' }]);
		expect(offered(value('24h'))[1]).toBe(-1);
		expect(enter(value('never')).steps).toHaveLength(2);
	});

	test('a whole phone number is the whole value, a part of one is looked for', () => {
		const value = (text: string) => enter(type(enter(type(askNew(draftOf(emptyQuery)), 'end user')), text));
		expect(queryOf(value('+1 312 555-0100'))).toEqual(
			query('metadata->telnyx_end_user_target=eq.+13125550100'),
		);
		expect(queryOf(value('555-0100'))).toEqual(query('metadata->telnyx_end_user_target=ilike.*5550100*'));
	});

	test('all open questions are answered at once, up to one without a valid answer', () => {
		const asked = askNew(draftOf(emptyQuery));
		expect(takeAll(asked, known).steps).toEqual([]);
		expect(queryOf(takeAll(type(enter(type(asked, 'name')), 'a'), known))).toEqual(query('name=ilike.*a*'));
		const stuck = takeAll(type(enter(type(asked, 'created')), 'never'), known);
		expect(openStep(stuck)).toMatchObject({
			kind: 'value',
			problem: expect.stringContaining('is not a date'),
		});
		expect(openStep(takeAll(type(asked, 'name'), known))).toMatchObject({ kind: 'value' });
	});

	test('a question counts as an edit once something is answered or typed', () => {
		const asked = askNew(draftOf(query('name=eq.a')));
		expect(isEdited(asked)).toBe(false);
		expect(isEdited(type(asked, 'n'))).toBe(true);
		expect(isEdited(enter(type(asked, 'name')))).toBe(true);
		const value = askRow(draftOf(query('name=eq.a')), 'value');
		expect(isEdited(value)).toBe(false);
		expect(isEdited(type(value, 'b'))).toBe(true);
	});

	test('going back asks for the operator and keeps the typed text', () => {
		const value = type(enter(type(askNew(draftOf(emptyQuery)), 'tier')), 'gold');
		const not = enter(type(oneBack(value), '!='));
		expect(openStep(not)).toMatchObject({ kind: 'value', verb: 'neq', editor: { text: 'gold' } });
		expect(oneBack(oneBack(not)).steps.map(({ kind }) => kind)).toEqual(['column']);
		expect(oneBack(oneBack(oneBack(not))).steps).toEqual([]);
		expect(queryOf(enter(not))).toEqual(query('or=(metadata->tier.neq.gold,metadata->tier.is.null)'));
	});
});

describe('a new row', () => {
	test('is under the cursor once it is there, and shows a preview before Enter', () => {
		const value = type(enter(type(askNew(draftOf(emptyQuery)), 'name')), 'refund');
		expect(queryOf(value)).toEqual(emptyQuery);
		expect(queryOf(previewOf(value, known))).toEqual(query('name=ilike.*refund*'));
		expect(enter(value)).toMatchObject({ selected: filterRows(enter(value))[0]?.key, steps: [] });
	});

	test('with a span of time is one row, at the top level and within an "or"', () => {
		const span = (draft: FilterDraft, at?: { parent: number; index: number }) =>
			enter(type(enter(type(oneBack(enter(type(askNew(draft, at), 'last'))), 'during')), 'yesterday'));
		const start = 'last_message_at.gte."2026-11-20T23:00:00.000000+00:00"';
		const end = 'last_message_at.lt."2026-11-21T23:00:00.000000+00:00"';
		expect(queryOf(span(draftOf(emptyQuery))).filters).toMatchObject([{ kind: 'date', said: 'yesterday' }]);
		const group = draftOf(query('or=(id.eq.1,id.eq.2)'));
		const asked = queryOf(span(group, { parent: group.root.children[0]?.id ?? 0, index: 2 }));
		expect(resolveQuery(asked, known.when)).toEqual(query(`or=(id.eq.1,id.eq.2,and(${start},${end}))`));
	});
});

test('a column is found by its spelling in the API, by its word in query texts, and near a mistyped one', () => {
	const asked = (typed: string) => {
		const step = openStep(type(askNew(draftOf(emptyQuery)), typed));
		return step === null ? [] : choicesOf(step, { ...known, metadataKeys: ['tier', 'order_id'] });
	};
	for (const typed of ['tier', 'meta.tier', 'metadata->tier', 'metadata->>tier'])
		expect(asked(typed)[0]).toMatchObject({ label: 'tier' });
	expect(asked('updated')[0]).toMatchObject({ label: 'last message' });
	expect(asked('user')[0]).toMatchObject({ label: 'end user' });
	expect(asked('metadata->teir')).toMatchObject([
		{ label: 'teir', hint: 'no loaded row has this key' },
		{ label: 'tier' },
	]);
});

test('a limit is a whole number, or none', () => {
	const draft = draftOf(query('limit=5'));
	expect(openStep(askLimit(draft))?.editor.text).toBe('5');
	expect(enter(type(askLimit(draft), '70')).limit).toBe(70);
	expect(enter(type(askLimit(draft), '')).limit).toBeNull();
	for (const wrong of ['-1', '1.5', 'ten', '99999999999999999999']) {
		expect(openStep(enter(type(askLimit(draft), wrong)))?.problem).toContain('whole number');
	}
});

/** A question about the nth row of a query. */
function asking(asked: string | SaidQuery, kind: 'column' | 'verb' | 'value', nth = 0): FilterDraft {
	const draft = draftOf(typeof asked === 'string' ? query(asked) : asked);
	return askRow({ ...draft, selected: filterRows(draft)[nth]?.key ?? 'apply' }, kind);
}

/** A query of filters that the API cannot be asked for, since their dates are as they were said. */
function dated(...filters: readonly SaidFilter[]): SaidQuery {
	return { ...emptyQuery, filters };
}
const idIs = (operand: string): SaidFilter => ({
	kind: 'condition',
	column: plainColumn('id'),
	negated: false,
	operator: 'eq',
	operand,
});
const created = { kind: 'date', column: plainColumn('created_at'), negated: false } as const;
const recent: SaidFilter = { ...created, operator: 'gte', said: '24h' };

describe('another column of a row', () => {
	test.each<[string, string | SaidQuery, string, string, string]>([
		['keeps operator and value', 'metadata->tier=neq.gold', 'name', 'neq', 'gold'],
		['keeps a date for another time', dated(recent), 'last', 'gte', '24h'],
		['keeps a timestamp too', 'created_at=lt.2026-11-01T10:00Z', 'last', 'lt', '2026-11-01T10:00Z'],
		['starts anew where a text becomes a time', 'name=eq.a', 'created', 'gte', ''],
		['starts anew where a time becomes a text', dated(recent), 'name', 'contains', ''],
		['starts anew if the operator is not offered', 'created_at=like.2026*', 'last', 'gte', ''],
	])('%s', (_, asked, column, verb, value) => {
		const step = openStep(enter(type(asking(asked, 'column'), column)));
		expect(step).toMatchObject({ kind: 'value', verb, editor: { text: value } });
	});

	test('is the one under the cursor', () => {
		const second = moveChoice(asking('id=eq.a', 'column'), known, 1);
		expect(openStep(enter(second))).toMatchObject({ column: { key: 'telnyx_end_user_target' } });
		const before = moveChoice(moveChoice(second, known, -1), known, -1);
		expect(openStep(enter(before))).toMatchObject({ column: { key: 'tier' } });
	});
});

describe('another operator of a row', () => {
	test.each([
		['keeps the value', 'name=eq.a', 'is not', 'neq', 'a'],
		['drops the value for the question whether there is one', 'name=eq.a', 'has', 'is', ''],
		['starts with no value after that question', 'name=is.null', '!=', 'neq', ''],
	])('%s', (_, text, typed, verb, value) => {
		const step = openStep(enter(type(asking(text, 'verb'), typed)));
		expect(step).toMatchObject({ kind: 'value', verb, editor: { text: value } });
	});

	test('is chosen among all of them', () => {
		expect(openStep(asking('name=eq.a', 'verb'))).toMatchObject({ editor: { text: '' }, selected: null });
		expect(offered(asking('name=eq.a', 'verb'))[0]).toHaveLength(14);
	});

	test('must be one of those offered', () => {
		const draft = enter(type(asking('name=eq.a', 'verb'), 'xyz'));
		expect(openStep(draft)).toMatchObject({
			kind: 'verb',
			problem: expect.stringContaining('no such operator'),
		});
		expect(moveChoice(draft, known, 1)).toEqual(draft);
	});

	test('makes another row of the same value, under the same number', () => {
		const asked = asking('name=eq.a&id=eq.b', 'verb');
		const draft = takeAll(type(asked, 'is not'), known);
		expect(queryOf(draft)).toEqual(query('or=(name.neq.a,name.is.null)&id=eq.b'));
		expect([draft.selected, draft.root.children[0]?.id]).toEqual([asked.selected, 1]);
	});

	test('is asked for by one step back from a value, and the column by the next one', () => {
		expect(openStep(oneBack(asking('name=neq.a', 'value')))).toMatchObject({ kind: 'verb', verb: 'neq' });
		expect(oneBack(asking('name=eq.a', 'verb')).steps).toMatchObject([{ kind: 'column' }]);
		for (const first of [asking('name=eq.a', 'column'), askLimit(draftOf(emptyQuery))])
			expect(oneBack(first).steps).toEqual([]);
		for (const act of [enter, oneBack, (draft: FilterDraft) => takeAll(draft, known)])
			expect(act(draftOf(emptyQuery))).toEqual(draftOf(emptyQuery));
	});
});

describe('another value of a row', () => {
	test.each([
		['replaces the one before', 'name=eq.a', 'b', 'name=eq.b'],
		['leaves a “not” in front', 'name=not.eq.a', 'b', 'name=not.eq.b'],
		['leaves a pasted “neq” as it is', 'name=neq.a', 'b', 'name=neq.b'],
	])('%s', (_, text, typed, after) => {
		const draft = enter(type(asking(text, 'value'), typed));
		expect(queryOf(draft)).toEqual(query(after));
		expect(draft.selected).toBe(filterRows(draft)[0]?.key);
	});

	test('takes away the objection of the server to that row only', () => {
		const draft = asking('name=eq.a&id=eq.b', 'value');
		const [first, second] = filterRows(draft).map(({ key }) => key);
		const refused = new Map([first, second].map((key) => [key ?? 'apply', 'No.'] as const));
		expect([...enter(type({ ...draft, refused }, 'b')).refused.keys()]).toEqual([second]);
	});

	test('is asked for again if the one before is invalid', () => {
		expect(openStep(enter(asking('name=match.a(', 'value')))?.problem).toContain('not closed');
	});

	test('leaves a row switched off', () => {
		const draft = asking('name=eq.a&id=eq.b', 'value');
		const [first] = draft.root.children;
		if (first === undefined) throw new TypeError('There is a row.');
		const off = { ...draft, root: { ...draft.root, children: [{ ...first, enabled: false }] } };
		expect(enter(type(off, 'b')).root.children).toMatchObject([
			{ enabled: false, condition: { operand: 'b' } },
		]);
	});

	test('is refused if the row is gone by now', () => {
		const draft = type(asking('name=eq.a', 'value'), 'b');
		const gone = enter({ ...draft, root: { ...draft.root, children: [] } });
		expect(openStep(gone)?.problem).toBe('This row no longer exists.');
	});

	test('that is a span stays one row as said, also in an “or”', () => {
		const span = (asked: SaidQuery, nth: number) =>
			enter(type(enter(type(asking(asked, 'verb', nth), 'during')), ' yesterday '));
		const during: SaidFilter = { ...created, operator: 'during', said: 'yesterday' };
		const top = span(dated(recent, idIs('1')), 0);
		expect(queryOf(top)).toEqual(dated(during, idIs('1')));
		expect(top.selected).toBe(filterRows(top)[0]?.key);
		const group = { kind: 'group', negated: false } as const;
		const either = (of: SaidFilter): SaidQuery => dated({ ...group, join: 'or', children: [idIs('1'), of] });
		expect(queryOf(span(either(recent), 2))).toEqual(either(during));
		const both = (of: SaidFilter): SaidQuery => either({ ...group, join: 'and', children: [idIs('2'), of] });
		expect(queryOf(span(both(recent), 4))).toEqual(both(during));
	});

	test('is not asked for on other rows', () => {
		const draft = draftOf(query('or=(id.eq.1,id.eq.2)'));
		expect(askRow(draft, 'value')).toBe(draft);
		expect(askRow({ ...draft, selected: 'apply' }, 'value').steps).toEqual([]);
	});
});

test('a single condition that is added to an “or” needs no group', () => {
	const group = draftOf(query('or=(id.eq.1,id.eq.2)'));
	const place = { parent: group.root.children[0]?.id ?? 0, index: 2 };
	const draft = enter(type(enter(type(askNew(group, place), 'tier')), 'gold'));
	expect(queryOf(draft)).toEqual(query('or=(id.eq.1,id.eq.2,metadata->tier.eq.gold)'));
});

describe('the present value', () => {
	test.each<[string, string | SaidQuery, string, number | null]>([
		['a text', 'name=eq.a', 'a', -1],
		['a text that is not contained', 'name=not.ilike.*a*', 'a', -1],
		['a date as it was said', dated(recent), '24h', -1],
		['a text that looks like a date', 'name=eq.2026-11-01', '2026-11-01', -1],
		['a date with its time', 'created_at=gte.2026-11-01T10:00Z', '2026-11-01T10:00Z', -1],
		['the state that is chosen', 'name=is.not_null', '', 1],
		['a state that the column cannot have', 'name=is.true', 'true', null],
	])('is %s', (_, asked, value, selected) => {
		expect(openStep(asking(asked, 'value'))).toMatchObject({
			editor: { text: value },
			asked: value,
			selected,
		});
	});

	test('is one of the stops among the choices, except for a state', () => {
		const value = asking('metadata->tier=eq.x', 'value');
		const stops = [1, 1, 1].map((_, rounds) => {
			const moved = Array.from({ length: rounds + 1 }).reduce<FilterDraft>(
				(at) => moveChoice(at, known, 1),
				type(value, ''),
			);
			return openStep(moved)?.selected;
		});
		expect(stops).toEqual([0, 1, -1]);
		expect(openStep(moveChoice(asking('name=is.null', 'value'), known, -1))?.selected).toBe(1);
	});
});

describe('typing an answer', () => {
	test('takes back the choice and the problem; moving the caret does not', () => {
		const refused = enter(type(askLimit(draftOf(emptyQuery)), 'ten'));
		const moved = typeAnswer(refused, ({ text }) => ({ text, caret: 0 }));
		expect(openStep(moved)).toEqual({ ...openStep(refused), editor: { text: 'ten', caret: 0 } });
		expect(openStep(type(refused, '10'))?.problem).toBeNull();
		const chosen = moveChoice(asking('name=is.null', 'value'), known, 1);
		expect(openStep(type(chosen, 'x'))?.selected).toBeNull();
	});

	test('Tab adds the choice to a list, after the items that are there', () => {
		const list = type(enter(type(asking('metadata->tier=eq.gold', 'verb'), 'in')), '"a,b", si');
		expect(openStep(fillChoice(list, known))?.editor.text).toBe('"a,b", silver');
		expect(queryOf(enter(fillChoice(list, known)))).toEqual(query('metadata->tier=in.("a,b",silver)'));
		const first = type(list, 'si');
		expect(openStep(fillChoice(first, known))?.editor.text).toBe('silver');
	});

	test('Tab does nothing without a choice, and in a limit', () => {
		const value = type(asking('metadata->tier=eq.gold', 'value'), 'xyz');
		expect(fillChoice(value, known)).toEqual(value);
		const limit = type(askLimit(draftOf(emptyQuery)), '5');
		expect(fillChoice(limit, known)).toEqual(limit);
	});

	test('is shown before Enter for values and limits only, as soon as it is valid', () => {
		const column = type(asking('name=eq.a', 'column'), 'id');
		expect(previewOf(column, known)).toBe(column);
		const limit = type(askLimit(draftOf(emptyQuery)), ' 70 ');
		expect(previewOf(limit, known)).toMatchObject({ limit: 70, steps: [], selected: 'limit' });
		const wrong = type(limit, 'ten');
		expect(previewOf(wrong, known)).toBe(wrong);
	});
});
