import { Box, useCursor } from 'ink';
import type { ReactElement } from 'react';
import { type TextArea as Area, type AreaSize, viewArea } from '../../state/typing/text-area.ts';
import { fitLine, span } from '../../text/line.ts';
import type { Theme } from '../../view/theme.ts';
import { PaintedBlock } from './painted-block.tsx';

type Props = {
	readonly theme: Theme;
	readonly area: Area;
	readonly size: AreaSize;
	/** The screen position of the area's first cell. */
	readonly x: number;
	readonly y: number;
};

/** Multi-line text being typed, wrapped, in the given size; the caret is the terminal's own. */
export function TextArea({ theme, area, size, x, y }: Props): ReactElement {
	const { setCursorPosition } = useCursor();
	const { rows, caret } = viewArea(area, size);
	setCursorPosition({ x: x + caret.x, y: y + caret.y });
	const painted = rows.map((row) => theme.paint(fitLine([span('plain', row)], size.cells)));
	return (
		<Box position="absolute" marginLeft={x} marginTop={y} width={size.cells} height={size.height}>
			<PaintedBlock width={size.cells} height={size.height} rows={painted} />
		</Box>
	);
}
