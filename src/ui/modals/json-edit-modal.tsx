import type { ReactElement } from 'react';
import type { JsonEdit } from '../../state/json-edit.ts';
import { span } from '../../text/line.ts';
import { t } from '../../text/safe.ts';
import type { Size } from '../geometry.ts';
import { atMost } from '../lines/at-most.ts';
import { jsonEditLines } from '../lines/json-edit-lines.ts';
import type { Theme } from '../theme.ts';
import { Modal } from './modal.tsx';
import { areaBox } from './modal-boxes.ts';

type Props = { readonly theme: Theme; readonly size: Size; readonly edit: JsonEdit };

/** Asks what to do with JSON that could not be read. */
export function JsonEditModal({ theme, size, edit }: Props): ReactElement {
	const most = areaBox(size);
	const rows = jsonEditLines(edit, most.width - 4, theme.glyphs).map((line) => [
		span('plain', t` `),
		...line,
	]);
	const box = { ...most, height: Math.min(most.height, rows.length + 2) };
	return (
		<Modal
			theme={theme}
			box={box}
			title={t`Metadata as JSON`}
			rows={atMost(rows, box.height - 2, most.width - 3)}
		/>
	);
}
