import { Box } from 'ink';
import type { ReactElement } from 'react';
import type { Overlay } from '../../state/overlay.ts';
import { clamp } from '../../state/scroll.ts';
import { type Line, span } from '../../text/line.ts';
import { safe, t } from '../../text/safe.ts';
import type { Size } from '../../view/geometry.ts';
import { helpHeight, keysBox } from '../../view/overlays/modal-sizes.ts';
import type { Theme } from '../../view/theme.ts';
import { TextField } from '../widgets/text-field.tsx';
import { indent, Modal } from './modal.tsx';

type Props = {
	readonly theme: Theme;
	readonly size: Size;
	readonly lines: readonly Line[];
	readonly overlay: Extract<Overlay, { kind: 'help' }>;
};

/** Cells before the searched text: a margin, the slash and a blank. */
const beforeText = 3;

/** The keys, scrollable; during a search the first row holds the searched text. */
export function HelpModal({ theme, size, lines, overlay: { top, search } }: Props): ReactElement {
	const box = keysBox(size);
	const height = helpHeight(size, search !== undefined);
	const from = clamp(top, 0, Math.max(0, lines.length - height));
	const shown = lines.slice(from, from + height);
	const title =
		lines.length > height
			? t`Help ${from + 1}-${Math.min(lines.length, from + height)} of ${lines.length}`
			: t`Help`;
	const isTyping = search?.isTyping === true;
	const typed = search === undefined || isTyping ? t`` : safe(search.editor.text);
	const searchRow: Line = [span('accent', t`/ `), span('match', typed)];
	const rows = (search === undefined ? shown : [searchRow, ...shown]).map(indent);
	const [x, y, cells] = [box.x + 1 + beforeText, box.y + 1, box.width - 3 - beforeText];
	return (
		<Modal theme={theme} box={box} title={title} rows={rows}>
			{isTyping ? (
				<Box position="absolute" marginLeft={x} marginTop={y} width={cells} height={1}>
					<TextField editor={search.editor} cells={cells} x={x} y={y} />
				</Box>
			) : null}
		</Modal>
	);
}
