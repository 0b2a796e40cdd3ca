import { normalizeListQuery } from '../../filter/format.ts';
import type { QueryPart } from '../../filter/query-text/query-text-context.ts';
import type { Order, SaidFilter, SaidLeaf, SaidQuery } from '../../filter/tree.ts';
import type { FilterStep } from './filter-choices.ts';

/** A condition in a filter draft. */
export type DraftCondition = {
	readonly kind: 'condition';
	readonly id: number;
	readonly enabled: boolean;
	readonly condition: SaidLeaf;
};

export type DraftGroup = {
	readonly kind: 'group';
	readonly id: number;
	readonly enabled: boolean;
	readonly join: 'and' | 'or';
	readonly negated: boolean;
	readonly children: readonly DraftNode[];
};

export type DraftNode = DraftCondition | DraftGroup;

/** The rows at the foot of the modal, always in sight: they act on the whole draft. */
export const footRows = ['apply', 'discard'] as const;

/**
 * The key of a row in the modal: a node by its id, the row that adds to the group with an id, or one of the rows below
 * them.
 */
export type RowKey =
	| `node ${number}`
	| `into ${number}`
	| 'add-condition'
	| 'add-group'
	| 'order'
	| 'limit'
	| (typeof footRows)[number];

/** A filter draft. Ids of nodes are never reused; the root group joins by "and" and has no row. */
export type FilterDraft = {
	readonly root: DraftGroup;
	readonly nextId: number;
	readonly order: readonly Order[];
	readonly limit: number | null;
	readonly offset: number | null;
	readonly selected: RowKey;
	/** The open questions, the current one last. */
	readonly steps: readonly FilterStep[];
	/** The server's objections, by the row they refer to. */
	readonly refused: ReadonlyMap<RowKey, string>;
	/** The draft before each change, the latest last. */
	readonly past: readonly FilterDraft[];
};

/**
 * One row of the modal. `join` is the word before it, or of the group that an `into` row adds to; `isOff` means that it
 * or an enclosing group is switched off.
 */
export type FilterRow = {
	readonly key: RowKey;
	readonly depth: number;
	readonly node: DraftNode | null;
	readonly join: 'and' | 'or' | null;
	readonly isOff: boolean;
};

/** The id of the group that holds all others. */
export const rootId = 0;

/** The draft of a query, with the first row under the cursor. */
export function draftOf(query: SaidQuery): FilterDraft {
	const { filters, order, limit, offset } = normalizeListQuery(query);
	const { nodes, nextId } = nodesOf(filters, rootId + 1);
	const root: DraftGroup = {
		kind: 'group',
		id: rootId,
		enabled: true,
		join: 'and',
		negated: false,
		children: nodes,
	};
	const selected = nodes[0] === undefined ? 'add-condition' : keyOf(nodes[0]);
	return { root, nextId, order, limit, offset, selected, steps: [], refused: new Map(), past: [] };
}

/** True if the draft differs from the query it came from, or if a question is partly answered. */
export function isEdited({ past, steps }: FilterDraft): boolean {
	const step = steps.at(-1);
	if (past.length > 0 || step === undefined) return past.length > 0;
	const isBegun = step.kind !== 'limit' && step.kind !== 'column' && step.target.kind === 'new';
	return isBegun || step.editor.text !== step.asked;
}

/** Changes that can be taken back. */
const mostPast = 100;

/** The draft after a change, with the draft before it to go back to. */
export function afterChange(before: FilterDraft, after: FilterDraft): FilterDraft {
	const isSame = after.root === before.root && after.order === before.order && after.limit === before.limit;
	return isSame ? after : { ...after, past: [...before.past, before].slice(-mostPast) };
}

/** The part of `queryOf(draft)` that the row under the cursor makes; null for a row that makes none. */
export function partUnderCursor(draft: FilterDraft): QueryPart | null {
	const { root, selected } = draft;
	if (selected === 'order' || selected === 'limit') return selected;
	const before = root.children.findIndex((child) => holdsRow(child, selected));
	const under = root.children[before];
	if (under === undefined || filtersOf(under).length === 0) return null;
	return root.children.slice(0, before).flatMap(filtersOf).length;
}

function holdsRow(node: DraftNode, key: RowKey): boolean {
	if (keyOf(node) === key) return true;
	if (node.kind === 'condition') return false;
	return key === `into ${node.id}` || node.children.some((child) => holdsRow(child, key));
}

/** Takes the last change back; null if there is none. */
export function takeBack(draft: FilterDraft): FilterDraft | null {
	const before = draft.past.at(-1);
	if (before === undefined) return null;
	return { ...before, nextId: Math.max(before.nextId, draft.nextId), steps: [] };
}

/** The number of groups that hold nothing and are switched on: they are left out of the query. */
export function emptyGroups(node: DraftNode): number {
	if (node.kind === 'condition' || !node.enabled) return 0;
	const inside = node.children.reduce((sum, child) => sum + emptyGroups(child), 0);
	return inside + (node.children.length === 0 && node.id !== rootId ? 1 : 0);
}

/** The query of a draft, without rows that are switched off and groups with nothing in them or nothing switched on. */
export function queryOf(draft: FilterDraft): SaidQuery {
	const { order, limit, offset } = draft;
	return normalizeListQuery({ filters: draft.root.children.flatMap(filtersOf), order, limit, offset });
}

/** The draft of a query, or the kept one if it makes the same query: that one may hold rows that are switched off. */
export function reopened(query: SaidQuery, kept: DraftGroup | null): FilterDraft {
	const fresh = draftOf(query);
	if (kept === null) return fresh;
	const again: FilterDraft = { ...fresh, root: kept, nextId: highestId(kept) + 1 };
	const wanted = normalizeListQuery(query).filters;
	if (JSON.stringify(queryOf(again).filters) !== JSON.stringify(wanted)) return fresh;
	return { ...again, selected: filterRows(again)[0]?.key ?? fresh.selected };
}

/** Turns filters into nodes, numbered from `nextId` on. */
export function nodesOf(
	filters: readonly SaidFilter[],
	nextId: number,
): { readonly nodes: DraftNode[]; readonly nextId: number } {
	let next = nextId;
	const nodes = filters.map((filter): DraftNode => {
		const id = next++;
		if (filter.kind !== 'group') return { kind: 'condition', id, enabled: true, condition: filter };
		const inner = nodesOf(filter.children, next);
		next = inner.nextId;
		const { join, negated } = filter;
		return { kind: 'group', id, enabled: true, join, negated, children: inner.nodes };
	});
	return { nodes, nextId: next };
}

/** The key of a node's row. */
export function keyOf(node: DraftNode): RowKey {
	return `node ${node.id}`;
}

/** All rows of the modal, from top to bottom. */
export function filterRows(draft: FilterDraft): FilterRow[] {
	const bare = (key: RowKey): FilterRow => ({ key, depth: 0, node: null, join: null, isOff: false });
	return [
		...rowsIn(draft.root, 0, false),
		...(['add-condition', 'add-group', 'order', 'limit', 'apply'] as const).map(bare),
		...(isEdited(draft) ? [bare('discard')] : []),
	];
}

/** The row under the cursor. */
export function selectedRow(draft: FilterDraft): FilterRow | undefined {
	return filterRows(draft).find(({ key }) => key === draft.selected);
}

/** Moves the cursor by rows, wrapping around at the ends. */
export function moveSelection(draft: FilterDraft, by: number): FilterDraft {
	const rows = filterRows(draft);
	const at = rows.findIndex(({ key }) => key === draft.selected);
	const row = rows[(Math.max(0, at) + by + rows.length) % rows.length];
	return row === undefined ? draft : { ...draft, selected: row.key };
}

function rowsIn(group: DraftGroup, depth: number, isOff: boolean): FilterRow[] {
	return group.children.flatMap((node, index) => {
		const off = isOff || !node.enabled;
		const row = { key: keyOf(node), depth, node, join: index === 0 ? null : group.join, isOff: off };
		if (node.kind === 'condition') return [row];
		const into: FilterRow = {
			key: `into ${node.id}`,
			depth: depth + 1,
			node: null,
			join: node.join,
			isOff: off,
		};
		return [row, ...rowsIn(node, depth + 1, off), into];
	});
}

/** The filters of a node and its children; empty if it is switched off. */
export function filtersOf(node: DraftNode): SaidFilter[] {
	if (!node.enabled) return [];
	if (node.kind === 'condition') return [node.condition];
	const children = node.children.flatMap(filtersOf);
	if (children.length === 0) return [];
	return [{ kind: 'group', join: node.join, negated: node.negated, children }];
}

function highestId(node: DraftNode): number {
	return node.kind === 'condition' ? node.id : Math.max(node.id, ...node.children.map(highestId));
}
