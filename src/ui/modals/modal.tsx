import { Box } from 'ink';
import type { ReactElement, ReactNode } from 'react';
import type { SafeText } from '../../text/safe-text.ts';
import { type Frame, paintFrame } from '../lines/pane-frame.ts';
import type { Theme } from '../theme.ts';
import { PaintedBlock } from '../widgets/painted-block.tsx';
import type { ModalBox } from './modal-boxes.ts';

type Props = {
	readonly theme: Theme;
	readonly box: ModalBox;
	readonly title: SafeText;
	readonly rows: Frame['rows'];
	readonly children?: ReactNode;
};

/** A framed sheet over the panes; every one of its cells is written, so that nothing shines through. */
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
