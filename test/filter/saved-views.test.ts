import { expect, test } from 'vitest';
import {
	addView,
	builtInViews,
	changeView,
	moveView,
	removeView,
	type SavedViews,
	toggleStart,
} from '../../src/filter/saved-views.ts';

const ids = ({ views }: SavedViews): string[] => views.map(({ id }) => id);
const fresh = { name: 'Mine', line: 'after:24h', order: '' };

test('a view is added at the end under an id that no other has or had above it', () => {
	const two = addView(addView(builtInViews, fresh), fresh);
	expect(ids(two).slice(-2)).toEqual(['view-1', 'view-2']);
	expect(ids(addView(removeView(two, 'view-1'), fresh)).slice(-2)).toEqual(['view-2', 'view-3']);
});

test('moving stops at the ends and loses none', () => {
	const up = moveView(builtInViews, 'calls-today', -1);
	expect(ids(up)).toEqual(['calls-today', 'last-hour', 'ai-disabled']);
	expect(moveView(up, 'calls-today', -1)).toBe(up);
	expect(moveView(up, 'nowhere', 1)).toBe(up);
});

test('the one to open with goes with its view', () => {
	const started = toggleStart(builtInViews, 'last-hour');
	expect(started.startId).toBe('last-hour');
	expect(toggleStart(started, 'last-hour').startId).toBeNull();
	expect(removeView(started, 'last-hour').startId).toBeNull();
	expect(removeView(started, 'ai-disabled').startId).toBe('last-hour');
});

test('a change touches one view alone', () => {
	const changed = changeView(builtInViews, 'last-hour', { name: 'Recent' });
	expect(changed.views.map(({ name }) => name)).toEqual(['Recent', 'Calls today', 'AI disabled']);
});
