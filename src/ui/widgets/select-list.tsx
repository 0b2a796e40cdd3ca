import { Box, Text } from 'ink';
import SelectInput from 'ink-select-input';
import type { ReactElement } from 'react';
import { clamp } from '../../state/scroll.ts';
import type { Line } from '../../text/line.ts';
import type { Theme } from '../../view/theme.ts';

/** A row to choose: its key, and its painted and padded forms, under the cursor and elsewhere. */
type SelectItem = { readonly value: string; readonly label: string; readonly selectedLabel: string };

/** Where the list's first cell is on the screen, and the list's size. */
type Place = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

type Props = {
	readonly items: readonly SelectItem[];
	readonly selected: number;
	readonly at: Place;
};

/** A row that is one line: in inverse under the cursor. */
export function lineItem(theme: Theme, value: string, line: Line): SelectItem {
	return { value, label: theme.paint(line), selectedLabel: theme.paint(line, true) };
}

/**
 * A list to choose from. `ink-select-input` draws it but never gets the keyboard: it would submit on a digit and jump
 * to the first row whenever the items change. The list is recreated for every position of the cursor.
 */
export function SelectList({ items, selected, at }: Props): ReactElement | null {
	const { x, y, width, height } = at;
	if (items.length === 0 || height < 1) return null;
	const top = clamp(selected - Math.floor(height / 2), 0, Math.max(0, items.length - height));
	const shown = items.slice(top, top + height);
	return (
		<Box position="absolute" marginLeft={x} marginTop={y} width={width} height={height}>
			<SelectInput
				key={`${top} ${selected} ${shown.map(({ value }) => value).join(' ')}`}
				items={shown}
				initialIndex={selected - top}
				isFocused={false}
				indicatorComponent={NoIndicator}
				itemComponent={Row}
			/>
		</Box>
	);
}

/** The row under the cursor is inverse and needs no indicator. */
function NoIndicator(): null {
	return null;
}

type RowProps = { readonly isSelected?: boolean; readonly label: string; readonly selectedLabel?: string };

function Row({ isSelected = false, label, selectedLabel = label }: RowProps): ReactElement {
	return <Text wrap="truncate">{isSelected ? selectedLabel : label}</Text>;
}
