import { Box } from 'ink';
import type { ReactElement } from 'react';
import { formatColumn } from '../../filter/format.ts';
import type { Column, Order } from '../../filter/tree.ts';
import { isSameColumn, type SortDraft, type SortRow, sortRows } from '../../state/sort-draft.ts';
import { fitLine, type Line, span } from '../../text/line.ts';
import { safe, t } from '../../text/safe.ts';
import { nothing, type SafeText } from '../../text/safe-text.ts';
import { fit, padStart } from '../../text/width.ts';
import type { Size } from '../geometry.ts';
import type { Theme } from '../theme.ts';
import { SelectList } from '../widgets/select-list.tsx';
import { Modal } from './modal.tsx';
import { paletteBox } from './modal-boxes.ts';

type Props = {
	readonly theme: Theme;
	readonly size: Size;
	readonly draft: SortDraft;
	readonly metadataKeys: readonly string[];
};

/** What the list is sorted by: every column, its rank, its direction, and where rows without a value go. */
export function SortModal({ theme, size, draft, metadataKeys }: Props): ReactElement {
	const box = paletteBox(size);
	const inner = box.width - 4;
	const items = sortRows(draft, metadataKeys).map((row) => {
		const line =
			row.kind === 'attention' ? attentionRow(draft, inner) : rowOf(row.column, draft.order, inner);
		return {
			value: nameOf(row),
			label: theme.paint(line),
			selectedLabel: theme.paint(line, true),
		};
	});
	return (
		<Modal theme={theme} box={box} title={t`Sort`} rows={[]}>
			<Box
				position="absolute"
				marginLeft={box.x + 2}
				marginTop={box.y + 1}
				width={inner}
				height={box.height - 2}
			>
				<SelectList items={items} selected={draft.selected} height={box.height - 2} />
			</Box>
		</Modal>
	);
}

/** No column is called so: each is one word. */
function nameOf(row: SortRow): string {
	return row.kind === 'attention' ? 'needs attention' : formatColumn(row.column);
}

function attentionRow({ attention }: SortDraft, cells: number): Line {
	const isOn = attention === true;
	return fitLine(
		[
			span('accent', padStart(isOn ? t`1` : nothing, 3)),
			span(isOn ? 'strong' : 'plain', t`  ${fit(t`needs attention`, 38)} `),
			span('dim', t`what is loaded`),
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
	const isTime = column.kind === 'plain' && column.name.endsWith('_at');
	const words = isTime
		? { desc: t`newest first`, asc: t`oldest first` }
		: { desc: t`z to a`, asc: t`a to z` };
	return nulls === null ? words[direction] : t`${words[direction]}, empty ${safe(nulls)}`;
}
