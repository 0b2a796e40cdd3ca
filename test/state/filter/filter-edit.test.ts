import { describe, expect, test } from 'vitest';
import {
	afterChange,
	draftOf,
	type FilterDraft,
	filterRows,
	moveSelection,
	queryOf,
	reopened,
	selectedRow,
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
import { query } from '../../store/fixtures.ts';

const asked = 'or=(id.eq.1,id.eq.2)&name=eq.a';

/** A draft with the cursor on the nth row. */
function draftAt(row: number, text = asked): FilterDraft {
	const draft = draftOf(query(text));
	return { ...draft, selected: filterRows(draft)[row]?.key ?? 'apply' };
}

const rowAt = (draft: FilterDraft) => filterRows(draft).findIndex(({ key }) => key === draft.selected);

describe('the row under the cursor', () => {
	test.each<[string, (draft: FilterDraft) => FilterDraft | null, number, string, number]>([
		['is copied below itself', duplicateSelected, 1, 'or=(id.eq.1,id.eq.1,id.eq.2)&name=eq.a', 2],
		['is copied with all it holds', duplicateSelected, 0, `or=(id.eq.1,id.eq.2)&${asked}`, 4],
		['is removed', removeSelected, 1, 'or=(id.eq.2)&name=eq.a', 1],
		['is removed with all it holds', removeSelected, 0, 'name=eq.a', 0],
		['is removed at the end', removeSelected, 4, 'or=(id.eq.1,id.eq.2)', 4],
		['is switched off', toggleSelected, 4, 'or=(id.eq.1,id.eq.2)', 4],
		['is switched off with all it holds', toggleSelected, 0, 'name=eq.a', 0],
		[
			'moves down among its siblings',
			(draft) => moveSelected(draft, 1),
			0,
			'name=eq.a&or=(id.eq.1,id.eq.2)',
			1,
		],
		[
			'moves up among its siblings',
			(draft) => moveSelected(draft, -1),
			2,
			'or=(id.eq.2,id.eq.1)&name=eq.a',
			1,
		],
		['stays at the top', (draft) => moveSelected(draft, -1), 1, asked, 1],
		['stays at the bottom', (draft) => moveSelected(draft, 1), 2, asked, 2],
		['joins the group above it', indentSelected, 4, 'or=(id.eq.1,id.eq.2,name.eq.a)', 3],
		['leaves its group', outdentSelected, 1, 'or=(id.eq.2)&id=eq.1&name=eq.a', 3],
		['changes the join of its group', rejoinSelected, 2, 'and=(id.eq.1,id.eq.2)&name=eq.a', 2],
		['changes the join of the group it adds to', rejoinSelected, 3, 'and=(id.eq.1,id.eq.2)&name=eq.a', 3],
		['changes its own join', rejoinSelected, 0, 'and=(id.eq.1,id.eq.2)&name=eq.a', 0],
		['is negated as a group', negateSelected, 0, 'not.or=(id.eq.1,id.eq.2)&name=eq.a', 0],
		[
			'keeps the rows without a value when negated',
			negateSelected,
			4,
			'or=(id.eq.1,id.eq.2)&or=(name.neq.a,name.is.null)',
			4,
		],
	])('%s', (_, change, row, after, to) => {
		const draft = change(draftAt(row));
		if (draft === null) throw new TypeError('The change is possible.');
		expect(queryOf(draft)).toEqual(query(after));
		expect(rowAt(draft)).toBe(to);
	});

	test.each<[string, (draft: FilterDraft) => FilterDraft | null, number]>([
		['joins no condition', indentSelected, 2],
		['joins no group if it is the first', indentSelected, 0],
		['leaves no group at the top', outdentSelected, 4],
		['has no join at the top', rejoinSelected, 4],
		['has no join below the rows', rejoinSelected, 5],
		['is none below the rows to join', indentSelected, 5],
		['is none below the rows to leave', outdentSelected, 5],
	])('%s', (_, change, row) => {
		expect(change(draftAt(row))).toBeNull();
	});

	test('stays where it is at either end of three', () => {
		const three = 'id=eq.1&id=eq.2&id=eq.3';
		for (const [row, by] of [
			[0, -1],
			[2, 1],
		] as const) {
			const draft = moveSelected(draftAt(row, three), by);
			expect(queryOf(draft)).toEqual(query(three));
			expect(rowAt(draft)).toBe(row);
		}
	});

	test('at an end stays there, which is no change to take back', () => {
		const [top, bottom] = [draftAt(1), draftAt(2)];
		expect(afterChange(top, moveSelected(top, -1)).past).toEqual([]);
		expect(afterChange(bottom, moveSelected(bottom, 1)).past).toEqual([]);
	});

	test('is none below the rows: there nothing is removed, copied, moved or switched off', () => {
		const below = draftAt(5);
		for (const change of [removeSelected, duplicateSelected, toggleSelected])
			expect(change(below)).toBe(below);
		expect(moveSelected(below, 1)).toBe(below);
	});

	test('is read back when it is negated twice', () => {
		for (const text of ['name=eq.a', 'name=is.null', 'not.or=(id.eq.1,id.eq.2)'])
			expect(queryOf(negateSelected(negateSelected(draftAt(0, text))))).toEqual(query(text));
		expect(queryOf(negateSelected(draftAt(0, 'name=is.null')))).toEqual(query('name=not.is.null'));
		expect(queryOf(negateSelected(draftAt(0, 'name=not.eq.a')))).toEqual(query('name=eq.a'));
	});

	test('stays a group when it is negated while it holds a row switched off', () => {
		const three = draftAt(3, 'or=(name.neq.a,name.is.null,id.eq.1)');
		const negated = negateSelected({
			...toggleSelected(three),
			selected: three.root.children[0] ? `node ${three.root.children[0].id}` : 'apply',
		});
		expect(negated.root.children).toMatchObject([{ kind: 'group', negated: true, children: { length: 3 } }]);
	});

	test('loses the objection of the server when it changes', () => {
		const draft = draftAt(4);
		const refused = withRefusals(draft, [
			{ parameter: 'name', message: 'No.' },
			{ parameter: 'or', message: 'No.' },
		]);
		expect([...toggleSelected({ ...refused, selected: draft.selected }).refused.keys()]).toEqual([
			draftAt(0).selected,
		]);
	});
});

describe('a new row', () => {
	test.each([
		['after the row under the cursor, in its group', 1, 0, 1],
		['at the end of the group under the cursor', 0, 0, 2],
		['at the end of the group that the row under the cursor adds to', 3, 0, 2],
		['at the end of all rows', 6, null, 2],
	])('comes %s', (_, row, group, index) => {
		const draft = draftAt(row);
		const parent = group === null ? draft.root.id : draft.root.children[group]?.id;
		expect(insertionPoint(draft)).toEqual({ parent, index });
		const added = addGroup(draft);
		expect(selectedRow(added.draft)?.node).toMatchObject({
			kind: 'group',
			id: added.id,
			join: 'or',
			children: [],
		});
	});
});

describe('the rows of the filter', () => {
	test('are gone through in a circle', () => {
		expect(rowAt(moveSelection(draftAt(0), -1))).toBe(9);
		expect(rowAt(moveSelection(draftAt(9), 1))).toBe(0);
		expect(rowAt(moveSelection(draftAt(2), 1))).toBe(3);
	});

	test('say how deep they are, how they are joined, and whether they count', () => {
		const rows = filterRows(toggleSelected(draftAt(0)));
		expect(rows.map(({ depth, join, isOff }) => `${depth} ${join} ${isOff}`).slice(0, 6)).toEqual([
			'0 null true',
			'1 null true',
			'1 or true',
			'1 or true',
			'0 and false',
			'0 null false',
		]);
	});

	test('that are added after the filter is opened again have numbers of their own', () => {
		const off = toggleSelected(duplicateSelected(draftAt(2)));
		const again = reopened(queryOf(off), off.root);
		const { draft, id } = addGroup(again);
		const ids = filterRows(draft).flatMap(({ node }) => (node === null ? [] : [node.id]));
		expect(new Set(ids).size).toBe(ids.length);
		expect(ids).toContain(id);
		expect(again.selected).toBe(filterRows(again)[0]?.key);
	});

	test('have no problem while they are valid, nor has an empty group', () => {
		for (const draft of [draftAt(0), addGroup(draftAt(6)).draft])
			expect([firstProblem(draft), rowProblems(draft).size]).toEqual([null, 0]);
	});

	test('show the objections of the server, and the cursor goes to the first of them', () => {
		const draft = draftAt(0);
		expect(withRefusals(draft, [])).toBe(draft);
		const refused = withRefusals(draft, [{ parameter: 'name', message: 'No.' }]);
		expect(rowAt(refused)).toBe(4);
		expect([...rowProblems(refused).values()]).toEqual(['The server says: No.']);
		const negated = negateSelected(draft);
		expect(withRefusals(negated, [{ parameter: 'not.or', message: 'No.' }]).selected).toBe(negated.selected);
		expect(withRefusals(toggleSelected(draft), [{ parameter: 'or', message: 'No.' }]).selected).toBe('apply');
	});
});
