import type { ReactElement } from 'react';
import type { MetadataDraft, MetadataStep } from '../../state/metadata/metadata-draft.ts';
import { isTypedAsJson, keyOfValue } from '../../state/metadata/metadata-typing.ts';
import { safe, t } from '../../text/safe.ts';
import { clip } from '../../text/width.ts';
import type { Room } from '../../view/geometry.ts';
import { longValueIn } from '../../view/overlays/area-layouts.ts';
import { longValueKeys } from '../../view/overlays/metadata-step-lines.ts';
import type { Theme } from '../../view/theme.ts';
import { TextArea } from '../widgets/text-area.tsx';
import { blankRows, indent, Modal } from './modal.tsx';

type Props = {
	readonly theme: Theme;
	readonly room: Room;
	readonly draft: MetadataDraft;
	readonly step: Extract<MetadataStep, { kind: 'area' }>;
};

/** A multi-line value being typed. */
export function LongValueModal({ theme, room, draft, step }: Props): ReactElement {
	const { box, area } = longValueIn(step.area, room);
	const { cells, height } = area;
	const [x, y] = [box.x + 2, box.y + 1];
	const kind = isTypedAsJson(draft, step.of) ? t` (JSON)` : t``;
	const title = t`Value of ${clip(safe(keyOfValue(draft, step.of)), box.width - 23)}${kind}`;
	const rows = [...blankRows(height), ...longValueKeys(draft, cells)].map(indent);
	return (
		<Modal theme={theme} box={box} title={title} rows={rows}>
			<TextArea theme={theme} area={step.area} size={{ cells, height }} x={x} y={y} />
		</Modal>
	);
}
