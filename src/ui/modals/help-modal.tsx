import type { ReactElement } from 'react';
import { clamp } from '../../state/scroll.ts';
import { type Line, span } from '../../text/line.ts';
import { t } from '../../text/safe.ts';
import type { Size } from '../../view/geometry.ts';
import { helpBox } from '../../view/overlays/modal-sizes.ts';
import type { Theme } from '../../view/theme.ts';
import { Modal } from './modal.tsx';

type Props = {
	readonly theme: Theme;
	readonly size: Size;
	readonly lines: readonly Line[];
	readonly top: number;
};

/** All keys, scrollable. */
export function HelpModal({ theme, size, lines, top }: Props): ReactElement {
	const box = helpBox(size);
	const height = box.height - 2;
	const from = clamp(top, 0, Math.max(0, lines.length - height));
	const margin = span('plain', t` `);
	const rows = lines.slice(from, from + height).map((line) => [margin, ...line]);
	const title =
		lines.length > height
			? t`Help ${from + 1}-${Math.min(lines.length, from + height)} of ${lines.length}`
			: t`Help`;
	return <Modal theme={theme} box={box} title={title} rows={rows} />;
}
