import type { ReactElement } from 'react';
import type { JsonEdit } from '../../state/overlay.ts';
import { span } from '../../text/line.ts';
import { safe, t } from '../../text/safe.ts';
import { clip } from '../../text/width.ts';
import type { Room } from '../../view/geometry.ts';
import { jsonEditLines } from '../../view/overlays/metadata-change-lines.ts';
import { areaBox } from '../../view/overlays/modal-sizes.ts';
import { atMost } from '../../view/pane-frame.ts';
import type { Theme } from '../../view/theme.ts';
import { Modal } from './modal.tsx';

type Props = { readonly theme: Theme; readonly room: Room; readonly edit: JsonEdit };

/** Shows invalid JSON and the ways to go on. */
export function JsonEditModal({ theme, room, edit }: Props): ReactElement {
	const most = areaBox(room);
	const rows = jsonEditLines(edit, most.width - 4, theme.glyphs).map((line) => [
		span('plain', t` `),
		...line,
	]);
	const box = { ...most, height: Math.min(most.height, rows.length + 2) };
	return (
		<Modal
			theme={theme}
			box={box}
			title={t`Metadata of ${clip(safe(edit.name ?? edit.id), box.width - 26)} as JSON`}
			rows={atMost(rows, box.height - 2, most.width - 3)}
		/>
	);
}
