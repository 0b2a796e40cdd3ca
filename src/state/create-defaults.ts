import type { Metadata } from '../domain/conversation.ts';
import type { Condition, Filter, ListQuery } from '../filter/tree.ts';

/** What a new conversation must have for the list to show it. */
type CreateDefaults = { readonly name: string; readonly metadata: Metadata };

/**
 * What a filter says of every conversation it lets through: the values that it asks for by “is”. What it only asks for a
 * part of, or leaves a choice about, is nobody's to guess.
 */
export function createDefaults({ filters }: Pick<ListQuery, 'filters'>): CreateDefaults {
	let name = '';
	const metadata = new Map<string, string>();
	for (const condition of filters.flatMap(demanded)) {
		const value = exactValue(condition);
		if (value === null) continue;
		if (condition.column.kind === 'metadata') metadata.set(condition.column.key, value);
		else if (condition.column.name === 'name') name = value;
	}
	return { name, metadata: Object.fromEntries(metadata) };
}

/** The conditions that have to hold whatever else does. */
function demanded(filter: Filter): readonly Condition[] {
	if (filter.negated) return [];
	if (filter.kind === 'condition') return [filter];
	return filter.join === 'and' || filter.children.length === 1 ? filter.children.flatMap(demanded) : [];
}

/** The one text that a condition lets through, letters' case aside; null where there are more. */
function exactValue({ operator, operand }: Condition): string | null {
	if (operator === 'eq') return operand;
	if (operator === 'in') return operand.length === 1 ? (operand[0] ?? null) : null;
	const isPlain = (operator === 'like' || operator === 'ilike') && !/[*%_\\]/.test(operand);
	return isPlain ? operand : null;
}
