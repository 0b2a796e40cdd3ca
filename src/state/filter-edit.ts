import {
	type DraftGroup,
	type DraftNode,
	type FilterDraft,
	filterRows,
	keyOf,
	rootId,
} from './filter-draft.ts';

/** Where a node stands: its group, and which of the group's children it is. */
type Place = { readonly parent: DraftGroup; readonly index: number; readonly node: DraftNode };

/** Where the node with this id stands; null where there is none, and for the root. */
export function placeOf(group: DraftGroup, id: number): Place | null {
	for (const [index, node] of group.children.entries()) {
		if (node.id === id) return { parent: group, index, node };
		const inside = node.kind === 'group' ? placeOf(node, id) : null;
		if (inside !== null) return inside;
	}
	return null;
}

/** The node under the cursor and where it stands; null on the rows below the nodes. */
export function selectedPlace(draft: FilterDraft): Place | null {
	const row = filterRows(draft).find(({ key }) => key === draft.selected);
	return row?.node == null ? null : placeOf(draft.root, row.node.id);
}

/** Where a new node goes: into the group under the cursor, behind the row under it, or behind everything. */
export function insertionPoint(draft: FilterDraft): { readonly parent: number; readonly index: number } {
	const place = selectedPlace(draft);
	if (place === null) return { parent: rootId, index: draft.root.children.length };
	const { parent, index, node } = place;
	return node.kind === 'group'
		? { parent: node.id, index: node.children.length }
		: { parent: parent.id, index: index + 1 };
}

/** Puts nodes into a group, before the child with this index. */
export function insertNodes(
	root: DraftGroup,
	parent: number,
	index: number,
	nodes: readonly DraftNode[],
): DraftGroup {
	return changeGroup(root, parent, (children) => children.toSpliced(index, 0, ...nodes));
}

/** Puts nodes in the place of the one with this id. */
export function replaceNode(root: DraftGroup, id: number, nodes: readonly DraftNode[]): DraftGroup {
	const place = placeOf(root, id);
	if (place === null) return root;
	return changeGroup(root, place.parent.id, (children) => children.toSpliced(place.index, 1, ...nodes));
}

/** Takes the row under the cursor away; the cursor goes to the row that takes its place. */
export function removeSelected(draft: FilterDraft): FilterDraft {
	const place = selectedPlace(draft);
	if (place === null) return draft;
	const at = filterRows(draft).findIndex(({ key }) => key === draft.selected);
	const next = { ...draft, root: replaceNode(draft.root, place.node.id, []) };
	return { ...next, selected: filterRows(next)[at]?.key ?? 'apply' };
}

/** Puts a copy of the row under the cursor below it, groups with all that is in them. */
export function duplicateSelected(draft: FilterDraft): FilterDraft {
	const place = selectedPlace(draft);
	if (place === null) return draft;
	const { node: copy, nextId } = renumbered(place.node, draft.nextId);
	const root = replaceNode(draft.root, place.node.id, [place.node, copy]);
	return { ...draft, root, nextId, selected: keyOf(copy) };
}

/** Puts an empty group (of the kind "or") where a new row goes. Gives its id too. */
export function addGroup(draft: FilterDraft): { readonly draft: FilterDraft; readonly id: number } {
	const { parent, index } = insertionPoint(draft);
	const id = draft.nextId;
	const group: DraftGroup = { kind: 'group', id, enabled: true, join: 'or', negated: false, children: [] };
	const root = insertNodes(draft.root, parent, index, [group]);
	return { draft: { ...draft, root, nextId: id + 1, selected: keyOf(group) }, id };
}

/** Switches the row under the cursor off, or on again. */
export function toggleSelected(draft: FilterDraft): FilterDraft {
	return changeSelected(draft, (node) => ({ ...node, enabled: !node.enabled }));
}

/** Puts a "not" before the row under the cursor, or takes it away. */
export function negateSelected(draft: FilterDraft): FilterDraft {
	return changeSelected(draft, (node) =>
		node.kind === 'group'
			? { ...node, negated: !node.negated }
			: { ...node, condition: { ...node.condition, negated: !node.condition.negated } },
	);
}

/** Joins the group under the cursor, or around it, by the other word. Null at the top, which is joined by "and". */
export function rejoinSelected(draft: FilterDraft): FilterDraft | null {
	const place = selectedPlace(draft);
	const group = place === null ? null : place.node.kind === 'group' ? place.node : place.parent;
	if (group === null || group.id === rootId) return null;
	const join = group.join === 'and' ? 'or' : 'and';
	return { ...draft, root: replaceNode(draft.root, group.id, [{ ...group, join }]) };
}

/** Moves the row under the cursor among its neighbours. */
export function moveSelected(draft: FilterDraft, by: 1 | -1): FilterDraft {
	const place = selectedPlace(draft);
	if (place === null) return draft;
	const { parent, index, node } = place;
	const target = index + by;
	if (target < 0 || target >= parent.children.length) return draft;
	const root = changeGroup(draft.root, parent.id, (children) =>
		children.toSpliced(index, 1).toSpliced(target, 0, node),
	);
	return { ...draft, root };
}

/** Moves the row under the cursor to the end of the group right above it. Null where there is none. */
export function indentSelected(draft: FilterDraft): FilterDraft | null {
	const place = selectedPlace(draft);
	const above = place?.parent.children[place.index - 1];
	if (place === null || above?.kind !== 'group') return null;
	const without = replaceNode(draft.root, place.node.id, []);
	return { ...draft, root: insertNodes(without, above.id, above.children.length, [place.node]) };
}

/** Moves the row under the cursor out of its group, behind it. Null at the top. */
export function outdentSelected(draft: FilterDraft): FilterDraft | null {
	const place = selectedPlace(draft);
	const around = place === null ? null : placeOf(draft.root, place.parent.id);
	if (place === null || around === null) return null;
	const without = replaceNode(draft.root, place.node.id, []);
	return { ...draft, root: insertNodes(without, around.parent.id, around.index + 1, [place.node]) };
}

function changeSelected(draft: FilterDraft, change: (node: DraftNode) => DraftNode): FilterDraft {
	const place = selectedPlace(draft);
	if (place === null) return draft;
	const refused = new Map(draft.refused);
	refused.delete(draft.selected);
	return { ...draft, refused, root: replaceNode(draft.root, place.node.id, [change(place.node)]) };
}

function changeGroup(
	group: DraftGroup,
	id: number,
	change: (children: readonly DraftNode[]) => readonly DraftNode[],
): DraftGroup {
	if (group.id === id) return { ...group, children: change(group.children) };
	return {
		...group,
		children: group.children.map((child) =>
			child.kind === 'group' ? changeGroup(child, id, change) : child,
		),
	};
}

function renumbered(node: DraftNode, nextId: number): { readonly node: DraftNode; readonly nextId: number } {
	if (node.kind === 'condition') return { node: { ...node, id: nextId }, nextId: nextId + 1 };
	let next = nextId + 1;
	const children = node.children.map((child) => {
		const copy = renumbered(child, next);
		next = copy.nextId;
		return copy.node;
	});
	return { node: { ...node, id: nextId, children }, nextId: next };
}
