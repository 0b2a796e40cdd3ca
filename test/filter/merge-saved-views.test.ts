import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mergeSavedViews } from '../../src/filter/merge-saved-views.ts';
import {
	addSavedView,
	builtInSavedViews,
	changeSavedView,
	moveSavedView,
	removeSavedView,
	type SavedViews,
	toggleStart,
} from '../../src/filter/saved-views.ts';

const base = builtInSavedViews;
const ids = ({ views }: SavedViews): readonly string[] => views.map(({ id }) => id);
const names = ({ views }: SavedViews): readonly string[] => views.map(({ name }) => name);
const fresh = (name: string) => ({ name, queryText: '', order: '' });

describe('views that two programs changed', () => {
	test('keep changes to different fields of one view', () => {
		const mine = changeSavedView(base, 'last-hour', { name: 'Hour' });
		const theirs = changeSavedView(base, 'last-hour', { alert: 'bell' });
		expect(mergeSavedViews(base, mine, theirs).views[0]).toMatchObject({ name: 'Hour', alert: 'bell' });
	});

	test('keep a changed view over its deletion, on either side', () => {
		const changed = changeSavedView(base, 'last-hour', { queryText: 'after:2h' });
		const gone = removeSavedView(base, 'last-hour');
		expect(ids(mergeSavedViews(base, changed, gone))).toContain('last-hour');
		expect(ids(mergeSavedViews(base, gone, changed))).toContain('last-hour');
		expect(ids(mergeSavedViews(base, gone, base))).not.toContain('last-hour');
		expect(ids(mergeSavedViews(base, base, gone))).not.toContain('last-hour');
	});

	test('keep two new views with the same id, and the right view to open at start', () => {
		const mine = toggleStart(addSavedView(base, fresh('mine')), 'view-1');
		const theirs = addSavedView(base, fresh('theirs'));
		const merged = mergeSavedViews(base, mine, theirs);
		expect(names(merged)).toEqual(expect.arrayContaining(['mine', 'theirs']));
		expect(merged.views.find(({ id }) => id === merged.startId)?.name).toBe('mine');
		const other = mergeSavedViews(base, addSavedView(base, fresh('mine')), toggleStart(theirs, 'view-1'));
		expect(other.views.find(({ id }) => id === other.startId)?.name).toBe('theirs');
	});

	test('my order holds where I moved something, theirs where I did not', () => {
		const moved = moveSavedView(base, 'ai-disabled', -1);
		const added = addSavedView(base, fresh('new'));
		expect(names(mergeSavedViews(base, moved, added))).toEqual([
			'Last hour',
			'AI disabled',
			'new',
			'Calls today',
		]);
		expect(names(mergeSavedViews(base, added, moved))).toEqual([
			'Last hour',
			'AI disabled',
			'new',
			'Calls today',
		]);
	});

	test('stay stable when saved again, without losing or duplicating any view', () => {
		const step = fc.oneof(
			fc.record({ kind: fc.constant('add' as const), name: fc.string({ maxLength: 3 }) }),
			fc.record({
				kind: fc.constantFrom('remove' as const, 'rename' as const, 'up' as const, 'start' as const),
				at: fc.nat(4),
			}),
		);
		const apply = (
			saved: SavedViews,
			one: typeof step extends fc.Arbitrary<infer T> ? T : never,
		): SavedViews => {
			if (one.kind === 'add') return addSavedView(saved, fresh(one.name));
			const id = saved.views[one.at]?.id ?? '';
			if (one.kind === 'remove') return removeSavedView(saved, id);
			if (one.kind === 'rename') return changeSavedView(saved, id, { name: `${one.at} renamed` });
			return one.kind === 'up' ? moveSavedView(saved, id, -1) : toggleStart(saved, id);
		};
		fc.assert(
			fc.property(fc.array(step, { maxLength: 6 }), fc.array(step, { maxLength: 6 }), (left, right) => {
				const mine = left.reduce(apply, base);
				const theirs = right.reduce(apply, base);
				const merged = mergeSavedViews(base, mine, theirs);
				expect(new Set(ids(merged)).size).toBe(merged.views.length);
				expect(mergeSavedViews(mine, mine, theirs)).toEqual(
					theirs.startId === null || ids(theirs).includes(theirs.startId)
						? theirs
						: { ...theirs, startId: null },
				);
				const added = (saved: SavedViews): number =>
					saved.views.filter(({ id }) => !ids(base).includes(id)).length;
				const same = mine.views.filter(
					(view) =>
						!ids(base).includes(view.id) &&
						theirs.views.some((their) => JSON.stringify(their) === JSON.stringify(view)),
				).length;
				expect(added(merged)).toBe(added(mine) + added(theirs) - same);
				expect(mergeSavedViews(merged, merged, merged)).toEqual(merged);
			}),
		);
	});
});
