import { type Conversation, channels } from '../../domain/conversation.ts';
import { formatColumn } from '../../filter/format.ts';
import type { Known } from '../../filter/line/complete-line.ts';
import type { Column } from '../../filter/tree.ts';
import type { ListRow } from './list-row.ts';

/** How many different values of a column are offered. */
const mostValues = 50;

/**
 * What can be offered while a filter is typed: assistants, metadata keys, and the values of a column on the loaded rows,
 * the most frequent first. Values are counted when they are first asked for.
 */
export function knownValues(
	rows: readonly ListRow[],
	metadataKeys: readonly string[],
	assistants: ReadonlyMap<string, string>,
): Known {
	const counted = new Map<string, readonly string[]>();
	return {
		assistants,
		metadataKeys,
		valuesOf: (column) => {
			const name = formatColumn(column);
			const known = counted.get(name) ?? valuesOf(rows, column);
			counted.set(name, known);
			return known;
		},
	};
}

function valuesOf(rows: readonly ListRow[], column: Column): readonly string[] {
	const counts = new Map<string, number>();
	for (const row of rows) {
		if (row.kind !== 'conversation') continue;
		const value = wordOf(row.conversation, column);
		if (value !== '') counts.set(value, (counts.get(value) ?? 0) + 1);
	}
	if (column.kind === 'metadata' && column.key === 'telnyx_conversation_channel') {
		for (const channel of channels) counts.set(channel, counts.get(channel) ?? 0);
	}
	return [...counts]
		.sort(([, a], [, b]) => b - a)
		.slice(0, mostValues)
		.map(([value]) => value);
}

/** The value as the server compares it: text, and nothing for what is no plain value. */
function wordOf(conversation: Conversation, column: Column): string {
	if (column.kind === 'plain') {
		// Times are said, not picked from a list.
		if (column.name === 'name') return conversation.name ?? '';
		return column.name === 'id' ? conversation.id : '';
	}
	const value = Object.hasOwn(conversation.metadata, column.key) ? conversation.metadata[column.key] : null;
	if (value === null || value === undefined || typeof value === 'object') return '';
	return String(value);
}
