/** The channels of an alert for a view: the terminal's bell, a desktop notification, or a command. */
export type AlertWay = 'bell' | 'notify' | 'command';

/**
 * A named filter and order. `line` is the filter as typed, so that its dates stay relative. `order` is in the API's
 * spelling; '' means the current order.
 */
export type SavedView = {
	readonly id: string;
	readonly name: string;
	readonly queryText: string;
	readonly order: string;
	/** The alert for new events in the view; null for none. */
	readonly alert: AlertWay | null;
};

/** Views in the reader's order, and the id of the view that opens at start. */
export type SavedViews = { readonly views: readonly SavedView[]; readonly startId: string | null };

const newest = 'last_message_at.desc.nullslast';

/** The views of a new installation. None covers failed insights: the API's list cannot filter by them. */
export const builtInSavedViews: SavedViews = {
	views: [
		{ id: 'last-hour', name: 'Last hour', queryText: 'after:1h', order: newest, alert: null },
		{
			id: 'calls-today',
			name: 'Calls today',
			queryText: 'channel:phone_call after:today',
			order: newest,
			alert: null,
		},
		{
			id: 'ai-disabled',
			name: 'AI disabled',
			queryText: 'meta.ai_disabled:true',
			order: newest,
			alert: null,
		},
	],
	startId: null,
};

/** Adds a view at the end, under an id of its own, without alerts. */
export function addSavedView(
	{ views, startId }: SavedViews,
	view: Omit<SavedView, 'id' | 'alert'>,
): SavedViews {
	return { views: [...views, { ...view, id: freeSavedViewId(views), alert: null }], startId };
}

/** The next unused id. */
export function freeSavedViewId(views: readonly SavedView[]): string {
	const numbers = views.map(({ id }) => Number(/^view-(\d+)$/.exec(id)?.[1] ?? 0));
	return `view-${Math.max(0, ...numbers) + 1}`;
}

/** Changes fields of a view; does nothing for an unknown id. */
export function changeSavedView(
	saved: SavedViews,
	id: string,
	change: Partial<Omit<SavedView, 'id'>>,
): SavedViews {
	return { ...saved, views: saved.views.map((view) => (view.id === id ? { ...view, ...change } : view)) };
}

/** Moves a view up (-1) or down (1), but not beyond the ends. */
export function moveSavedView(saved: SavedViews, id: string, by: 1 | -1): SavedViews {
	const at = saved.views.findIndex((view) => view.id === id);
	const view = saved.views[at];
	if (view === undefined || saved.views[at + by] === undefined) return saved;
	return { ...saved, views: saved.views.toSpliced(at, 1).toSpliced(at + by, 0, view) };
}

/** Removes a view. If it was the view to open at start, none is. */
export function removeSavedView({ views, startId }: SavedViews, id: string): SavedViews {
	return { views: views.filter((view) => view.id !== id), startId: startId === id ? null : startId };
}

/** Makes a view the one to open at start, or undoes that. */
export function toggleStart({ views, startId }: SavedViews, id: string): SavedViews {
	return { views, startId: startId === id ? null : id };
}
