import { Text } from 'ink';
import SelectInput from 'ink-select-input';
import type { ReactElement } from 'react';
import { clamp } from '../../state/scroll.ts';

/** A row to choose: what identifies it, and how it is drawn, painted and padded, under the cursor and elsewhere. */
type SelectItem = { readonly value: string; readonly label: string; readonly selectedLabel: string };

type Props = { readonly items: readonly SelectItem[]; readonly selected: number; readonly height: number };

/**
 * A list to choose from. `ink-select-input` draws it but is never given the keyboard: listening itself, it submits on a
 * digit and jumps to the first row whenever the items change. It is made anew for every place of the cursor.
 */
export function SelectList({ items, selected, height }: Props): ReactElement {
	const top = clamp(selected - Math.floor(height / 2), 0, Math.max(0, items.length - height));
	const shown = items.slice(top, top + height);
	return (
		<SelectInput
			key={`${top} ${selected} ${shown.map(({ value }) => value).join(' ')}`}
			items={shown}
			initialIndex={selected - top}
			isFocused={false}
			indicatorComponent={NoIndicator}
			itemComponent={Row}
		/>
	);
}

/** The row under the cursor says so itself, in inverse. */
function NoIndicator(): null {
	return null;
}

type RowProps = { readonly isSelected?: boolean; readonly label: string; readonly selectedLabel?: string };

function Row({ isSelected = false, label, selectedLabel = label }: RowProps): ReactElement {
	return <Text wrap="truncate">{isSelected ? selectedLabel : label}</Text>;
}
