import { Box, Text } from 'ink';
import { memo, type ReactElement } from 'react';

type Props = { readonly width: number; readonly height: number; readonly painted: string };

/**
 * Painted rows in a box of exactly their size. One long text costs Ink much less than many boxes, and the same text is
 * not drawn twice.
 */
export const PaintedBlock = memo(function PaintedBlock({ width, height, painted }: Props): ReactElement {
	return (
		<Box width={width} height={height} flexShrink={0}>
			<Text wrap="truncate">{painted}</Text>
		</Box>
	);
});
