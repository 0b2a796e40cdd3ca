import { Box } from 'ink';
import type { ReactElement } from 'react';
import { titleOf } from '../../domain/conversation.ts';
import { titleInRun } from '../../domain/run-task.ts';
import { itemNote, taskWords } from '../../domain/run-words.ts';
import { listedItems, type Runs, runOf } from '../../state/runs.ts';
import { clamp } from '../../state/scroll.ts';
import { type Line, span } from '../../text/line.ts';
import { safe, t } from '../../text/safe.ts';
import { wrapLine } from '../../text/wrap-line.ts';
import type { Size } from '../geometry.ts';
import { itemLine, runHead, runLine } from '../lines/run-lines.ts';
import type { ScreenView } from '../model/view-model.ts';
import type { Program } from '../program.ts';
import { SelectList } from '../widgets/select-list.tsx';
import { Modal } from './modal.tsx';
import { helpBox } from './modal-boxes.ts';

type Props = {
	readonly program: Program;
	readonly size: Size;
	readonly runs: Runs;
	readonly view: ScreenView;
	readonly runId: string;
	readonly selected: string | null;
};

/** Rows below the items, for all that there is to say about the one under the cursor. */
const noteRows = 2;

/** A run over many conversations: how far it is, and how each item stands. */
export function RunModal({ program, size, runs, view, runId, selected }: Props): ReactElement {
	const { theme } = program;
	const box = helpBox(size);
	const cells = box.width - 4;
	const history = runOf(runs, runId);
	if (history === null) {
		const rows: Line[] = [[span('dim', t` Reading…`)]];
		return <Modal theme={theme} box={box} title={t`Run`} rows={rows} />;
	}
	const latest = runs.latest?.history.plan.id === runId ? runs.latest : null;
	const head = runHead(history, latest, cells, program.now(), theme.glyphs);
	const height = Math.max(1, box.height - 2 - head.length - noteRows);
	const listed = listedItems(history);
	const at = Math.max(
		0,
		listed.findIndex(([id]) => id === selected),
	);
	// Only what is seen is laid out: a run can have a thousand items, and is drawn five times a second.
	const top = clamp(at - Math.floor(height / 2), 0, Math.max(0, listed.length - height));
	const items = listed.slice(top, top + height).map(([id, item]) => {
		const conversation = view.conversationOf(id);
		const line = itemLine(
			conversation === null ? titleInRun(history.plan, id) : titleOf(conversation),
			item,
			cells,
		);
		return { value: id, label: theme.paint(line), selectedLabel: theme.paint(line, true) };
	});
	const [, chosen] = listed[at] ?? [];
	const note = chosen === undefined ? '' : itemNote(chosen);
	const words = note === '' ? [] : wrapLine([span('plain', safe(note))], cells).slice(0, noteRows);
	const blank = Array.from({ length: height }, (): Line => []);
	const rows = [...head, ...blank, ...words].map((line): Line => [span('plain', t` `), ...line]);
	return (
		<Modal theme={theme} box={box} title={safe(taskWords(history.plan.task))} rows={rows}>
			<Box
				position="absolute"
				marginLeft={box.x + 2}
				marginTop={box.y + 1 + head.length}
				width={cells}
				height={height}
			>
				<SelectList items={items} selected={at - top} height={height} />
			</Box>
		</Modal>
	);
}

type RunsProps = Omit<Props, 'view' | 'runId'>;

/** The runs that are on disk, the newest first. */
export function RunsModal({ program, size, runs, selected }: RunsProps): ReactElement {
	const { theme } = program;
	const box = helpBox(size);
	const cells = box.width - 4;
	const kept = runs.kept ?? [];
	const problems: readonly Line[] = [
		...(runs.problem === null ? [] : [[span('bad', safe(runs.problem))]]),
		...runs.unreadable.map((path): Line => [span('warn', t`Cannot be read: ${safe(path)}`)]),
	].flatMap((line) => wrapLine(line, cells));
	const height = Math.max(1, box.height - 2 - problems.length);
	const items = kept.map((history) => {
		const latest = runs.latest?.history;
		const line = runLine(latest?.plan.id === history.plan.id ? latest : history, cells, program.now());
		return { value: history.plan.id, label: theme.paint(line), selectedLabel: theme.paint(line, true) };
	});
	const at = Math.max(
		0,
		kept.findIndex(({ plan }) => plan.id === selected),
	);
	const empty =
		runs.kept === null ? t`Reading…` : t`No runs yet: mark conversations with Space, then e, A, D or X.`;
	const isSaid = items.length > 0 || runs.problem !== null;
	const words = isSaid ? [] : wrapLine([span('dim', empty)], cells);
	const blank = Array.from({ length: Math.max(0, height - words.length) }, (): Line => []);
	const rows = [...words, ...blank, ...problems].map((line): Line => [span('plain', t` `), ...line]);
	return (
		<Modal theme={theme} box={box} title={t`Runs`} rows={rows}>
			{items.length === 0 ? null : (
				<Box position="absolute" marginLeft={box.x + 2} marginTop={box.y + 1} width={cells} height={height}>
					<SelectList items={items} selected={at} height={height} />
				</Box>
			)}
		</Modal>
	);
}
