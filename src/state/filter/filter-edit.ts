import { excludedBy, excluding } from '../../filter/exclusion.ts';
import type { SaidFilter } from '../../filter/tree.ts';
import {
	type DraftGroup,
	type DraftNode,
	type FilterDraft,
	filterRows,
	filtersOf,
	keyOf,
	nodesOf,
	rootId,
} from './filter-draft.ts';

/** The place of a node: its group, and its index among the group's children. */
type Place = { readonly parent: DraftGroup; readonly index: number; readonly node: DraftNode };

/** The place of the node with this id; null if there is none, and for the root. */
export function placeOf(group: DraftGroup, id: number): Place | null {
	for (const [index, node] of group.children.entries()) {
		if (node.id === id) return { parent: group, index, node };
		const inside = node.kind === 'group' ? placeOf(node, id) : null;
		if (inside !== null) return inside;
	}
	return null;
}

/** The node under the cursor and its place; null on the rows below the nodes. */
export function selectedPlace(draft: FilterDraft): Place | null {
	const row = filterRows(draft).find(({ key }) => key === draft.selected);
	return row?.node == null ? null : placeOf(draft.root, row.node.id);
}

/** The group that the row under the cursor adds to; null on any other row. */
function groupOfIntoRow({ root, selected }: FilterDraft): DraftGroup | null {
	const id = /^into (\d+)$/.exec(selected)?.[1];
	const node = id === undefined ? undefined : placeOf(root, Number(id))?.node;
	return node?.kind === 'group' ? node : null;
}

/** The place of a new node: in the group under the cursor, after the row under it, or at the end. */
export function insertionPoint(draft: FilterDraft): { readonly parent: number; readonly index: number } {
	const into = groupOfIntoRow(draft);
	if (into !== null) return { parent: into.id, index: into.children.length };
	const place = selectedPlace(draft);
	if (place === null) return { parent: rootId, index: draft.root.children.length };
	const { parent, index, node } = place;
	return node.kind === 'group'
		? { parent: node.id, index: node.children.length }
		: { parent: parent.id, index: index + 1 };
}

/** Inserts nodes into a group, before the child with this index. */
export function insertNodes(
	root: DraftGroup,
	parent: number,
	index: number,
	nodes: readonly DraftNode[],
): DraftGroup {
	return changeGroup(root, parent, (children) => children.toSpliced(index, 0, ...nodes));
}

/** Replaces the node with this id by other nodes. */
export function replaceNode(root: DraftGroup, id: number, nodes: readonly DraftNode[]): DraftGroup {
	const place = placeOf(root, id);
	if (place === null) return root;
	return changeGroup(root, place.parent.id, (children) => children.toSpliced(place.index, 1, ...nodes));
}

/** Removes the row under the cursor; the cursor goes to the row that takes its place. */
export function removeSelected(draft: FilterDraft): FilterDraft {
	const place = selectedPlace(draft);
	if (place === null) return draft;
	const at = filterRows(draft).findIndex(({ key }) => key === draft.selected);
	const next = { ...draft, root: replaceNode(draft.root, place.node.id, []) };
	return { ...next, selected: filterRows(next)[at]?.key ?? 'apply' };
}

/** Inserts a copy of the row under the cursor below it; a group with its contents. */
export function duplicateSelected(draft: FilterDraft): FilterDraft {
	const place = selectedPlace(draft);
	if (place === null) return draft;
	const { node: copy, nextId } = renumbered(place.node, draft.nextId);
	const root = replaceNode(draft.root, place.node.id, [place.node, copy]);
	return { ...draft, root, nextId, selected: keyOf(copy) };
}

/** Inserts an empty "or" group at the place of a new row. Returns its id too. */
export function addGroup(draft: FilterDraft): { readonly draft: FilterDraft; readonly id: number } {
	const { parent, index } = insertionPoint(draft);
	const id = draft.nextId;
	const group: DraftGroup = { kind: 'group', id, enabled: true, join: 'or', negated: false, children: [] };
	const root = insertNodes(draft.root, parent, index, [group]);
	return { draft: { ...draft, root, nextId: id + 1, selected: keyOf(group) }, id };
}

/** Switches the row under the cursor off or on. */
export function toggleSelected(draft: FilterDraft): FilterDraft {
	return changeSelected(draft, (node) => ({ ...node, enabled: !node.enabled }));
}

/**
 * Adds a "not" to the row under the cursor, or removes it. A negated condition keeps the rows without a value, so it
 * becomes a group that includes them.
 */
export function negateSelected(draft: FilterDraft): FilterDraft {
	const { nextId } = draft;
	return { ...changeSelected(draft, (node) => denied(node, nextId)), nextId: nextId + 2 };
}

function denied(node: DraftNode, nextId: number): DraftNode {
	const { id, enabled } = node;
	if (node.kind === 'group') {
		const whole: SaidFilter = { ...node, children: node.children.flatMap(filtersOf) };
		const excluded = node.children.length === 2 ? excludedBy(whole) : null;
		if (excluded === null) return { ...node, negated: !node.negated };
		return { kind: 'condition', id, enabled, condition: excluded };
	}
	const { condition } = node;
	const other = condition.negated ? condition : excluding(condition);
	if (other.kind !== 'group') return { ...node, condition: { ...condition, negated: !condition.negated } };
	return { ...other, id, enabled, children: nodesOf(other.children, nextId).nodes };
}

/**
 * Switches the group under the cursor, or around it, between "and" and "or". Null at the top level, which is always
 * "and".
 */
export function rejoinSelected(draft: FilterDraft): FilterDraft | null {
	const place = selectedPlace(draft);
	const around = place?.node.kind === 'group' ? place.node : (place?.parent ?? null);
	const group = around ?? groupOfIntoRow(draft);
	if (group === null || group.id === rootId) return null;
	const join = group.join === 'and' ? 'or' : 'and';
	return { ...draft, root: replaceNode(draft.root, group.id, [{ ...group, join }]) };
}

/** Moves the row under the cursor among its siblings. */
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

/** Moves the row under the cursor to the end of the group directly above it. Null if there is no such group. */
export function indentSelected(draft: FilterDraft): FilterDraft | null {
	const place = selectedPlace(draft);
	const above = place?.parent.children[place.index - 1];
	if (place === null || above?.kind !== 'group') return null;
	const without = replaceNode(draft.root, place.node.id, []);
	return { ...draft, root: insertNodes(without, above.id, above.children.length, [place.node]) };
}

/** Moves the row under the cursor out of its group, after it. Null at the top level. */
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
