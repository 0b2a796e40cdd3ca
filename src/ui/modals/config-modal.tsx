import type { ReactElement } from 'react';
import type { ConfigDraft } from '../../state/overlay.ts';
import { t } from '../../text/safe.ts';
import type { Size } from '../../view/geometry.ts';
import { configLines } from '../../view/overlays/config-lines.ts';
import { areaBox } from '../../view/overlays/modal-sizes.ts';
import { atMost } from '../../view/pane-frame.ts';
import type { Program } from '../program.ts';
import { indent, Modal } from './modal.tsx';

type Props = { readonly program: Program; readonly size: Size; readonly draft: ConfigDraft };

/** The settings and views files and their problems. */
export function ConfigModal({ program, size, draft }: Props): ReactElement {
	const { theme, hold } = program;
	const most = areaBox(size);
	const rows = configLines(draft, hold, most.width - 4, theme.glyphs).map(indent);
	const box = { ...most, height: Math.min(most.height, rows.length + 2) };
	return (
		<Modal theme={theme} box={box} title={t`Config`} rows={atMost(rows, box.height - 2, most.width - 3)} />
	);
}
