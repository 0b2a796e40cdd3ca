import type { ReactElement } from 'react';
import { formatColumn } from '../../filter/format.ts';
import { type Column, isTime, type Order } from '../../filter/tree.ts';
import { columnLabel, namedColumns } from '../../state/filter/filter-verbs.ts';
import { isSameColumn, type SortDraft, type SortRow, sortRows } from '../../state/filter/sort-draft.ts';
import { fitLine, type Line, span, type Tone } from '../../text/line.ts';
import { safe, t } from '../../text/safe.ts';
import { nothing, type SafeText } from '../../text/safe-text.ts';
import { blank, fit, padStart } from '../../text/width.ts';
import type { Size } from '../../view/geometry.ts';
import { paletteBox } from '../../view/overlays/modal-sizes.ts';
import type { Theme } from '../../view/theme.ts';
import { lineItem, SelectList } from '../widgets/select-list.tsx';
import { Modal } from './modal.tsx';

type Props = {
	readonly theme: Theme;
	readonly size: Size;
	readonly draft: SortDraft;
	readonly metadataKeys: readonly string[];
};

/** The order of the list: every column with its rank, its direction, and the place of rows without a value. */
export function SortModal({ theme, size, draft, metadataKeys }: Props): ReactElement {
	const box = paletteBox(size);
	const inner = box.width - 4;
	const items = sortRows(draft, metadataKeys).map((row) => {
		const line =
			row.kind === 'attention' ? attentionRow(draft, inner) : rowOf(row.column, draft.order, inner);
		return lineItem(theme, nameOf(row), line);
	});
	return (
		<Modal theme={theme} box={box} title={t`Sort`} rows={[]}>
			<SelectList
				theme={theme}
				items={items}
				selected={draft.selected}
				at={{ x: box.x + 2, y: box.y + 1, width: inner, height: box.height - 2 }}
			/>
		</Modal>
	);
}

const labelCells = 38;

/** A label with a blank cannot clash with a column: those are single words. */
function nameOf(row: SortRow): string {
	return row.kind === 'attention' ? 'needs attention' : formatColumn(row.column);
}

function attentionRow({ attention }: SortDraft, cells: number): Line {
	const isOn = attention === true;
	return fitLine(
		[
			span('accent', padStart(isOn ? t`1` : nothing, 3)),
			span(isOn ? 'strong' : 'plain', t`  ${fit(t`attention`, labelCells)} `),
			span('dim', t`loaded rows`),
		],
		cells,
	);
}

function rowOf(column: Column, order: readonly Order[], cells: number): Line {
	const rank = order.findIndex((term) => isSameColumn(term.column, column));
	const term = order[rank];
	return fitLine(
		[
			span('accent', padStart(term === undefined ? nothing : t`${rank + 1}`, 3)),
			span('plain', blank(2)),
			...fitLine(labelOf(column, term === undefined ? 'plain' : 'strong'), labelCells),
			span('plain', t` `),
			span('dim', term === undefined ? nothing : wayOf(column, term)),
		],
		cells,
	);
}

/** A column by its everyday name; a metadata key with another name, or with that of another column, also by its own. */
function labelOf(column: Column, tone: Tone): Line {
	const label = columnLabel(column);
	const own = column.kind === 'metadata' ? column.key : label;
	const isAmbiguous =
		column.kind === 'metadata' && own === label && namedColumns.some((one) => one.label === own);
	if (isAmbiguous) return [span(tone, safe(own)), span('dim', t` (metadata)`)];
	return own === label
		? [span(tone, safe(label))]
		: [span(tone, safe(label)), span('dim', t` (${safe(own)})`)];
}

function wayOf(column: Column, { direction, nulls }: Order): SafeText {
	const words = isTime(column)
		? { desc: t`newest first`, asc: t`oldest first` }
		: { desc: t`z to a`, asc: t`a to z` };
	return nulls === null ? words[direction] : t`${words[direction]}, empty ${safe(nulls)}`;
}
