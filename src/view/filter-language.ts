import type { FilterLanguage } from '../actions/action.ts';
import type { ListRow } from '../data/list-row.ts';
import type { ScreenData } from '../data/screen-data.ts';
import { type Conversation, channels } from '../domain/conversation.ts';
import { instantFromMillis } from '../domain/instant.ts';
import { JsonNumber } from '../domain/json.ts';
import { formatColumn } from '../filter/format.ts';
import type { Known } from '../filter/query-text/offers.ts';
import type { Column } from '../filter/tree.ts';
import type { View } from '../state/view.ts';
import { localZone } from '../text/time.ts';
import { memoLast } from './memo.ts';

/** Most values of a column that completion offers. */
const mostValues = 50;

/**
 * Completions for a filter: assistants, metadata keys, and the values of a column on the loaded rows, most frequent
 * first. Values are counted on first use.
 */
function knownValues(
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

/** The value as text, as the server compares it; empty for a value that is not plain. */
function wordOf(conversation: Conversation, column: Column): string {
	if (column.kind === 'plain') {
		// Times are typed as dates, not chosen from a list.
		if (column.name === 'name') return conversation.name ?? '';
		return column.name === 'id' ? conversation.id : '';
	}
	const value = Object.hasOwn(conversation.metadata, column.key) ? conversation.metadata[column.key] : null;
	if (value instanceof JsonNumber) return value.text;
	return value === null || value === undefined || typeof value === 'object' ? '' : String(value);
}

const knownOf = memoLast(knownValues);

/** The input of the filter parser at a moment, in milliseconds since 1970. */
export function languageOf(nowMillis: number, view: View, data: ScreenData): FilterLanguage {
	const context = {
		now: instantFromMillis(nowMillis),
		zone: localZone,
		assistants: data.assistantNames,
		metadataKeys: view.metadataKeys,
	};
	const known = knownOf(data.list.rows, view.metadataKeys, data.assistantNames);
	return { context, known: { ...known, when: context } };
}
