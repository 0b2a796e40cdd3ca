import { formatColumn } from '../../filter/format.ts';
import { type DraftNode, type FilterDraft, filterRows, keyOf, type RowKey } from './filter-draft.ts';
import { conditionProblem } from './filter-value.ts';

/** A server's objection: the query parameter it names, and its words (untrusted). */
export type Refusal = { readonly parameter: string | null; readonly message: string };

/** The problems of each row, by its key: invalid conditions, and the server's objections. */
export function rowProblems(draft: FilterDraft): ReadonlyMap<RowKey, string> {
	const problems = new Map(draft.refused);
	for (const { node, key, isOff } of filterRows(draft)) {
		const problem = node === null || isOff ? null : nodeProblem(node);
		if (problem !== null) problems.set(key, problem);
	}
	return problems;
}

/**
 * The first row that prevents applying a draft. The server's objections do not count: they may be about an earlier
 * value.
 */
export function firstProblem(draft: FilterDraft): RowKey | null {
	const found = filterRows(draft).find(
		({ node, isOff }) => node !== null && !isOff && nodeProblem(node) !== null,
	);
	return found?.key ?? null;
}

/** Attaches the server's objections to the rows they name; others go to the last row. */
export function withRefusals(draft: FilterDraft, refusals: readonly Refusal[]): FilterDraft {
	const refused = new Map<RowKey, string>();
	for (const { parameter, message } of refusals) {
		for (const key of rowsNamed(draft, parameter)) refused.set(key, `The server says: ${message}`);
	}
	const [first] = refused.keys();
	return first === undefined ? draft : { ...draft, refused, selected: first };
}

function rowsNamed(draft: FilterDraft, parameter: string | null): readonly RowKey[] {
	if (parameter === 'limit' || parameter === 'order') return [parameter];
	const isNamed = (node: DraftNode): boolean =>
		node.kind === 'condition'
			? formatColumn(node.condition.column) === parameter
			: `${node.negated ? 'not.' : ''}${node.join}` === parameter;
	const top = draft.root.children.filter((node) => node.enabled && isNamed(node));
	return top.length > 0 ? top.map(keyOf) : ['apply'];
}

function nodeProblem(node: DraftNode): string | null {
	return node.kind === 'condition' ? conditionProblem(node.condition) : null;
}
