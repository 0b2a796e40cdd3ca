import { Box } from 'ink';
import type { ReactElement } from 'react';
import { type ExportDraft, type ExportJob, isTextRow, rowsOfExport } from '../../state/exports.ts';
import { clamp } from '../../state/scroll.ts';
import { type Line, span } from '../../text/line.ts';
import { safe, t } from '../../text/safe.ts';
import { clip } from '../../text/width.ts';
import type { Size } from '../../view/geometry.ts';
import {
	exportNameCells,
	exportRowLine,
	exportWords,
	findingLine,
	redactionHead,
} from '../../view/overlays/export-lines.ts';
import { areaBox, helpBox } from '../../view/overlays/modal-sizes.ts';
import { atMost } from '../../view/pane-frame.ts';
import type { Theme } from '../../view/theme.ts';
import { lineItem, SelectList } from '../widgets/select-list.tsx';
import { TextField } from '../widgets/text-field.tsx';
import { blankRows, indent, Modal } from './modal.tsx';

type ExportProps = { readonly theme: Theme; readonly size: Size; readonly draft: ExportDraft };

/** The export form: format, redaction, words and file. */
export function ExportModal({ theme, size, draft }: ExportProps): ReactElement {
	const most = areaBox(size);
	const cells = most.width - 4;
	const names = rowsOfExport(draft);
	const words = exportWords(draft, cells);
	const rows: Line[] = [...blankRows(names.length), [], ...words].map(indent);
	const box = { ...most, height: Math.min(most.height, rows.length + 2) };
	const at = names.indexOf(draft.row);
	const items = names.map((row) => {
		const line = exportRowLine(draft, row, cells);
		// The field is drawn over the value of its row.
		const isField = row === draft.row && isTextRow(row);
		return { ...lineItem(theme, row, line), ...(isField ? { selectedLabel: theme.paint(line) } : {}) };
	});
	const x = box.x + 2 + exportNameCells;
	const y = box.y + 1 + at;
	const field = isTextRow(draft.row) ? draft[draft.row] : null;
	const fieldCells = cells - exportNameCells;
	const title = t`Export: ${clip(safe(draft.about), box.width - 20)}`;
	return (
		<Modal theme={theme} box={box} title={title} rows={atMost(rows, box.height - 2, most.width - 3)}>
			<SelectList
				theme={theme}
				items={items}
				selected={at}
				at={{ x: box.x + 2, y: box.y + 1, width: cells, height: Math.min(names.length, box.height - 2) }}
			/>
			{field === null ? null : (
				<Box position="absolute" marginLeft={x} marginTop={y} width={fieldCells} height={1}>
					<TextField editor={field} cells={fieldCells} x={x} y={y} />
				</Box>
			)}
		</Modal>
	);
}

/** Rows for the findings that the lines above leave. */
const leastFindings = 5;

type RedactionProps = {
	readonly theme: Theme;
	readonly size: Size;
	readonly job: ExportJob;
	readonly selected: string | null;
};

/** The findings of a redaction before the file is written: each value with its stand-in, and whether it stays. */
export function RedactionModal({ theme, size, job, selected }: RedactionProps): ReactElement {
	const most = helpBox(size);
	const cells = most.width - 4;
	const head = [...redactionHead(job, cells, most.height - 2 - leastFindings), []];
	const { findings, kept } = job;
	const wanted = Math.max(leastFindings, findings.length);
	const height = Math.max(1, Math.min(wanted, most.height - 2 - head.length));
	const box = helpBox(size, head.length + height + 2);
	const at = Math.max(
		0,
		findings.findIndex(({ key }) => key === selected),
	);
	// Lays out only the visible rows: an export can have thousands of findings.
	const top = clamp(at - Math.floor(height / 2), 0, Math.max(0, findings.length - height));
	const items = findings
		.slice(top, top + height)
		.map((finding) => lineItem(theme, finding.key, findingLine(finding, kept.has(finding.key), cells)));
	const isEmpty = findings.length === 0 && job.phase === 'ready' && job.task.choices.isRedacted;
	const none: Line[] = isEmpty ? [[span('dim', t`Nothing was found to redact.`)]] : [];
	const rows = [...head, ...none, ...blankRows(height - none.length)].map(indent);
	const title = job.task.choices.isRedacted ? t`Redaction: preview of the export` : t`Export`;
	return (
		<Modal theme={theme} box={box} title={title} rows={rows}>
			<SelectList
				theme={theme}
				items={items}
				selected={at - top}
				at={{ x: box.x + 2, y: box.y + 1 + head.length, width: cells, height }}
			/>
		</Modal>
	);
}
