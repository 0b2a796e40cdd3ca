import { Box } from 'ink';
import type { ReactElement } from 'react';
import type { FilterLanguage } from '../../actions/action.ts';
import {
	draftChanges,
	draftLines,
	type MetadataDraft,
	type MetadataStep,
	type TypedStep,
	typedStep,
} from '../../state/metadata/metadata-draft.ts';
import { keyProblem } from '../../state/metadata/metadata-edit.ts';
import { metadataOffers } from '../../state/metadata/metadata-offers.ts';
import { isTypedAsJson, valueProblem } from '../../state/metadata/metadata-typing.ts';
import { clamp } from '../../state/scroll.ts';
import { clipLine, fitLine, type Line, span } from '../../text/line.ts';
import { safe, t } from '../../text/safe.ts';
import { nothing, type SafeText } from '../../text/safe-text.ts';
import { repeat } from '../../text/width.ts';
import { wrapLine } from '../../text/wrap.ts';
import type { Size } from '../../view/geometry.ts';
import { changeLines } from '../../view/overlays/metadata-change-lines.ts';
import {
	chosenLines,
	countWords,
	draftLineRows,
	gutter,
	keyCellsOf,
	keyGap,
} from '../../view/overlays/metadata-draft-lines.ts';
import { metadataLayout } from '../../view/overlays/metadata-layout.ts';
import { helpBox } from '../../view/overlays/modal-boxes.ts';
import type { Theme } from '../../view/theme.ts';
import { PaintedBlock } from '../widgets/painted-block.tsx';
import { lineItem, SelectList } from '../widgets/select-list.tsx';
import { TextField } from '../widgets/text-field.tsx';
import { LongValueModal } from './metadata-area.tsx';
import { indent, Modal } from './modal.tsx';

type Props = {
	readonly theme: Theme;
	readonly size: Size;
	readonly draft: MetadataDraft;
	readonly language: FilterLanguage;
};

/**
 * The whole metadata map: its keys with their changes and the value under the cursor, or the comparison of before and
 * after.
 */
export function MetadataModal({ theme, size, draft, language }: Props): ReactElement {
	const layout = metadataLayout(draft, size);
	const { box, cells, listHeight, listTop, belowHeight } = layout;
	const { step } = draft;
	if (step?.kind === 'area') return <LongValueModal theme={theme} size={size} draft={draft} step={step} />;
	if (step?.kind === 'diff') {
		const whole = helpBox(size);
		const height = whole.height - 2;
		const lines = changeLines(draft, cells);
		const top = clamp(step.top, 0, Math.max(0, lines.length - height));
		const rows = lines.slice(top, top + height).map(indent);
		return (
			<Modal theme={theme} box={whole} title={diffTitle(draft, lines.length, top, height)} rows={rows} />
		);
	}
	const below = belowLines(draft, step, cells, belowHeight);
	const typed = typedStep(step);
	const rows = [
		...Array.from({ length: listHeight }, (): Line => [span('plain', nothing)]),
		[span('muted', repeat(theme.glyphs.horizontal, cells))],
		...below.slice(0, belowHeight),
	].map(indent);
	const items = draftLineRows(draft, cells).map(({ line, drawn }) => ({
		value: line,
		label: theme.paint(drawn),
		selectedLabel: theme.paint(drawn, typed === null),
	}));
	const selected = Math.max(0, draftLines(draft).indexOf(draft.selected));
	const offersTop = box.y + 1 + listHeight + 1 + below.length;
	return (
		<Modal theme={theme} box={box} title={titleOf(draft)} rows={rows}>
			<SelectList
				theme={theme}
				items={items}
				selected={selected}
				at={{ x: box.x + 2, y: box.y + 1, width: cells, height: listHeight }}
			/>
			{typed === null ? null : (
				<Field
					theme={theme}
					step={typed}
					keyCells={keyCellsOf(draft, cells)}
					x={box.x + 2}
					y={box.y + 1 + selected - listTop}
					cells={cells}
				/>
			)}
			<Offers
				theme={theme}
				draft={draft}
				language={language}
				x={box.x + 2}
				y={offersTop}
				cells={cells}
				height={box.y + box.height - 1 - offersTop}
			/>
		</Modal>
	);
}

function titleOf({ target }: MetadataDraft): SafeText {
	return target.kind === 'create' ? t`New conversation` : t`Metadata of ${safe(target.title)}`;
}

function diffTitle(draft: MetadataDraft, count: number, top: number, height: number): SafeText {
	const what =
		draft.target.kind === 'create'
			? t`Create this conversation?`
			: t`Save ${countWords(draftChanges(draft).length)}? - before, + after`;
	return count <= height ? what : t`${what} ${top + 1}-${Math.min(count, top + height)} of ${count}`;
}

/** The lines under the rule: a question, help for the typed text, or the value under the cursor. */
function belowLines(
	draft: MetadataDraft,
	step: MetadataStep | null,
	cells: number,
	height: number,
): readonly Line[] {
	switch (step?.kind) {
		case 'guard':
			return wrapLine([span('warn', guardWords(step.keys))], cells);
		case 'leave':
			return wrapLine([span('warn', leaveWords(draft))], cells);
		case 'key':
		case 'value':
		case 'name':
			return wrapLine(helpLine(draft, step), cells).slice(0, Math.max(1, height - 1));
		default: {
			const lines = chosenLines(draft, cells);
			const top = clamp(draft.valueTop, 0, Math.max(0, lines.length - height));
			const shown = lines.slice(top, top + height);
			const last = shown.at(-1);
			const hidden = lines.length - top - shown.length;
			if (hidden === 0 || last === undefined) return shown;
			const more = t`  ${hidden} more: J`;
			return [...shown.slice(0, -1), [...clipLine(last, cells - more.length), span('dim', more)]];
		}
	}
}

function guardWords(keys: readonly string[]): SafeText {
	const names = safe(keys.join(', '));
	return keys.length === 1
		? t`${names} is a key of Telnyx's own: assistants or call lookup may depend on it. y continues, Esc cancels.`
		: t`${names} are keys of Telnyx's own: assistants or call lookup may depend on them. y continues, Esc cancels.`;
}

function leaveWords({ target }: MetadataDraft): SafeText {
	const key = target.kind === 'create' ? t`c` : t`e`;
	return t`Leave? Nothing was saved. y keeps the edit (${key} reopens it), x discards it, Esc stays here.`;
}

function helpLine(draft: MetadataDraft, step: TypedStep): Line {
	if (step.kind === 'name') return [span('dim', t`The name of the conversation. Enter confirms.`)];
	if (step.kind === 'value') {
		const problem = valueProblem(draft);
		if (problem !== null) return [span('bad', safe(problem))];
		if (isTypedAsJson(draft, step.of))
			return [span('dim', t`The value as JSON, with text in double quotes. Enter confirms.`)];
		const breaks = step.editor.text.split('\n').length;
		if (breaks > 1) return [span('dim', t`A value of ${breaks} lines; ⏎ marks each line break.`)];
		return [
			span('dim', t`The value. Enter confirms, Tab takes the suggestion, Ctrl-t allows several lines.`),
		];
	}
	const problem = step.problem ?? (step.editor.text === '' ? null : keyProblem(draft, step));
	if (problem !== null) return [span('bad', safe(problem))];
	const { text } = step.editor;
	if (text !== text.trim()) return [span('warn', t`The key starts or ends with an invisible blank.`)];
	return [
		span(
			'dim',
			step.row === null ? t`A new key. Enter continues with its value.` : t`A new name for the key.`,
		),
	];
}

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
function Field({ theme, step, keyCells, x, y, cells }: FieldProps): ReactElement {
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

type OffersProps = Omit<Props, 'size'> & {
	readonly x: number;
	readonly y: number;
	readonly cells: number;
	readonly height: number;
};

/** Suggestions for the typed text. */
function Offers({ theme, draft, language, x, y, cells, height }: OffersProps): ReactElement | null {
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
