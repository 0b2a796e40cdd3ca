import { Box, Text } from 'ink';
import SelectInput from 'ink-select-input';
import type { ReactElement } from 'react';
import { shownPart } from '../../state/scroll.ts';
import { countText } from '../../text/count.ts';
import { fitLine, type Line, span } from '../../text/line.ts';
import { safe, t } from '../../text/safe.ts';
import { nothing } from '../../text/safe-text.ts';
import type { Glyphs, Theme } from '../../view/theme.ts';

/** A row to choose: its key, and its painted and padded forms, under the cursor and elsewhere. */
type SelectItem = { readonly value: string; readonly label: string; readonly selectedLabel: string };

/** Where the list's first cell is on the screen, and the list's size. */
type Place = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

type Props = {
	readonly theme: Theme;
	readonly items: readonly SelectItem[];
	/** The item under the cursor; an index outside of the items marks none. */
	readonly selected: number;
	readonly at: Place;
};

/** A row that is one line: in inverse under the cursor. */
export function lineItem(theme: Theme, value: string, line: Line): SelectItem {
	return { value, label: theme.paint(line), selectedLabel: theme.paint(line, true) };
}

/**
 * A list to choose from. `ink-select-input` draws it but never gets the keyboard: it would submit on a digit and jump
 * to the first row whenever the items change. The list is recreated for every position of the cursor. The last row of a
 * list that is longer than its place counts the items above and below.
 */
export function SelectList({ theme, items, selected, at }: Props): ReactElement | null {
	const { x, y, width, height } = at;
	if (items.length === 0 || height < 1) return null;
	const { top, room } = shownPart(items.length, selected, height);
	const shown = items.slice(top, top + room);
	const outside = outsideLine(top, items.length - top - room, theme.glyphs);
	return (
		<Box
			position="absolute"
			flexDirection="column"
			marginLeft={x}
			marginTop={y}
			width={width}
			height={height}
		>
			<SelectInput
				key={`${top} ${selected} ${shown.map(({ value }) => value).join(' ')}`}
				items={shown}
				initialIndex={selected < items.length ? selected - top : -1}
				isFocused={false}
				indicatorComponent={NoIndicator}
				itemComponent={Row}
			/>
			{room < height ? <Text wrap="truncate">{theme.paint(fitLine(outside, width))}</Text> : null}
		</Box>
	);
}

/** The numbers of items above and below the shown ones. */
function outsideLine(above: number, below: number, { more, above: up }: Glyphs): Line {
	const before = above > 0 ? t`${safe(countText(above))} more ${up}   ` : nothing;
	const after = below > 0 ? t`${safe(countText(below))} more ${more}` : nothing;
	return [span('muted', t`${before}${after}`)];
}

/** The row under the cursor is inverse and needs no indicator. */
function NoIndicator(): null {
	return null;
}

type RowProps = { readonly isSelected?: boolean; readonly label: string; readonly selectedLabel?: string };

function Row({ isSelected = false, label, selectedLabel = label }: RowProps): ReactElement {
	return <Text wrap="truncate">{isSelected ? selectedLabel : label}</Text>;
}
