import type { SavedViewsFile } from './config/saved-views.ts';
import type { SettingsFile } from './config/settings.ts';
import { reasonOf } from './domain/reason.ts';
import { formatListQuery } from './filter/format.ts';
import { mergeSavedViews } from './filter/merge-saved-views.ts';
import type { SavedViews } from './filter/saved-views.ts';
import { emptyQuery } from './filter/tree.ts';
import { mostRecents } from './state/filter/recent-filters.ts';
import type { UiStore } from './state/store.ts';
import type { UiState } from './state/ui-state.ts';

/** Shows a failure as a notice that stays until the user sees it. */
export function warn(store: UiStore, text: string): void {
	store.dispatch({ type: 'notice', notice: { tone: 'warn', text, stays: true } });
}

/**
 * Saves the user's changes of order, wrapping, filters and views as they happen, merged with those of other instances.
 * A change that cannot be saved gives a notice, and lasts until the program ends. The returned function settles once
 * every change is saved or has failed.
 */
export function keepSettings(
	store: UiStore,
	settings: Pick<SettingsFile, 'save' | 'idle'>,
	views: Pick<SavedViewsFile, 'save' | 'read'>,
): () => Promise<void> {
	const kept = ({ query, wrapped, recents, saved, overlays }: UiState) => ({
		saved,
		recents,
		order: formatListQuery({ ...emptyQuery, order: query.order })[0]?.[1] ?? '',
		wrapped,
		showsViews: overlays.some(({ kind }) => kind === 'views'),
	});
	const tell = (error: unknown): void =>
		warn(store, `Not saved, so this lasts only until you quit: ${reasonOf(error)}`);
	const keep = (change: Promise<void>): void => void change.catch(tell);

	let before = kept(store.getState());
	/** The views when file and screen were last equal. */
	let agreed = before.saved;
	/** Shows the views of the file, merged with changes made on the screen since `sent`. */
	const agree = (sent: SavedViews, inFile: SavedViews): void => {
		const shown = store.getState().saved;
		if (JSON.stringify(inFile) === JSON.stringify(shown)) {
			agreed = shown;
			return;
		}
		agreed = inFile;
		const next = shown === sent ? inFile : mergeSavedViews(sent, shown, inFile);
		if (next === inFile) before = { ...before, saved: next };
		store.dispatch({ type: 'views', saved: next });
	};
	let saving = Promise.resolve();
	const saveViews = (): Promise<void> => {
		saving = saving.then(async () => {
			const sent = store.getState().saved;
			if (sent !== agreed) agree(sent, await views.save(agreed, sent));
		});
		const done = saving;
		saving = saving.catch(() => undefined);
		return done;
	};
	const readViews = (): void => {
		try {
			const shown = store.getState().saved;
			// A pending save will merge the file's changes.
			if (shown === agreed) agree(shown, views.read());
		} catch {
			// The next save reports the problem; showing views needs no file.
		}
	};

	store.subscribe((state) => {
		const last = before;
		const now = kept(state);
		before = now;
		if (now.order !== last.order) keep(settings.save('order', () => now.order));
		const [recent] = now.recents;
		if (now.recents !== last.recents && recent !== undefined)
			keep(
				settings.save('recentFilters', (lines) =>
					[recent.queryText, ...lines.filter((line) => line !== recent.queryText)].slice(0, mostRecents),
				),
			);
		if (now.wrapped !== last.wrapped) keep(settings.save('wrapped', () => now.wrapped));
		if (now.saved !== last.saved) keep(saveViews());
		if (now.showsViews && !last.showsViews) readViews();
	});
	return async () => {
		let awaited: Promise<void>;
		do {
			awaited = saving;
			await awaited;
		} while (awaited !== saving);
		await settings.idle();
	};
}
