import {
	type ExportChoices,
	type ExportFormat,
	exportFormats,
	isRedactedAtFirst,
	withEnding,
} from '../domain/export-choices.ts';
import type { ExportTask } from '../domain/records.ts';
import type { Finding } from '../domain/redaction.ts';
import { editorOf, type LineEditor } from './typing/line-editor.ts';

/** The rows of the export form. */
const exportRows = ['format', 'rows', 'redact', 'words', 'path'] as const;
export type ExportRow = (typeof exportRows)[number];

/** The export form. Its conversations stay the same when the marks change. */
export type ExportDraft = {
	readonly ids: readonly string[];
	/** The conversations in words: a title or a count. */
	readonly about: string;
	/** Their titles, by id, as far as they are known. */
	readonly titles: { readonly [id: string]: string };
	readonly filter: ExportTask['filter'];
	readonly format: ExportFormat;
	readonly rows: ExportChoices['rows'];
	readonly isRedacted: boolean;
	/** True once the user redacts: then all formats do. A choice not to redact is about one format. */
	readonly isRedactionKept: boolean;
	/** Words to redact, with commas between them. */
	readonly words: LineEditor;
	readonly path: LineEditor;
	readonly row: ExportRow;
	/** Why it could not begin, as a sentence. */
	readonly problem: string | null;
};

/** An export whose conversations are fetched, and whose file is not written yet. */
export type ExportJob = {
	/** The id of its spool, which is the id of its first batch. */
	readonly spool: string;
	readonly task: ExportTask;
	/** Reading looks for personal data; at `ready` the user decides; then the file is written. */
	readonly phase: 'reading' | 'ready' | 'writing';
	readonly done: number;
	readonly total: number;
	/** Conversations that could not be fetched. */
	readonly missing: number;
	readonly findings: readonly Finding[];
	/** Listed words that were not found. */
	readonly unfound: readonly string[];
	/** Keys of the findings that were taken back. */
	readonly kept: ReadonlySet<string>;
	/** Why the last try to write failed, as a sentence. */
	readonly problem: string | null;
};

export type Exports = {
	/** The choices of the last export. */
	readonly last: ExportChoices | null;
	/** A form that was left. */
	readonly left: ExportDraft | null;
	readonly job: ExportJob | null;
};

export type ExportEvent =
	| { readonly type: 'export-left'; readonly draft: ExportDraft | null }
	| { readonly type: 'export-chosen'; readonly choices: ExportChoices }
	/** Null once the file is written or given up. */
	| { readonly type: 'export-job'; readonly job: ExportJob | null };

export const noExports: Exports = { last: null, left: null, job: null };

/** The exports after an event. */
export function reduceExports(exports: Exports, event: ExportEvent): Exports {
	switch (event.type) {
		case 'export-left':
			return { ...exports, left: event.draft };
		case 'export-chosen':
			return { ...exports, last: event.choices, left: null };
		case 'export-job':
			return { ...exports, job: event.job };
	}
}

/** A form as it opens, with the choices of the last export. `name` is the file's name without its end. */
export function exportDraft(
	fields: Pick<ExportDraft, 'ids' | 'about' | 'titles' | 'filter'>,
	last: ExportChoices | null,
	name: string,
): ExportDraft {
	const format = last?.format ?? 'ndjson';
	return {
		...fields,
		format,
		rows: last?.rows ?? 'conversations',
		isRedacted: last?.isRedacted ?? isRedactedAtFirst(format),
		isRedactionKept: last?.isRedacted === true,
		words: editorOf(last?.words.join(', ') ?? ''),
		path: editorOf(withEnding(`${name}.ndjson`, 'ndjson', format)),
		row: 'format',
		problem: null,
	};
}

/** The rows that count with these choices. */
export function rowsOfExport({ format, isRedacted }: ExportDraft): readonly ExportRow[] {
	return exportRows.filter((row) => (row === 'rows' ? format === 'csv' : row !== 'words' || isRedacted));
}

/** True for a row with a text field. */
export function isTextRow(row: ExportRow): row is 'words' | 'path' {
	return row === 'words' || row === 'path';
}

/** Moves the cursor by rows, and stops at the ends. */
export function moveInExport(draft: ExportDraft, by: number): ExportDraft {
	const rows = rowsOfExport(draft);
	const at = rows.indexOf(draft.row) + by;
	return { ...draft, row: rows[Math.min(Math.max(at, 0), rows.length - 1)] ?? draft.row };
}

/** Takes the next or previous choice of the row under the cursor. */
export function turnInExport(draft: ExportDraft, by: 1 | -1): ExportDraft {
	switch (draft.row) {
		case 'format': {
			const count = exportFormats.length;
			const at = (exportFormats.indexOf(draft.format) + by + count) % count;
			const format = exportFormats[at] ?? draft.format;
			const isRedacted = draft.isRedactionKept || isRedactedAtFirst(format);
			const path = editorOf(withEnding(draft.path.text, draft.format, format));
			return { ...draft, format, isRedacted, path, problem: null };
		}
		case 'rows':
			return { ...draft, rows: draft.rows === 'turns' ? 'conversations' : 'turns' };
		case 'redact':
			return { ...draft, isRedacted: !draft.isRedacted, isRedactionKept: !draft.isRedacted };
		default:
			return draft;
	}
}

/** Types into the field under the cursor. */
export function typeInExport(draft: ExportDraft, change: (editor: LineEditor) => LineEditor): ExportDraft {
	if (!isTextRow(draft.row)) return draft;
	return { ...draft, [draft.row]: change(draft[draft.row]), problem: null };
}

/** The choices of the form. */
function choicesOf({ format, rows, isRedacted, words }: ExportDraft): ExportChoices {
	const listed = words.text.split(',').map((word) => word.trim());
	return { format, rows, isRedacted, words: [...new Set(listed)].filter((word) => word !== '') };
}

/** The task of the form. */
export function exportTask(draft: ExportDraft): ExportTask {
	const path = draft.path.text.trim();
	return { kind: 'export', path, choices: choicesOf(draft), spool: null, filter: draft.filter };
}

/** Takes findings back, or redacts them again. */
export function keepFindings(job: ExportJob, keys: readonly string[], isKept: boolean): ExportJob {
	const kept = new Set(job.kept);
	for (const key of keys) {
		if (isKept) kept.add(key);
		else kept.delete(key);
	}
	return { ...job, kept };
}
