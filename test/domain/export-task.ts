import type { ExportChoices } from '../../src/domain/export-choices.ts';
import type { ExportTask } from '../../src/domain/records.ts';

/** An export to a path, as NDJSON unless the choices say otherwise. */
export function exportTo(
	path: string,
	choices: Partial<ExportChoices> = {},
	more: Partial<ExportTask> = {},
): ExportTask {
	return {
		kind: 'export',
		path,
		choices: { format: 'ndjson', rows: 'conversations', isRedacted: false, words: [], ...choices },
		spool: null,
		filter: { queryText: '', query: '' },
		...more,
	};
}
