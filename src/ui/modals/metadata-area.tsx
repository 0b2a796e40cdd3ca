import { Box } from 'ink';
import type { ReactElement } from 'react';
import type { MetadataDraft } from '../../state/metadata-draft.ts';
import type { MetadataStep } from '../../state/metadata-steps.ts';
import { keyOfValue } from '../../state/metadata-typing.ts';
import type { AreaSize } from '../../state/text-area.ts';
import { safe, t } from '../../text/safe.ts';
import { clip } from '../../text/width.ts';
import type { Size } from '../geometry.ts';
import type { Theme } from '../theme.ts';
import { TextArea } from '../widgets/text-area.tsx';
import { Modal } from './modal.tsx';
import { helpBox } from './modal-boxes.ts';

/** The room in which a long value is typed. */
export function longValueSize(size: Size): AreaSize {
	const { width, height } = helpBox(size);
	return { cells: width - 4, height: height - 2 };
}

type Props = {
	readonly theme: Theme;
	readonly size: Size;
	readonly draft: MetadataDraft;
	readonly step: Extract<MetadataStep, { kind: 'area' }>;
};

/** A value of several lines, as it is typed. */
export function LongValueModal({ theme, size, draft, step }: Props): ReactElement {
	const box = helpBox(size);
	const { cells, height } = longValueSize(size);
	const [x, y] = [box.x + 2, box.y + 1];
	const title = t`Value of ${clip(safe(keyOfValue(draft, step.of)), box.width - 16)}`;
	return (
		<Modal theme={theme} box={box} title={title} rows={[]}>
			<Box position="absolute" marginLeft={x} marginTop={y} width={cells} height={height}>
				<TextArea theme={theme} area={step.area} size={{ cells, height }} x={x} y={y} />
			</Box>
		</Modal>
	);
}
