import type { Settings } from './config/settings.ts';
import { formatListQuery } from './filter/format.ts';
import type { SavedViews } from './filter/saved-views.ts';
import { emptyQuery } from './filter/tree.ts';
import type { UiStore } from './state/store.ts';
import type { UiState } from './state/ui-state.ts';

/** Tells the user of something that did not work. */
export function warn(store: UiStore, text: string): void {
	store.dispatch({ type: 'notice', notice: { tone: 'warn', text, stays: true } });
}

/** Keeps what the user changes in passing. Failing to is told of, and must not get in the way. */
export function keepSettings(
	store: UiStore,
	save: <K extends keyof Settings>(name: K, value: Settings[K]) => void,
	saveViews: (saved: SavedViews) => void,
): void {
	const kept = ({ query, wrapped, recents, saved }: UiState) => ({
		saved,
		recentFilters: recents,
		order: formatListQuery({ ...emptyQuery, order: query.order })[0]?.[1] ?? '',
		wrapped,
	});
	let before = kept(store.getState());
	store.subscribe((state) => {
		const now = kept(state);
		try {
			if (now.order !== before.order) save('order', now.order);
			if (now.recentFilters !== before.recentFilters)
				save(
					'recentFilters',
					now.recentFilters.map(({ line }) => line),
				);
			if (now.saved !== before.saved) saveViews(now.saved);
			if (now.wrapped !== before.wrapped) save('wrapped', now.wrapped);
		} catch (error) {
			const reason = error instanceof Error ? error.message : String(error);
			queueMicrotask(() =>
				warn(store, `This setting holds until you quit; it could not be saved: ${reason}`),
			);
		}
		before = now;
	});
}
