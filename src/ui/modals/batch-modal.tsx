import type { ReactElement } from 'react';
import { itemNote, spoolOf, taskWords, titleInBatch } from '../../domain/batch-task.ts';
import { titleOf } from '../../domain/conversation.ts';
import type { BatchHistory } from '../../domain/records.ts';
import { type Batches, batchOf, listedItems } from '../../state/batches.ts';
import { clamp } from '../../state/scroll.ts';
import { type Line, span } from '../../text/line.ts';
import { safe, t } from '../../text/safe.ts';
import { wrapLine } from '../../text/wrap.ts';
import type { Size } from '../../view/geometry.ts';
import { batchHead, batchLine, itemLine } from '../../view/overlays/batch-lines.ts';
import { helpBox } from '../../view/overlays/modal-sizes.ts';
import type { ScreenView } from '../../view/view-model.ts';
import type { Program } from '../program.ts';
import { lineItem, SelectList } from '../widgets/select-list.tsx';
import { blankRows, indent, Modal } from './modal.tsx';

type Props = {
	readonly program: Program;
	readonly size: Size;
	readonly batches: Batches;
	readonly view: ScreenView;
	readonly batchId: string;
	readonly selected: string | null;
};

/** Rows below the items for the note on the one under the cursor, if any of them has one. */
const mostNoteRows = 2;

/** A batch: its progress and the state of each item. */
export function BatchModal({ program, size, batches, view, batchId, selected }: Props): ReactElement {
	const { theme } = program;
	const cells = helpBox(size).width - 4;
	const history = batchOf(batches, batchId);
	if (history === null) {
		const rows: Line[] = [[span('dim', t` Reading…`)]];
		return <Modal theme={theme} box={helpBox(size, rows.length + 2)} title={t`Batch`} rows={rows} />;
	}
	const latest = batches.latest?.history.plan.id === batchId ? batches.latest : null;
	const head = batchHead(history, latest, cells, program.now(), theme.glyphs, isUnwritten(batches, history));
	const listed = listedItems(history);
	const noteRows = listed.some(([, item]) => itemNote(item) !== '') ? mostNoteRows : 0;
	const box = helpBox(size, 2 + head.length + Math.max(1, listed.length) + noteRows);
	const height = Math.max(1, box.height - 2 - head.length - noteRows);
	const at = Math.max(
		0,
		listed.findIndex(([id]) => id === selected),
	);
	// Lays out only the visible rows: a batch can have a thousand items and is drawn five times a second.
	const top = clamp(at - Math.floor(height / 2), 0, Math.max(0, listed.length - height));
	const items = listed.slice(top, top + height).map(([id, item]) => {
		const conversation = view.conversationOf(id);
		const line = itemLine(
			conversation === null ? titleInBatch(history.plan, id) : titleOf(conversation),
			item,
			cells,
		);
		return lineItem(theme, id, line);
	});
	const [, chosen] = listed[at] ?? [];
	const note = chosen === undefined ? '' : itemNote(chosen);
	const words = note === '' ? [] : wrapLine([span('plain', safe(note))], cells).slice(0, noteRows);
	const rows = [...head, ...blankRows(height), ...words].map(indent);
	return (
		<Modal theme={theme} box={box} title={safe(taskWords(history.plan.task))} rows={rows}>
			<SelectList
				theme={theme}
				items={items}
				selected={at - top}
				at={{ x: box.x + 2, y: box.y + 1 + head.length, width: cells, height }}
			/>
		</Modal>
	);
}

/** True for an export whose conversations wait for their file. */
function isUnwritten({ spools }: Batches, { plan }: BatchHistory): boolean {
	const spool = spoolOf(plan);
	return spool !== null && spools.has(spool);
}

type BatchesProps = Omit<Props, 'view' | 'batchId'>;

/** The batches on disk, newest first. */
export function BatchesModal({ program, size, batches, selected }: BatchesProps): ReactElement {
	const { theme } = program;
	const cells = helpBox(size).width - 4;
	const kept = batches.kept ?? [];
	const problems: readonly Line[] = [
		...(batches.problem === null ? [] : [[span('bad', safe(batches.problem))]]),
		...batches.unreadable.map((path): Line => [span('warn', t`Cannot read ${safe(path)}`)]),
	].flatMap((line) => wrapLine(line, cells));
	const items = kept.map((history) => {
		const latest = batches.latest?.history;
		const line = batchLine(latest?.plan.id === history.plan.id ? latest : history, cells, program.now());
		return lineItem(theme, history.plan.id, line);
	});
	const at = Math.max(
		0,
		kept.findIndex(({ plan }) => plan.id === selected),
	);
	const empty =
		batches.kept === null
			? t`Reading…`
			: t`No batches yet. Mark conversations with Space, then press e, A, D or X.`;
	const isSaid = items.length > 0 || batches.problem !== null;
	const words = isSaid ? [] : wrapLine([span('dim', empty)], cells);
	const box = helpBox(size, 2 + Math.max(1, items.length, words.length) + problems.length);
	const height = Math.max(1, box.height - 2 - problems.length);
	const rows = [...words, ...blankRows(height - words.length), ...problems].map(indent);
	return (
		<Modal theme={theme} box={box} title={t`Batches`} rows={rows}>
			<SelectList
				theme={theme}
				items={items}
				selected={at}
				at={{ x: box.x + 2, y: box.y + 1, width: cells, height }}
			/>
		</Modal>
	);
}
