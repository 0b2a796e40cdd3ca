import { formatColumn } from '../filter/format.ts';
import { type DraftNode, type FilterDraft, filterRows, keyOf, type RowKey } from './filter-draft.ts';
import { filterProblem } from './filter-value.ts';

/** Something that a server refused: the query parameter that it named, and its words (untrusted). */
export type Refusal = { readonly parameter: string | null; readonly message: string };

/** What is wrong with each row, by its key: what cannot be right, and what the server refused. */
export function rowProblems(draft: FilterDraft): ReadonlyMap<RowKey, string> {
	const problems = new Map(draft.refused);
	for (const { node, key, isOff } of filterRows(draft)) {
		const problem = node === null || isOff ? null : nodeProblem(node);
		if (problem !== null) problems.set(key, problem);
	}
	return problems;
}

/** The first row that keeps a draft from being applied. What a server said may have been about something else by now. */
export function firstProblem(draft: FilterDraft): RowKey | null {
	const found = filterRows(draft).find(
		({ node, isOff }) => node !== null && !isOff && nodeProblem(node) !== null,
	);
	return found?.key ?? null;
}

/** Notes what the server refused at the rows that it named; what names none of them, at the last row. */
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
	if (node.kind === 'condition') return filterProblem([node.condition]);
	if (node.children.length === 0) return 'The group is empty: a adds a condition to it, x removes it.';
	return null;
}
