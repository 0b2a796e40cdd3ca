import { Box } from 'ink';
import type { ReactElement, ReactNode } from 'react';
import { type Line, span } from '../../text/line.ts';
import { t } from '../../text/safe.ts';
import type { SafeText } from '../../text/safe-text.ts';
import type { ModalBox } from '../../view/overlays/modal-sizes.ts';
import { type Frame, paintFrame } from '../../view/pane-frame.ts';
import type { Theme } from '../../view/theme.ts';
import { PaintedBlock } from '../widgets/painted-block.tsx';

type Props = {
	readonly theme: Theme;
	readonly box: ModalBox;
	readonly title: SafeText;
	readonly rows: Frame['rows'];
	readonly children?: ReactNode;
};

/** A framed box over the panes; it writes every one of its cells, so that nothing shows through. */
export function Modal({ theme, box, title, rows, children }: Props): ReactElement {
	const painted = paintFrame(
		{
			width: box.width,
			height: box.height,
			tabs: [{ title, isActive: true }],
			isFocused: true,
			rows,
			selectedRow: -1,
		},
		theme,
	);
	return (
		<>
			<Box position="absolute" marginLeft={box.x} marginTop={box.y} width={box.width} height={box.height}>
				<PaintedBlock width={box.width} height={box.height} rows={painted} />
			</Box>
			{children}
		</>
	);
}

/** A row of a modal, one cell in from its border. */
export function indent(line: Line): Line {
	return [span('plain', t` `), ...line];
}

/** Rows that something else is drawn over; none for a count below 0. */
export function blankRows(count: number): Line[] {
	return Array.from({ length: Math.max(0, count) }, (): Line => []);
}
