import { Box } from 'ink';
import type { ReactElement } from 'react';
import type { FilterLanguage } from '../../actions/action.ts';
import type { MetadataDraft, TypedStep } from '../../state/metadata/metadata-draft.ts';
import { metadataOffers } from '../../state/metadata/metadata-offers.ts';
import { fitLine, type Line, span } from '../../text/line.ts';
import { safe, t } from '../../text/safe.ts';
import { nothing } from '../../text/safe-text.ts';
import { gutter, keyGap } from '../../view/overlays/metadata-draft-lines.ts';
import type { Theme } from '../../view/theme.ts';
import { PaintedBlock } from '../widgets/painted-block.tsx';
import { lineItem, SelectList } from '../widgets/select-list.tsx';
import { TextField } from '../widgets/text-field.tsx';

type FieldProps = {
	readonly theme: Theme;
	readonly step: TypedStep;
	readonly keyCells: number;
	/** The first cell of the row with the field. */
	readonly x: number;
	readonly y: number;
	readonly cells: number;
};

/** The field, drawn over the text it edits; a key gets the whole row. */
export function MetadataField({ theme, step, keyCells, x, y, cells }: FieldProps): ReactElement {
	const at = step.kind === 'key' ? gutter : gutter + keyCells + keyGap;
	const newKey = step.kind === 'value' && 'newKey' in step.of ? step.of.newKey : null;
	const width = cells - at;
	return (
		<>
			{newKey === null ? null : (
				<Box position="absolute" marginLeft={x} marginTop={y} width={at} height={1}>
					<PaintedLine theme={theme} line={[span('good', t`+  `), span('accent', safe(newKey))]} cells={at} />
				</Box>
			)}
			<Box position="absolute" marginLeft={x + at} marginTop={y} width={width} height={1}>
				<PaintedLine theme={theme} line={[]} cells={width} />
			</Box>
			<Box position="absolute" marginLeft={x + at} marginTop={y} width={width} height={1}>
				<TextField editor={step.editor} cells={width} x={x + at} y={y} />
			</Box>
		</>
	);
}

type LineProps = { readonly theme: Theme; readonly line: Line; readonly cells: number };

function PaintedLine({ theme, line, cells }: LineProps): ReactElement {
	return <PaintedBlock width={cells} height={1} rows={[theme.paint(fitLine(line, cells))]} />;
}

type OffersProps = {
	readonly theme: Theme;
	readonly draft: MetadataDraft;
	readonly language: FilterLanguage;
	readonly x: number;
	readonly y: number;
	readonly cells: number;
	readonly height: number;
};

/** Suggestions for the typed text. */
export function MetadataOffers(props: OffersProps): ReactElement | null {
	const { theme, draft, language, x, y, cells, height } = props;
	const { step } = draft;
	if ((step?.kind !== 'key' && step?.kind !== 'value') || height < 1) return null;
	const items = metadataOffers(draft, language.known).map(({ text, hint }, at) => {
		const words = text === '' ? t`(empty)` : safe(text);
		const line = fitLine(
			[span('plain', words), span('dim', hint === '' ? nothing : safe(`  ${hint}`))],
			cells,
		);
		return lineItem(theme, `${at}`, line);
	});
	if (items.length === 0) return null;
	return (
		<SelectList theme={theme} items={items} selected={step.selected} at={{ x, y, width: cells, height }} />
	);
}
