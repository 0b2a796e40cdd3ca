import { useCursor } from 'ink';
import type { ReactElement } from 'react';
import { type TextArea as Area, type AreaSize, viewArea } from '../../state/text-area.ts';
import { fitLine, span } from '../../text/line.ts';
import type { Theme } from '../theme.ts';
import { PaintedBlock } from './painted-block.tsx';

type Props = {
	readonly theme: Theme;
	readonly area: Area;
	readonly size: AreaSize;
	/** Where the area's first cell is on the screen. */
	readonly x: number;
	readonly y: number;
};

/** Lines of text being typed, wrapped, as far as there is room; the caret is the terminal's own. */
export function TextArea({ theme, area, size, x, y }: Props): ReactElement {
	const { setCursorPosition } = useCursor();
	const { rows, caret } = viewArea(area, size);
	setCursorPosition({ x: x + caret.x, y: y + caret.y });
	const painted = rows.map((row) => theme.paint(fitLine([span('plain', row)], size.cells)));
	return <PaintedBlock width={size.cells} height={size.height} rows={painted} />;
}
