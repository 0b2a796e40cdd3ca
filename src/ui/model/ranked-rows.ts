import type { ListRow } from './list-row.ts';
import type { ListData } from './screen-data.ts';

/** The list in the order of these ids; rows that are not among them come behind, in the order that they had. */
export function inRankOrder(list: ListData, ranked: readonly string[]): ListData {
	if (ranked.length === 0) return list;
	const waiting = new Map(list.rows.map((row) => [row.id, row]));
	const rows: ListRow[] = [];
	for (const id of ranked) {
		const row = waiting.get(id);
		if (row === undefined) continue;
		rows.push(row);
		waiting.delete(id);
	}
	rows.push(...waiting.values());
	return { ...list, rows, ids: rows.map(({ id }) => id) };
}
