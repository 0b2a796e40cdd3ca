import { Box, Text } from 'ink';
import { memo, type ReactElement } from 'react';

type Props = { readonly width: number; readonly height: number; readonly rows: readonly string[] };

/**
 * Painted rows in a box of exactly their size, each row a separate text: Ink measures and parses a text again when any
 * part of it changes, and a move of the cursor changes two rows.
 */
export function PaintedBlock({ width, height, rows }: Props): ReactElement {
	return (
		<Box width={width} height={height} flexDirection="column" flexShrink={0}>
			{rows.map((row, index) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: a row of the screen is identified by its position.
				<PaintedRow key={index} painted={row} />
			))}
		</Box>
	);
}

/** One painted row. */
export const PaintedRow = memo(function PaintedRow({ painted }: { readonly painted: string }): ReactElement {
	return <Text wrap="truncate">{painted}</Text>;
});
