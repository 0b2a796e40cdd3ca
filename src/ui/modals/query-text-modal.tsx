import { Box } from 'ink';
import type { ReactElement } from 'react';
import type { FilterLanguage } from '../../actions/action.ts';
import { describeOrder, describeQuery } from '../../filter/describe-query.ts';
import type { QueryPart } from '../../filter/query-text/query-text-context.ts';
import {
	partAtCaret,
	type QueryTextDraft,
	queryTextOffers,
	type ReadDraft,
	readDraft,
} from '../../state/filter/query-text-draft.ts';
import type { LineEditor } from '../../state/typing/line-editor.ts';
import type { UiState } from '../../state/ui-state.ts';
import { fitLine, type Line, span } from '../../text/line.ts';
import { safe, t } from '../../text/safe.ts';
import { nothing, type SafeText } from '../../text/safe-text.ts';
import { blank, cellWidth, repeat } from '../../text/width.ts';
import { wrapLine } from '../../text/wrap.ts';
import type { Size } from '../../view/geometry.ts';
import { requestFrom, requestLines } from '../../view/overlays/filter-lines.ts';
import { queryTextBox } from '../../view/overlays/modal-sizes.ts';
import { atMost } from '../../view/pane-frame.ts';
import { useRowCount } from '../hooks/use-row-count.ts';
import type { Program } from '../program.ts';
import { lineItem, SelectList } from '../widgets/select-list.tsx';
import { fieldWindow, TextField } from '../widgets/text-field.tsx';
import { indent, Modal } from './modal.tsx';

type Props = {
	readonly program: Program;
	readonly size: Size;
	readonly draft: QueryTextDraft;
	readonly state: UiState;
	readonly language: FilterLanguage;
	readonly title: SafeText;
};

/** Rows that always remain for the offers. */
const leastOffers = 3;

/** The query text: the field, a mark under its unreadable part, its meaning, and completions. */
export function QueryTextModal({ program, size, draft, state, language, title }: Props): ReactElement {
	const { theme } = program;
	const box = queryTextBox(size);
	const inner = box.width - 4;
	const cells = inner - 2;
	const read = readDraft(draft.editor.text, language.context, state.query.order);
	const most = box.height - 2 - 2 - leastOffers;
	const found = useRowCount(program, read.ok ? read.query : null);
	const part = read.ok ? partAtCaret(read, draft.editor.caret) : null;
	const said = meaning(read, { found, part }, language, inner, Math.max(2, most));
	const rows: readonly Line[] = [
		[span('accent', t` = `)],
		[span('plain', t`   `), ...marks(draft.editor, read, cells)],
		...said.map(indent),
	];
	const recents = state.recents.map(({ queryText }) => queryText);
	const items = queryTextOffers(draft.editor, recents, language.known).map((offer, at) => {
		const line = fitLine(
			[span('plain', safe(offer.text)), span('dim', offer.hint === '' ? nothing : safe(`  ${offer.hint}`))],
			inner,
		);
		return lineItem(theme, `${at}`, line);
	});
	const top = 1 + rows.length;
	const height = box.height - 1 - top;
	return (
		<Modal theme={theme} box={box} title={title} rows={rows}>
			<Box position="absolute" marginLeft={box.x + 4} marginTop={box.y + 1} width={cells} height={1}>
				<TextField editor={draft.editor} cells={cells} x={box.x + 4} y={box.y + 1} />
			</Box>
			<SelectList
				theme={theme}
				items={items}
				selected={draft.selected}
				at={{ x: box.x + 2, y: box.y + top, width: inner, height }}
			/>
		</Modal>
	);
}

/** Carets under the unreadable part of the field. */
function marks(editor: LineEditor, read: ReadDraft, cells: number): Line {
	if (read.ok) return [];
	const { start } = fieldWindow(editor, cells);
	const cellOf = (at: number): number => cellWidth(safe(editor.text.slice(0, at))) - start;
	const from = Math.max(0, cellOf(read.position));
	const to = Math.min(cells, Math.max(from + 1, cellOf(read.end)));
	return from >= cells ? [] : [span('plain', blank(from)), span('bad', repeat(t`^`, to - from))];
}

/** The meaning of the query text, in words and as the request, or its problem. */
function meaning(
	read: ReadDraft,
	{ found, part }: { readonly found: SafeText; readonly part: QueryPart | null },
	{ context }: FilterLanguage,
	cells: number,
	most: number,
): Line[] {
	if (!read.ok) {
		const lines = wrapLine(
			[
				span('bad', t`Character ${read.position + 1}: ${safe(read.problem)}. `),
				span('plain', safe(`${read.advice}.`)),
			],
			cells,
		);
		return atMost(lines, most, cells);
	}
	const filter = describeQuery(read.query, context);
	const words: Line = [
		span('good', t`${found}  `),
		span('strong', filter === '' ? t`everything` : safe(filter)),
		span('dim', safe(`, ${describeOrder(read.query.order)}`)),
	];
	const sent = requestLines(read.query, context, cells, part);
	const told = [
		...wrapLine(words, cells),
		...read.notes.flatMap(({ note }) => wrapLine([span('warn', safe(note))], cells)),
	];
	// Words and request each keep their share of the rows.
	const forRequest = Math.max(Math.floor(most / 2), most - told.length);
	const shown = requestFrom(sent, forRequest, cells);
	return [...atMost(told, most - shown.length, cells), ...shown];
}
