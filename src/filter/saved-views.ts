/** How somebody is told of what happens in a view: by the terminal's bell, a notification of the desktop, or a command. */
export type WatchWay = 'bell' | 'notify' | 'command';

/**
 * A filter and an order under a name. `line` is the filter as it was typed, so that its dates stay relative; `order` is as
 * the API writes it, '' for the one in force.
 */
export type SavedView = {
	readonly id: string;
	readonly name: string;
	readonly line: string;
	readonly order: string;
	/** How one is told that something happens in it; null: not at all. */
	readonly watch: WatchWay | null;
};

/** Views in the reader's order, and which of them the program opens with. */
export type SavedViews = { readonly views: readonly SavedView[]; readonly startId: string | null };

const newest = 'last_message_at.desc.nullslast';

/**
 * The views that are there before anyone made any. There is none for failed insights: the API's list cannot be asked for
 * them.
 */
export const builtInViews: SavedViews = {
	views: [
		{ id: 'last-hour', name: 'Last hour', line: 'after:1h', order: newest, watch: null },
		{
			id: 'calls-today',
			name: 'Calls today',
			line: 'channel:phone_call after:today',
			order: newest,
			watch: null,
		},
		{ id: 'ai-disabled', name: 'AI disabled', line: 'meta.ai_disabled:true', order: newest, watch: null },
	],
	startId: null,
};

/** Adds a view at the end, under an id of its own, not watched. */
export function addView({ views, startId }: SavedViews, view: Omit<SavedView, 'id' | 'watch'>): SavedViews {
	const numbers = views.map(({ id }) => Number(/^view-(\d+)$/.exec(id)?.[1] ?? 0));
	const id = `view-${Math.max(0, ...numbers) + 1}`;
	return { views: [...views, { ...view, id, watch: null }], startId };
}

/** Changes what a view is called or asks for; one that is not there is left alone. */
export function changeView(
	saved: SavedViews,
	id: string,
	change: Partial<Omit<SavedView, 'id'>>,
): SavedViews {
	return { ...saved, views: saved.views.map((view) => (view.id === id ? { ...view, ...change } : view)) };
}

/** Moves a view up (-1) or down (1); at the ends it stays. */
export function moveView(saved: SavedViews, id: string, by: 1 | -1): SavedViews {
	const at = saved.views.findIndex((view) => view.id === id);
	const view = saved.views[at];
	if (view === undefined || saved.views[at + by] === undefined) return saved;
	return { ...saved, views: saved.views.toSpliced(at, 1).toSpliced(at + by, 0, view) };
}

/** Takes a view away; the program then opens with none where it opened with that. */
export function removeView({ views, startId }: SavedViews, id: string): SavedViews {
	return { views: views.filter((view) => view.id !== id), startId: startId === id ? null : startId };
}

/** Makes a view the one to open with, or takes that back. */
export function toggleStart({ views, startId }: SavedViews, id: string): SavedViews {
	return { views, startId: startId === id ? null : id };
}
