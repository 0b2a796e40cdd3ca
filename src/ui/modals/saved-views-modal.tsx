import { useQueryClient } from '@tanstack/react-query';
import { type ReactElement, useEffect, useState } from 'react';
import type { FilterLanguage } from '../../actions/action.ts';
import { countedText, countOptions } from '../../data/count-query.ts';
import { cancelLookups } from '../../data/side-caches.ts';
import { describeQuery } from '../../filter/describe-query.ts';
import type { SavedView, SavedViews } from '../../filter/saved-views.ts';
import { readSavedView, type SavedViewsDraft } from '../../state/saved-view-draft.ts';
import { fitLine, type Line, span } from '../../text/line.ts';
import { safe, t } from '../../text/safe.ts';
import { nothing } from '../../text/safe-text.ts';
import { fit, padStart } from '../../text/width.ts';
import { wrapLine } from '../../text/wrap.ts';
import type { Size } from '../../view/geometry.ts';
import { queryTextBox } from '../../view/overlays/modal-sizes.ts';
import type { Program } from '../program.ts';
import { lineItem, SelectList } from '../widgets/select-list.tsx';
import { blankRows, indent, Modal } from './modal.tsx';

type Props = {
	readonly program: Program;
	readonly size: Size;
	readonly saved: SavedViews;
	readonly draft: SavedViewsDraft;
	readonly language: () => FilterLanguage;
};

/** Cells for the kind of alert of a saved view. */
const alertCells = 9;

/** Rows below the views for the meaning of the one under the cursor. */
const wordRows = 3;

/** The number of rows of a saved view: a number, `100+`, or unknown. */
type SavedViewCount = { readonly kind: 'known'; readonly text: string } | { readonly kind: 'unknown' };

/**
 * Counts the rows of each saved view, one view at a time, while the list of views is on screen. A view missing in the
 * result is not counted yet.
 */
function useSavedViewCounts(
	program: Program,
	views: readonly SavedView[],
	language: () => FilterLanguage,
): ReadonlyMap<string, SavedViewCount> {
	const client = useQueryClient();
	const [counts, setCounts] = useState<ReadonlyMap<string, SavedViewCount>>(new Map());
	// A new name or position needs no new count.
	const key = JSON.stringify(views.map(({ id, queryText }) => [id, queryText]).sort());
	// biome-ignore lint/correctness/useExhaustiveDependencies: `key` stands for `views`.
	useEffect(() => {
		const stop = new AbortController();
		const tell = (id: string, count: SavedViewCount): void =>
			setCounts((known) => new Map(known).set(id, count));
		const countAll = async (): Promise<void> => {
			for (const view of views) {
				const read = readSavedView(view, language().context, []);
				if (!read.ok) {
					tell(view.id, { kind: 'unknown' });
					continue;
				}
				const options = countOptions(program, read.query);
				const cancel = (): void => cancelLookups(client, options.queryKey);
				stop.signal.addEventListener('abort', cancel, { once: true });
				const count = await client.fetchQuery(options).catch(() => null);
				stop.signal.removeEventListener('abort', cancel);
				if (stop.signal.aborted) return;
				if (count === null) tell(view.id, { kind: 'unknown' });
				else tell(view.id, { kind: 'known', text: countedText(count) });
			}
		};
		void countAll();
		return () => stop.abort();
	}, [key, program, client]);
	return counts;
}

/**
 * The saved views: their numbers of rows, the one that the program opens with, and the meaning of the one under the
 * cursor.
 */
export function SavedViewsModal({ program, size, saved, draft, language }: Props): ReactElement {
	const { theme } = program;
	const box = queryTextBox(size);
	const inner = box.width - 4;
	const height = box.height - 2 - wordRows;
	const counts = useSavedViewCounts(program, saved.views, language);
	const items = saved.views.map((view) => {
		const line = rowOf(view, saved.startId === view.id, counts.get(view.id), inner);
		return lineItem(theme, view.id, line);
	});
	const chosen = saved.views[draft.selected] ?? null;
	const words = wrapLine(meaning(chosen, draft, language), inner).slice(0, wordRows);
	const rows = [...blankRows(height), ...words.map(indent)];
	return (
		<Modal theme={theme} box={box} title={t`Saved views`} rows={rows}>
			<SelectList
				theme={theme}
				items={items}
				selected={draft.selected}
				at={{ x: box.x + 2, y: box.y + 1, width: inner, height }}
			/>
		</Modal>
	);
}

function rowOf(view: SavedView, isStart: boolean, count: SavedViewCount | undefined, cells: number): Line {
	const number = count === undefined ? t`…` : count.kind === 'known' ? safe(count.text) : t`?`;
	const nameCells = Math.min(28, Math.floor(cells / 3));
	return fitLine(
		[
			span('accent', isStart ? t`* ` : t`  `),
			span('strong', fit(safe(view.name), nameCells)),
			span('plain', padStart(number, 6)),
			span('accent', fit(view.alert === null ? nothing : t`  ${safe(view.alert)}`, alertCells)),
			span('dim', t`  ${safe(view.queryText)}`),
		],
		cells,
	);
}

function meaning(
	view: SavedView | null,
	{ isDeleting }: SavedViewsDraft,
	language: () => FilterLanguage,
): Line {
	if (view === null) return [span('muted', t`No saved views. n saves what the list shows now.`)];
	if (isDeleting) return [span('bad', t`Delete “${safe(view.name)}”? y deletes it, Esc keeps it.`)];
	const { context } = language();
	const read = readSavedView(view, context, []);
	if (!read.ok) {
		return [
			span('bad', t`Character ${read.position + 1}: ${safe(read.problem)}. `),
			span('plain', safe(`${read.advice}.`)),
		];
	}
	const words = describeQuery(read.query, context);
	return [span('dim', words === '' ? t`everything` : safe(words)), span('plain', nothing)];
}
