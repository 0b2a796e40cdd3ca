import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalizeListQuery } from '../../../src/filter/format.ts';
import { emptyQuery, type SaidFilter, type SaidLeaf, type SaidQuery } from '../../../src/filter/tree.ts';
import {
	afterChange,
	type DraftNode,
	draftOf,
	emptyGroups,
	type FilterDraft,
	filterRows,
	isEdited,
	moveSelection,
	partUnderCursor,
	queryOf,
	reopened,
	selectedRow,
	takeBack,
} from '../../../src/state/filter/filter-draft.ts';
import {
	addGroup,
	duplicateSelected,
	indentSelected,
	insertionPoint,
	moveSelected,
	negateSelected,
	outdentSelected,
	rejoinSelected,
	removeSelected,
	toggleSelected,
} from '../../../src/state/filter/filter-edit.ts';
import { firstProblem, rowProblems, withRefusals } from '../../../src/state/filter/filter-problems.ts';
import { query as anyQuery } from '../../filter/arbitraries.ts';
import { query } from '../../store/fixtures.ts';

function idsOf(node: DraftNode): number[] {
	return node.kind === 'condition' ? [node.id] : [node.id, ...node.children.flatMap(idsOf)];
}

function conditionsOf(filter: SaidFilter | DraftNode): SaidLeaf[] {
	if (filter.kind === 'group') return filter.children.flatMap(conditionsOf);
	return ['condition' in filter ? filter.condition : filter];
}

/** The effect of each key on a draft; an impossible change leaves it as it is. */
const edits: Readonly<Record<string, (draft: FilterDraft) => FilterDraft>> = {
	down: (draft) => moveSelection(draft, 1),
	up: (draft) => moveSelection(draft, -1),
	duplicate: duplicateSelected,
	remove: removeSelected,
	group: (draft) => addGroup(draft).draft,
	toggle: toggleSelected,
	negate: negateSelected,
	join: (draft) => rejoinSelected(draft) ?? draft,
	into: (draft) => indentSelected(draft) ?? draft,
	out: (draft) => outdentSelected(draft) ?? draft,
	lower: (draft) => moveSelected(draft, 1),
	higher: (draft) => moveSelected(draft, -1),
};
const moves = ['down', 'up', 'into', 'out', 'lower', 'higher', 'join'];
const keys = (names: readonly string[]) => fc.array(fc.constantFrom(...names), { maxLength: 30 });

function pressing(start: FilterDraft, names: readonly string[]): FilterDraft {
	return names.reduce((draft, name) => edits[name]?.(draft) ?? draft, start);
}

describe('a draft', () => {
	test('of any query gives the same query back', () => {
		fc.assert(
			fc.property(anyQuery, (any) => {
				expect(queryOf(draftOf(any))).toEqual(normalizeListQuery(any));
			}),
		);
	});

	test('stays valid after any edits: ids are unique, the cursor is on a row, and it makes a query', () => {
		fc.assert(
			fc.property(anyQuery, keys(Object.keys(edits)), (any, names) => {
				const draft = pressing(draftOf(any), names);
				const ids = idsOf(draft.root);
				expect(new Set(ids).size).toBe(ids.length);
				for (const id of ids) expect(id).toBeLessThan(draft.nextId);
				expect(selectedRow(draft)).toBeDefined();
				expect(() => queryOf(draft)).not.toThrow();
			}),
		);
	});

	test('loses no condition when rows are moved', () => {
		fc.assert(
			fc.property(anyQuery, keys(moves), (any, names) => {
				const start = draftOf(any);
				const sorted = (draft: FilterDraft) =>
					conditionsOf(draft.root)
						.map((condition) => JSON.stringify(condition))
						.sort();
				expect(sorted(pressing(start, names))).toEqual(sorted(start));
			}),
		);
	});

	test('rows switched off leave the query, and return when switched on', () => {
		fc.assert(
			fc.property(anyQuery, fc.nat({ max: 9 }), (any, steps) => {
				const start = moveSelection(draftOf(any), 0);
				const there = Array.from({ length: steps }).reduce<FilterDraft>((d) => moveSelection(d, 1), start);
				const off = toggleSelected(there);
				const gone = removeSelected(there);
				expect(queryOf(off)).toEqual(queryOf(gone));
				expect(queryOf(toggleSelected(off))).toEqual(queryOf(start));
			}),
		);
	});

	test('reopens with the rows switched off as long as they belong to the present query', () => {
		const asked = query('name=eq.a&id=eq.b');
		const off = toggleSelected(draftOf(asked));
		const left = queryOf(off);
		expect(left.filters).toEqual(asked.filters.slice(1));
		expect(filterRows(reopened(left, off.root)).map(({ isOff }) => isOff)).toEqual([
			true,
			false,
			false,
			false,
			false,
			false,
			false,
		]);
		expect(queryOf(toggleSelected(reopened(left, off.root)))).toEqual(asked);
		expect(queryOf(reopened(asked, off.root))).toEqual(asked);
		expect(conditionsOf(reopened(emptyQuery, off.root).root)).toEqual([]);
	});
});

describe('taking back', () => {
	const pressed = (draft: FilterDraft, name: string): FilterDraft =>
		afterChange(draft, edits[name]?.(draft) ?? draft);

	test('goes back through every change to the draft as it was opened', () => {
		fc.assert(
			fc.property(anyQuery, keys(Object.keys(edits)), (any, names) => {
				const start = draftOf(any);
				let draft = names.reduce(pressed, start);
				const ids = draft.nextId;
				for (let back = takeBack(draft); back !== null; back = takeBack(draft)) {
					expect(back.past.length).toBe(draft.past.length - 1);
					draft = back;
				}
				expect(draft.root).toBe(start.root);
				expect(isEdited(draft)).toBe(false);
				// An id that was given once names no other row.
				expect(draft.nextId).toBe(ids);
			}),
		);
	});

	test('moving the cursor is no change', () => {
		const draft = draftOf(query('name=eq.a&id=eq.b'));
		expect(isEdited(pressed(pressed(draft, 'down'), 'up'))).toBe(false);
		expect(filterRows(draft).map(({ key }) => key)).not.toContain('discard');
		const changed = pressed(draft, 'remove');
		expect(isEdited(changed)).toBe(true);
		expect(filterRows(changed).at(-1)?.key).toBe('discard');
	});
});

describe('the row that adds to a group', () => {
	const group = draftOf(query('name=eq.a&or=(id.eq.1,id.eq.2)'));
	const into = filterRows(group).find(({ key }) => key.startsWith('into '));
	const there: FilterDraft = { ...group, selected: into?.key ?? 'apply' };

	test('stands below its rows, and shows their joining word', () => {
		expect(filterRows(group).findIndex(({ key }) => key === into?.key)).toBe(4);
		expect(into).toMatchObject({ depth: 1, join: 'or', node: null });
	});

	test('is the place of a new row and a new group, and o changes its group', () => {
		expect(insertionPoint(there)).toEqual({ parent: group.root.children[1]?.id, index: 2 });
		const joined = rejoinSelected(there);
		expect(joined && queryOf(joined)).toEqual(query('name=eq.a&and=(id.eq.1,id.eq.2)'));
	});
});

describe('the part of the query under the cursor', () => {
	const draft = draftOf(query('name=eq.a&or=(id.eq.1,id.eq.2)&metadata->x=eq.y&limit=5'));
	const parts = (of: FilterDraft) =>
		filterRows(of).map(({ key }) => partUnderCursor({ ...of, selected: key }));

	test('is the filter that the row is in, the order or the limit', () => {
		expect(parts(draft)).toEqual([0, 1, 1, 1, 1, 2, null, null, 'order', 'limit', null]);
	});

	test('is none for a row that is switched off, and counts without it', () => {
		expect(parts(toggleSelected(draft)).slice(0, 6)).toEqual([null, 0, 0, 0, 0, 1]);
	});
});

describe('moving rows', () => {
	const start = (text: string): FilterDraft => draftOf(query(text));
	const asked = (draft: FilterDraft): SaidQuery => queryOf(draft);

	test('moves into the group above, and out of it to the place after it', () => {
		const two = moveSelection(moveSelection(start('or=(id.eq.1,id.eq.2)&name=eq.a'), 1), 1);
		const in3 = indentSelected(moveSelection(two, 2));
		expect(in3 && asked(in3)).toEqual(query('or=(id.eq.1,id.eq.2,name.eq.a)'));
		expect(in3 && outdentSelected(in3)).not.toBeNull();
		const out = in3 === null ? null : outdentSelected(in3);
		expect(out && asked(out)).toEqual(query('or=(id.eq.1,id.eq.2)&name=eq.a'));
		expect(indentSelected(two)).toBeNull();
		expect(indentSelected(moveSelection(two, 1))).toBeNull();
	});

	test('the top is joined by "and" only', () => {
		expect(rejoinSelected(start('id=eq.1'))).toBeNull();
		const group = rejoinSelected(start('or=(id.eq.1,id.eq.2)'));
		expect(group && asked(group)).toEqual(query('and=(id.eq.1,id.eq.2)'));
	});

	test('a removed row leaves the cursor at its place, on the next row', () => {
		const left = removeSelected(start('id=eq.1&name=eq.a'));
		expect(asked(left)).toEqual(query('name=eq.a'));
		expect(selectedRow(left)?.node).toMatchObject({ condition: { operand: 'a' } });
	});
});

describe('problems', () => {
	test('are shown at the invalid row, unless it is switched off', () => {
		const draft = draftOf(query('name=eq.a&created_at=gte.soon'));
		const [, second] = filterRows(draft);
		expect(firstProblem(draft)).toBe(second?.key);
		expect([...rowProblems(draft).values()].join()).toContain('"soon" is not a time');
		const off = toggleSelected({ ...draft, selected: second?.key ?? 'apply' });
		expect(firstProblem(off)).toBeNull();
	});

	test.each([
		['name=match.a(', 'not closed'],
		['id=like.a\\', 'backslash'],
		['name=is.true', 'cannot be true or false'],
	])('%s is refused', (text, words) => {
		const draft = draftOf(query(text));
		expect(rowProblems(draft).get(draft.selected)).toContain(words);
	});

	test('an empty group is none: it is counted, and left out of the query', () => {
		const { draft } = addGroup(draftOf(query('name=eq.a')));
		expect(firstProblem(draft)).toBeNull();
		expect(emptyGroups(draft.root)).toBe(1);
		expect(queryOf(draft)).toEqual(query('name=eq.a'));
		expect(emptyGroups(toggleSelected(draft).root)).toBe(0);
		const inside = addGroup(draft).draft;
		expect(emptyGroups(inside.root)).toBe(1);
		expect(queryOf(inside)).toEqual(query('name=eq.a'));
	});

	test('an objection of the server is shown at the row it names', () => {
		const draft = draftOf(query('name=eq.a&metadata->tier=eq.b&or=(id.eq.1,id.eq.2)&limit=5'));
		const [, tier, group] = filterRows(draft);
		const told = (parameter: string | null) => [
			...withRefusals(draft, [{ parameter, message: 'No.' }]).refused.keys(),
		];
		expect(told('metadata->tier')).toEqual([tier?.key]);
		expect(told('or')).toEqual([group?.key]);
		expect(told('limit')).toEqual(['limit']);
		expect(told('order')).toEqual(['order']);
		expect(told('else')).toEqual(['apply']);
		expect(told(null)).toEqual(['apply']);
	});
});
