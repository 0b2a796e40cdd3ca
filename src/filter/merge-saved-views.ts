import { freeSavedViewId, type SavedView, type SavedViews } from './saved-views.ts';

/**
 * Merges views that two programs changed: applies the changes from `base` to `mine` onto `theirs`. A changed view
 * survives deletion by the other side. If both changed a field, mine wins. A new view whose id theirs also uses gets
 * the next free id.
 */
export function mergeSavedViews(base: SavedViews, mine: SavedViews, theirs: SavedViews): SavedViews {
	const before = byId(base);
	const other = byId(theirs);
	const renamed = new Map<string, string>();
	const kept = new Map<string, SavedView>();
	for (const view of mine.views) {
		const old = before.get(view.id);
		const their = other.get(view.id);
		if (old === undefined && their !== undefined && !isSame(view, their)) {
			const id = freeSavedViewId([...mine.views, ...theirs.views, ...kept.values()]);
			renamed.set(view.id, id);
			kept.set(id, { ...view, id });
		} else if (their === undefined) {
			if (old === undefined || !isSame(view, old)) kept.set(view.id, view);
		} else kept.set(view.id, old === undefined ? view : withChanges(old, view, their));
	}
	const ids = new Set(mine.views.map(({ id }) => id));
	for (const their of theirs.views) {
		const old = before.get(their.id);
		const isOther = !ids.has(their.id) || renamed.has(their.id);
		// Deleted here and unchanged there: deleted.
		if (isOther && (old === undefined || !isSame(their, old))) kept.set(their.id, their);
	}
	const mineIds = mine.views.map(({ id }) => renamed.get(id) ?? id);
	const theirIds = theirs.views.map(({ id }) => id);
	const isMoved = !isSameOrder(base, mine);
	const order = isMoved ? together(mineIds, theirIds) : together(theirIds, mineIds);
	const startId = mine.startId === base.startId ? theirs.startId : mine.startId;
	const start =
		startId === null ? null : mine.startId === startId ? (renamed.get(startId) ?? startId) : startId;
	return {
		views: order.flatMap((id) => kept.get(id) ?? []),
		startId: start !== null && kept.has(start) ? start : null,
	};
}

function byId({ views }: SavedViews): ReadonlyMap<string, SavedView> {
	return new Map(views.map((view) => [view.id, view]));
}

/** True if two views have the same content. */
function isSame(a: SavedView, b: SavedView): boolean {
	return a.name === b.name && a.queryText === b.queryText && a.order === b.order && a.alert === b.alert;
}

function withChanges(old: SavedView, mine: SavedView, theirs: SavedView): SavedView {
	return {
		...theirs,
		...(mine.name === old.name ? {} : { name: mine.name }),
		...(mine.queryText === old.queryText ? {} : { queryText: mine.queryText }),
		...(mine.order === old.order ? {} : { order: mine.order }),
		...(mine.alert === old.alert ? {} : { alert: mine.alert }),
	};
}

/** True if the views that both sets share have the same order. */
function isSameOrder(base: SavedViews, mine: SavedViews): boolean {
	const before = new Set(base.views.map(({ id }) => id));
	const now = new Set(mine.views.map(({ id }) => id));
	const left = mine.views.filter(({ id }) => before.has(id)).map(({ id }) => id);
	const right = base.views.filter(({ id }) => now.has(id)).map(({ id }) => id);
	return left.every((id, at) => id === right[at]);
}

/** The first list, plus each missing item of the second after the item that precedes it there. */
function together(first: readonly string[], second: readonly string[]): readonly string[] {
	const all = [...first];
	for (const [at, id] of second.entries()) {
		if (all.includes(id)) continue;
		const before = second.slice(0, at).findLast((one) => all.includes(one));
		all.splice(before === undefined ? 0 : all.indexOf(before) + 1, 0, id);
	}
	return all;
}
