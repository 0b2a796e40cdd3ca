import { Box } from 'ink';
import type { ReactElement } from 'react';
import type { FilterLanguage } from '../../actions/action.ts';
import type { SavedView, SavedViews } from '../../filter/saved-views.ts';
import { queryWords } from '../../filter/words.ts';
import { readView, type ViewsDraft } from '../../state/view-draft.ts';
import { fitLine, type Line, span } from '../../text/line.ts';
import { safe, t } from '../../text/safe.ts';
import { nothing } from '../../text/safe-text.ts';
import { fit, padStart } from '../../text/width.ts';
import { wrapLine } from '../../text/wrap-line.ts';
import type { Size } from '../geometry.ts';
import { useViewCounts, type ViewCount } from '../hooks/use-view-counts.ts';
import type { Program } from '../program.ts';
import { SelectList } from '../widgets/select-list.tsx';
import { Modal } from './modal.tsx';
import { lineBox } from './modal-boxes.ts';

type Props = {
	readonly program: Program;
	readonly size: Size;
	readonly saved: SavedViews;
	readonly draft: ViewsDraft;
	readonly language: () => FilterLanguage;
};

/** Cells for how a view is watched. */
const watchCells = 9;

/** Rows below the views for what the one under the cursor means. */
const wordRows = 3;

/** The saved views: how many rows each has, which one the program opens with, and what the chosen one asks for. */
export function ViewsModal({ program, size, saved, draft, language }: Props): ReactElement {
	const { theme } = program;
	const box = lineBox(size);
	const inner = box.width - 4;
	const height = box.height - 2 - wordRows;
	const counts = useViewCounts(program, saved.views, language);
	const items = saved.views.map((view) => {
		const line = rowOf(view, saved.startId === view.id, counts.get(view.id), inner);
		return { value: view.id, label: theme.paint(line), selectedLabel: theme.paint(line, true) };
	});
	const chosen = saved.views[draft.selected] ?? null;
	const words = wrapLine(meaning(chosen, draft, language), inner).slice(0, wordRows);
	const blankRows = Array.from({ length: height }, (): Line => []);
	const rows = [...blankRows, ...words.map((line) => [span('plain', t` `), ...line])];
	return (
		<Modal theme={theme} box={box} title={t`Views`} rows={rows}>
			<Box position="absolute" marginLeft={box.x + 2} marginTop={box.y + 1} width={inner} height={height}>
				<SelectList items={items} selected={draft.selected} height={height} />
			</Box>
		</Modal>
	);
}

function rowOf(view: SavedView, isStart: boolean, count: ViewCount | undefined, cells: number): Line {
	const number = count === undefined ? t`…` : count.kind === 'known' ? safe(count.text) : t`?`;
	const nameCells = Math.min(28, Math.floor(cells / 3));
	return fitLine(
		[
			span('accent', isStart ? t`* ` : t`  `),
			span('strong', fit(safe(view.name), nameCells)),
			span('plain', padStart(number, 6)),
			span('accent', fit(view.watch === null ? nothing : t`  ${safe(view.watch)}`, watchCells)),
			span('dim', t`  ${safe(view.line)}`),
		],
		cells,
	);
}

function meaning(view: SavedView | null, { isDeleting }: ViewsDraft, language: () => FilterLanguage): Line {
	if (view === null) return [span('muted', t`No views. n saves what the list shows now.`)];
	if (isDeleting) return [span('bad', t`Delete “${safe(view.name)}”? y deletes it, Esc keeps it.`)];
	const { context } = language();
	const read = readView(view, context, []);
	if (!read.ok) {
		return [
			span('bad', t`Character ${read.position + 1}: ${safe(read.problem)}. `),
			span('plain', safe(`${read.advice}.`)),
		];
	}
	const words = queryWords(read.query, context);
	return [span('dim', words === '' ? t`everything` : safe(words)), span('plain', nothing)];
}
