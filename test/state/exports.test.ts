import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { endingOf, exportFormats } from '../../src/domain/export-choices.ts';
import {
	type ExportDraft,
	exportDraft,
	exportTask,
	moveInExport,
	rowsOfExport,
	turnInExport,
	typeInExport,
} from '../../src/state/exports.ts';
import { insertText } from '../../src/state/typing/line-editor.ts';

const fields = { ids: ['a'], about: 'A', titles: {}, filter: { queryText: '', query: '' } };
const fresh = exportDraft(fields, null, 'out');
const turned = (draft: ExportDraft, times: number): ExportDraft =>
	Array.from({ length: times }).reduce<ExportDraft>((now) => turnInExport(now, 1), draft);

describe('the export form', () => {
	test('gives the file the ending of its format, and leaves a name of the user alone', () => {
		for (const [index, format] of exportFormats.entries()) {
			const draft = turned(fresh, index);
			expect([draft.format, draft.path.text]).toEqual([format, `out${endingOf(format)}`]);
		}
		const named = { ...fresh, path: { text: '/tmp/case', caret: 9 } };
		expect(turned(named, 3).path.text).toBe('/tmp/case');
	});

	test('redacts every format but NDJSON, until the user chooses', () => {
		expect(exportFormats.map((_, index) => turned(fresh, index).isRedacted)).toEqual([
			false,
			true,
			true,
			true,
			true,
			true,
		]);
		const chosen = turnInExport({ ...fresh, row: 'redact' }, 1);
		expect(turned({ ...chosen, row: 'format' }, 6)).toMatchObject({ format: 'ndjson', isRedacted: true });
	});

	test('opens with the choices of the last export', () => {
		const last = { format: 'csv', rows: 'turns', isRedacted: false, words: ['Ann Lee', 'Acme'] } as const;
		const draft = exportDraft(fields, last, 'out');
		expect(exportTask(draft)).toMatchObject({ choices: last, path: 'out.csv' });
	});

	test('a choice not to redact is about one format only, so no bundle goes out as a page before it did', () => {
		const page = turned(fresh, exportFormats.indexOf('html'));
		const open = turnInExport({ ...page, row: 'redact' }, 1);
		expect(open.isRedacted).toBe(false);
		expect(turned({ ...open, row: 'format' }, 1)).toMatchObject({ format: 'bundle', isRedacted: true });
		const last = { format: 'csv', rows: 'turns', isRedacted: false, words: [] } as const;
		expect(turned(exportDraft(fields, last, 'out'), 1).isRedacted).toBe(true);
	});

	test('what was redacted last time stays so in every format, NDJSON too', () => {
		const last = { format: 'markdown', rows: 'conversations', isRedacted: true, words: [] } as const;
		for (const [index] of exportFormats.entries())
			expect(turned(exportDraft(fields, last, 'out'), index).isRedacted).toBe(true);
	});

	test('takes words with commas between them, each once', () => {
		const typed = typeInExport({ ...turned(fresh, 1), row: 'words' }, (editor) =>
			insertText(editor, ' Ann Lee,, Acme ,Ann Lee'),
		);
		expect(exportTask(typed).choices.words).toEqual(['Ann Lee', 'Acme']);
	});

	test('has its cursor always on a row that counts', () => {
		const step = fc.constantFrom(
			(draft: ExportDraft) => turnInExport(draft, 1),
			(draft: ExportDraft) => turnInExport(draft, -1),
			(draft: ExportDraft) => moveInExport(draft, 1),
			(draft: ExportDraft) => moveInExport(draft, -1),
			(draft: ExportDraft) => typeInExport(draft, (editor) => insertText(editor, 'x')),
		);
		fc.assert(
			fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
				const draft = steps.reduce((now, next) => next(now), fresh);
				expect(rowsOfExport(draft)).toContain(draft.row);
			}),
		);
	});
});
