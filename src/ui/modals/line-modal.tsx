import { Box } from 'ink';
import type { ReactElement } from 'react';
import type { FilterLanguage } from '../../actions/action.ts';
import { orderWords, queryWords } from '../../filter/words.ts';
import { type LineDraft, lineOffers, type ReadDraft, readDraft } from '../../state/line-draft.ts';
import type { LineEditor } from '../../state/line-editor.ts';
import type { UiState } from '../../state/ui-state.ts';
import { fitLine, type Line, span } from '../../text/line.ts';
import { safe, t } from '../../text/safe.ts';
import { nothing, type SafeText } from '../../text/safe-text.ts';
import { blank, cellWidth, repeat } from '../../text/width.ts';
import { wrapLine } from '../../text/wrap-line.ts';
import type { Size } from '../geometry.ts';
import { atMost } from '../lines/at-most.ts';
import { requestLines } from '../lines/filter-lines.ts';
import type { Theme } from '../theme.ts';
import { SelectList } from '../widgets/select-list.tsx';
import { fieldWindow, TextField } from '../widgets/text-field.tsx';
import { Modal } from './modal.tsx';
import { lineBox } from './modal-boxes.ts';

type Props = {
	readonly theme: Theme;
	readonly size: Size;
	readonly draft: LineDraft;
	readonly state: UiState;
	readonly language: FilterLanguage;
	readonly title: SafeText;
};

/** Rows that stay for the offers however much there is to say above them. */
const leastOffers = 3;

/** The filter as one line: the field, a mark under what cannot be read, what it means, and what could be typed. */
export function LineModal({ theme, size, draft, state, language, title }: Props): ReactElement {
	const box = lineBox(size);
	const inner = box.width - 4;
	const cells = inner - 2;
	const read = readDraft(draft.editor.text, language.context, state.query.order);
	const most = box.height - 2 - 2 - leastOffers;
	const said = meaning(read, language, inner, Math.max(2, most));
	const rows: readonly Line[] = [
		[span('accent', t` = `)],
		[span('plain', t`   `), ...marks(draft.editor, read, cells)],
		...said.map((line) => [span('plain', t` `), ...line]),
	];
	const recents = state.recents.map(({ line }) => line);
	const items = lineOffers(draft.editor, recents, language.known).map((offer, at) => {
		const line = fitLine(
			[span('plain', safe(offer.text)), span('dim', offer.hint === '' ? nothing : safe(`  ${offer.hint}`))],
			inner,
		);
		return { value: `${at}`, label: theme.paint(line), selectedLabel: theme.paint(line, true) };
	});
	const top = 1 + rows.length;
	const height = box.height - 1 - top;
	return (
		<Modal theme={theme} box={box} title={title} rows={rows}>
			<Box position="absolute" marginLeft={box.x + 4} marginTop={box.y + 1} width={cells} height={1}>
				<TextField editor={draft.editor} cells={cells} x={box.x + 4} y={box.y + 1} />
			</Box>
			{items.length === 0 || height < 1 ? null : (
				<Box position="absolute" marginLeft={box.x + 2} marginTop={box.y + top} width={inner} height={height}>
					<SelectList items={items} selected={draft.selected} height={height} />
				</Box>
			)}
		</Modal>
	);
}

/** Carets under the part of the field that cannot be read. */
function marks(editor: LineEditor, read: ReadDraft, cells: number): Line {
	if (read.ok) return [];
	const { start } = fieldWindow(editor, cells);
	const cellOf = (at: number): number => cellWidth(safe(editor.text.slice(0, at))) - start;
	const from = Math.max(0, cellOf(read.position));
	const to = Math.min(cells, Math.max(from + 1, cellOf(read.end)));
	return from >= cells ? [] : [span('plain', blank(from)), span('bad', repeat(t`^`, to - from))];
}

/** What the line means: in words and as the request, or what is wrong with it. */
function meaning(read: ReadDraft, { context }: FilterLanguage, cells: number, most: number): Line[] {
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
	const filter = queryWords(read.query, context);
	const words: Line = [
		span('strong', filter === '' ? t`everything` : safe(filter)),
		span('dim', safe(`, ${orderWords(read.query.order)}`)),
	];
	const sent = requestLines(read.query, cells);
	const told = [
		...wrapLine(words, cells),
		...read.notes.flatMap(({ note }) => wrapLine([span('warn', safe(note))], cells)),
	];
	// Neither may push the other out.
	const forRequest = Math.max(Math.floor(most / 2), most - told.length);
	const shown = atMost(sent, forRequest, cells);
	return [...atMost(told, most - shown.length, cells), ...shown];
}
