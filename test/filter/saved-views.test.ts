import { expect, test } from 'vitest';
import {
	addSavedView,
	builtInSavedViews,
	changeSavedView,
	moveSavedView,
	removeSavedView,
	type SavedViews,
	toggleStart,
} from '../../src/filter/saved-views.ts';

const ids = ({ views }: SavedViews): string[] => views.map(({ id }) => id);
const fresh = { name: 'Mine', queryText: 'after:24h', order: '' };

test('a new view goes to the end with an id that no listed view uses', () => {
	const two = addSavedView(addSavedView(builtInSavedViews, fresh), fresh);
	expect(ids(two).slice(-2)).toEqual(['view-1', 'view-2']);
	expect(ids(addSavedView(removeSavedView(two, 'view-1'), fresh)).slice(-2)).toEqual(['view-2', 'view-3']);
});

test('moving stops at the ends and loses no view', () => {
	const up = moveSavedView(builtInSavedViews, 'calls-today', -1);
	expect(ids(up)).toEqual(['calls-today', 'last-hour', 'ai-disabled']);
	expect(moveSavedView(up, 'calls-today', -1)).toBe(up);
	expect(moveSavedView(up, 'nowhere', 1)).toBe(up);
});

test('removing the start view clears the start', () => {
	const started = toggleStart(builtInSavedViews, 'last-hour');
	expect(started.startId).toBe('last-hour');
	expect(toggleStart(started, 'last-hour').startId).toBeNull();
	expect(removeSavedView(started, 'last-hour').startId).toBeNull();
	expect(removeSavedView(started, 'ai-disabled').startId).toBe('last-hour');
});

test('a change affects one view only', () => {
	const changed = changeSavedView(builtInSavedViews, 'last-hour', { name: 'Recent' });
	expect(changed.views.map(({ name }) => name)).toEqual(['Recent', 'Calls today', 'AI disabled']);
});
