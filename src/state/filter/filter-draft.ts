import { normalizeListQuery } from '../../filter/format.ts';
import type { Order, SaidFilter, SaidLeaf, SaidQuery } from '../../filter/tree.ts';
import type { FilterStep } from './filter-steps.ts';

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

/** The key of a row in the modal: a node by its id, or one of the rows below them. */
export type RowKey = `node ${number}` | 'add-condition' | 'add-group' | 'order' | 'limit' | 'apply';

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
};

/** One row of the modal. `join` is the word before it; `isOff` means that it or an enclosing group is switched off. */
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
	return { root, nextId, order, limit, offset, selected, steps: [], refused: new Map() };
}

/** The query of a draft, without rows that are switched off and groups with nothing switched on. */
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
		return node.kind === 'group' ? [row, ...rowsIn(node, depth + 1, off)] : [row];
	});
}

/** The filters of a node and its children; empty if it is switched off. */
export function filtersOf(node: DraftNode): SaidFilter[] {
	if (!node.enabled) return [];
	if (node.kind === 'condition') return [node.condition];
	const children = node.children.flatMap(filtersOf);
	if (children.length === 0 && node.children.length > 0) return [];
	return [{ kind: 'group', join: node.join, negated: node.negated, children }];
}

function highestId(node: DraftNode): number {
	return node.kind === 'condition' ? node.id : Math.max(node.id, ...node.children.map(highestId));
}
