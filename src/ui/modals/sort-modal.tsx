import type { ReactElement } from 'react';
import { formatColumn } from '../../filter/format.ts';
import { type Column, isTime, type Order } from '../../filter/tree.ts';
import { isSameColumn, type SortDraft, type SortRow, sortRows } from '../../state/filter/sort-draft.ts';
import { fitLine, type Line, span } from '../../text/line.ts';
import { safe, t } from '../../text/safe.ts';
import { nothing, type SafeText } from '../../text/safe-text.ts';
import { fit, padStart } from '../../text/width.ts';
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

/** A label with a blank cannot clash with a column: those are single words. */
function nameOf(row: SortRow): string {
	return row.kind === 'attention' ? 'needs attention' : formatColumn(row.column);
}

function attentionRow({ attention }: SortDraft, cells: number): Line {
	const isOn = attention === true;
	return fitLine(
		[
			span('accent', padStart(isOn ? t`1` : nothing, 3)),
			span(isOn ? 'strong' : 'plain', t`  ${fit(t`attention`, 38)} `),
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
			span(term === undefined ? 'plain' : 'strong', t`  ${fit(safe(formatColumn(column)), 38)} `),
			span('dim', term === undefined ? nothing : wayOf(column, term)),
		],
		cells,
	);
}

function wayOf(column: Column, { direction, nulls }: Order): SafeText {
	const words = isTime(column)
		? { desc: t`newest first`, asc: t`oldest first` }
		: { desc: t`z to a`, asc: t`a to z` };
	return nulls === null ? words[direction] : t`${words[direction]}, no value ${safe(nulls)}`;
}
