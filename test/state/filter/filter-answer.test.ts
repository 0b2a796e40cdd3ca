import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { resolveQuery } from '../../../src/filter/resolve.ts';
import { emptyQuery } from '../../../src/filter/tree.ts';
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
} from '../../../src/state/filter/filter-answer.ts';
import {
	draftOf,
	type FilterDraft,
	filterRows,
	isEdited,
	queryOf,
} from '../../../src/state/filter/filter-draft.ts';
import { choiceAt, choicesOf, type FilterKnown } from '../../../src/state/filter/filter-steps.ts';
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
