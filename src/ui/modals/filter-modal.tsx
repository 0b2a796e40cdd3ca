import { Box } from 'ink';
import type { ReactElement } from 'react';
import type { FilterLanguage } from '../../actions/action.ts';
import { filterKnown } from '../../actions/filter/filter-step-actions.ts';
import { isTime } from '../../filter/tree.ts';
import { choiceAt, choicesOf, type FilterKnown, type FilterStep } from '../../state/filter/filter-choices.ts';
import {
	emptyGroups,
	type FilterDraft,
	filterRows,
	footRows,
	partUnderCursor,
	queryOf,
	type RowKey,
} from '../../state/filter/filter-draft.ts';
import { rowProblems } from '../../state/filter/filter-problems.ts';
import { openStep, previewOf } from '../../state/filter/filter-steps.ts';
import { makeCondition } from '../../state/filter/filter-value.ts';
import { verbWords } from '../../state/filter/filter-verbs.ts';
import { clamp } from '../../state/scroll.ts';
import { editorOf } from '../../state/typing/line-editor.ts';
import { clipLine, type Line, lineWidth, span } from '../../text/line.ts';
import { safe, t } from '../../text/safe.ts';
import type { SafeText } from '../../text/safe-text.ts';
import { wrapLine } from '../../text/wrap.ts';
import type { Size } from '../../view/geometry.ts';
import {
	aboutLine,
	choiceLine,
	filterRowLine,
	meaningLines,
	momentLine,
} from '../../view/overlays/filter-lines.ts';
import { helpBox, type ModalBox } from '../../view/overlays/modal-sizes.ts';
import type { Theme } from '../../view/theme.ts';
import { useRowCount } from '../hooks/use-row-count.ts';
import type { Program } from '../program.ts';
import { lineItem, SelectList } from '../widgets/select-list.tsx';
import { TextField } from '../widgets/text-field.tsx';
import { blankRows, indent, Modal } from './modal.tsx';

type Props = {
	readonly program: Program;
	readonly size: Size;
	readonly draft: FilterDraft;
	readonly language: FilterLanguage;
};

/** Rows for the meaning of the filter: a low terminal has one for the words and one for the request. */
function meaningRows(box: ModalBox): number {
	return box.height >= 24 ? 6 : box.height >= 16 ? 4 : 2;
}

/** Rows for the problem of the row under the cursor. */
const mostProblemRows = 2;

/** The filter as rows, or the question of a row; always with the meaning and the request below. */
export function FilterModal({ program, size, draft, language }: Props): ReactElement {
	const { theme } = program;
	const box = helpBox(size);
	const cells = box.width - 4;
	const known = filterKnown(language);
	const step = openStep(draft);
	const height = box.height - 2;
	const least = meaningRows(box);
	const preview = previewOf(draft, known);
	const query = queryOf(preview);
	const found = useRowCount(program, query);
	// The box grows into rows that nothing else needs before it cuts the meaning.
	const meaningIn = (free: number): Line[] =>
		meaningLines(
			{ query, found, part: partUnderCursor(preview), isUnfinished: emptyGroups(preview.root) > 0 },
			language.context,
			cells,
			Math.max(least, free),
		);
	if (step !== null) {
		const head = questionLines(step, known, cells, height - least - 4);
		const listTop = 1 + head.length;
		// Typing narrows the choices, but the box keeps its height: what is below the list stays in its place.
		const offered = Math.max(choicesOf(step, known).length, choicesOf(untyped(step), known).length);
		const meaning = meaningIn(height - head.length - offered);
		const below = Math.max(least, meaning.length);
		const listHeight = Math.min(offered, height - head.length - below);
		const fitted = { ...box, height: head.length + listHeight + below + 2 };
		const rows = [...head, ...blankRows(listHeight), ...meaning].map(indent);
		const label = questionLabel(step, cells);
		const at = box.x + 2 + lineWidth(label) + 1;
		const fieldCells = box.x + 2 + cells - at;
		return (
			<Modal theme={theme} box={fitted} title={t`Filter`} rows={rows}>
				<Box position="absolute" marginLeft={at} marginTop={box.y + 1} width={fieldCells} height={1}>
					<TextField editor={step.editor} cells={fieldCells} x={at} y={box.y + 1} />
				</Box>
				<Choices
					theme={theme}
					step={step}
					known={known}
					box={{ x: box.x + 2, y: box.y + listTop, width: cells, height: listHeight }}
				/>
			</Modal>
		);
	}
	const problems = rowProblems(draft);
	const items = filterRows(draft).map((row) => {
		const line = filterRowLine(row, draft, problems.get(row.key), language.context, theme.glyphs, cells);
		return { ...lineItem(theme, row.key, line), key: row.key };
	});
	// The rows at the foot stay in sight, however many conditions there are.
	const isFoot = ({ key }: { readonly key: RowKey }): boolean => footRows.some((foot) => foot === key);
	const list = items.filter((item) => !isFoot(item));
	const foot = items.filter(isFoot);
	const at = (rows: typeof items): number => rows.findIndex(({ key }) => key === draft.selected);
	const problem = problems.get(draft.selected);
	const meaning = meaningIn(height - items.length - mostProblemRows);
	const mostTold = clamp(height - foot.length - meaning.length - 1, 0, mostProblemRows);
	const told = problem === undefined ? [] : wrapLine([span('bad', safe(problem))], cells).slice(0, mostTold);
	const below = foot.length + told.length + meaning.length;
	const listHeight = Math.max(1, Math.min(list.length, height - below));
	const fitted = { ...box, height: listHeight + below + 2 };
	const rows = [...blankRows(listHeight + foot.length), ...told, ...meaning].map(indent);
	const place = { x: box.x + 2, y: box.y + 1, width: cells };
	return (
		<Modal theme={theme} box={fitted} title={t`Filter`} rows={rows}>
			<SelectList theme={theme} items={list} selected={at(list)} at={{ ...place, height: listHeight }} />
			<SelectList
				theme={theme}
				items={foot}
				selected={at(foot)}
				at={{ ...place, y: place.y + listHeight, height: foot.length }}
			/>
		</Modal>
	);
}

/** The question before anything is typed. */
function untyped(step: FilterStep): FilterStep {
	return { ...step, editor: editorOf('') };
}

type ChoicesProps = {
	readonly theme: Theme;
	readonly step: FilterStep;
	readonly known: FilterKnown;
	readonly box: ModalBox;
};

/** The choices below the field. No choice is under the cursor if Enter takes the typed text. */
function Choices({ theme, step, known, box }: ChoicesProps): ReactElement | null {
	const choices = choicesOf(step, known);
	const selected = choiceAt(step, choices, known);
	if (choices.length === 0 || box.height < 1) return null;
	const items = choices.map((choice, index) => {
		const line = choiceLine(choice, box.width);
		return {
			// A field and a metadata key can have the same name.
			value: `${index} ${choice.text}`,
			label: theme.paint(line),
			selectedLabel: selected < 0 ? theme.paint(line) : theme.paint(line, true),
		};
	});
	return <SelectList theme={theme} items={items} selected={Math.max(0, selected)} at={box} />;
}

/** The prompt in front of the field; at most half of the row. */
function questionLabel(step: FilterStep, cells: number): Line {
	const most = Math.floor(cells / 2);
	switch (step.kind) {
		case 'column':
			return [span('strong', t`column`)];
		case 'verb':
			return clipLine([...aboutLine(step.column, null)], most);
		case 'value':
			return clipLine(aboutLine(step.column, step.verb), most);
		case 'limit':
			return [span('strong', t`limit (rows)`)];
	}
}

/** The question, and below it the problem of the answer, the instants of a date, or a hint. */
function questionLines(step: FilterStep, known: FilterKnown, cells: number, most: number): Line[] {
	const below: Line = step.problem === null ? helpLine(step, known) : [span('bad', safe(step.problem))];
	return [questionLabel(step, cells), ...wrapLine(below, cells).slice(0, Math.max(1, Math.min(2, most)))];
}

function helpLine(step: FilterStep, known: FilterKnown): Line {
	if (step.kind === 'verb') {
		const choices = choicesOf(step, known);
		return [span('dim', safe(choices[choiceAt(step, choices, known)]?.hint ?? 'There is no such operator.'))];
	}
	if (step.kind !== 'value') return [span('dim', helpText(step))];
	const { column, verb, editor } = step;
	if (isTime(column) && verb !== 'is' && editor.text.trim() !== '') {
		const made = makeCondition({ column, verb, text: editor.text, negated: false }, known.when);
		const moments = made.ok ? momentLine(made.filter, known.when) : [];
		if (moments.length > 0) return moments;
	}
	return [span('dim', safe(verbWords(verb, column).help))];
}

function helpText({ kind }: Exclude<FilterStep, { kind: 'value' | 'verb' }>): SafeText {
	return kind === 'column'
		? t`Type to narrow the list, or type any metadata key.`
		: t`A whole number, or empty for no limit.`;
}
