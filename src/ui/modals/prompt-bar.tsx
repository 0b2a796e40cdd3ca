import { Box, Text } from 'ink';
import type { ReactElement } from 'react';
import type { Overlay } from '../../state/overlay.ts';
import type { Notice } from '../../state/ui-state.ts';
import { fitLine, span } from '../../text/line.ts';
import { safe, t } from '../../text/safe.ts';
import { nothing, type SafeText } from '../../text/safe-text.ts';
import { cellWidth, clip } from '../../text/width.ts';
import { type HitCount, hitCount } from '../../view/footer-line.ts';
import { breakpoints, type Size } from '../../view/geometry.ts';
import type { Theme } from '../../view/theme.ts';
import { TextField } from '../widgets/text-field.tsx';

type Props = {
	readonly theme: Theme;
	readonly size: Size;
	readonly overlay: Extract<Overlay, { kind: 'prompt' }>;
	readonly hits: HitCount;
	/** An important notice, shown instead of the state of the search. */
	readonly notice: Notice | null;
	/** The completion of the text; null for none. */
	readonly offer: string | null;
};

const escWords = t` Esc cancels `;
const helpWords = t` F1 help `;

const tagWords = t` key=value sets, -key removes `;

/** The keys of all forms also take the key to set, discard it and leave it. */
const sendWords = t` Ctrl-x goes on  Ctrl-r discards  Esc keeps it `;
const discardWords = t` Ctrl-r discards  Esc keeps it `;
const leastWords = t` Ctrl-r discards `;

/** Fewest cells of a field. */
const leastField = 16;

const labels = {
	find: t` find: `,
	narrow: t` find: `,
	open: t` open: `,
	'view-new': t` name of the saved view: `,
	'view-name': t` new name: `,
	tag: t` set or remove a key: `,
	'export-path': t` write to the file: `,
	'trash-export': t` export to: `,
} as const;

/** The label of the field; also the conversation that it is about, where it says it. */
function labelOf({ purpose, about }: Props['overlay'], columns: number, noticeCells: number): SafeText {
	if (about === undefined) return labels[purpose];
	// The words for the keys, or a notice, must stay beside the field.
	const rest = leastField + Math.max(cellWidth(tagWords), noticeCells) + 10;
	return t` key of ${clip(safe(about.words), Math.max(8, Math.min(Math.floor(columns / 3), columns - rest)))}: `;
}

/** A prompt in the last row: its label, the field, and on the right the state of the search. */
export function PromptBar({ theme, size, overlay, hits, notice, offer }: Props): ReactElement {
	const noticeCells = notice === null ? 0 : cellWidth(safe(notice.text)) + 2;
	const label = labelOf(overlay, size.columns, noticeCells);
	const labelCells = cellWidth(label);
	// The status leaves room to type in the field.
	const room = Math.max(0, size.columns - labelCells - leastField);
	const status =
		notice !== null
			? clip(t` ${safe(notice.text)} `, room)
			: offer !== null
				? offerWords(offer, room)
				: steadyStatus(overlay, statusOf(overlay, hits, size.columns), size.columns - labelCells);
	const statusCells = cellWidth(status);
	const cells = size.columns - labelCells - statusCells;
	return (
		<Box width={size.columns} height={1} flexShrink={0}>
			<Text wrap="truncate">{theme.paint([span('strong', label)])}</Text>
			<Box width={cells} height={1}>
				<TextField editor={overlay.editor} cells={cells - 1} x={labelCells} y={size.rows - 1} />
			</Box>
			<Text wrap="truncate">{theme.paint(fitLine([span('dim', status)], statusCells))}</Text>
		</Box>
	);
}

/** The completion of a key to set, then as many of the keys of forms as fit. */
function offerWords(offer: string, room: number): SafeText {
	const tab = t` Tab: ${safe(offer)} `;
	const all = [t`${tab}${discardWords}`, t`${tab}${leastWords}`];
	return all.find((words) => cellWidth(words) <= room) ?? clip(tab, room);
}

/** The status beside the field. Key hints make room if the typed text would not be fully visible. */
function steadyStatus({ purpose, editor }: Props['overlay'], words: SafeText, room: number): SafeText {
	const isCounting = purpose === 'find' || purpose === 'narrow';
	const wanted = isCounting ? leastField : Math.max(leastField, cellWidth(safe(editor.text)) + 2);
	const left = Math.max(0, room - wanted);
	if (cellWidth(words) + cellWidth(helpWords) <= left) return t`${words}${helpWords}`;
	if (isCounting || cellWidth(words) <= left) return clip(words, left);
	const isTag = purpose === 'tag' && editor.text !== '';
	const begun = purpose === 'tag' ? [tagWords, escWords] : [escWords];
	const short = isTag ? [sendWords, discardWords, leastWords] : begun;
	return short.find((one) => cellWidth(one) <= left) ?? nothing;
}

function statusOf(overlay: Props['overlay'], hits: HitCount, columns: number): SafeText {
	if (overlay.purpose === 'open') return t` Enter opens  Esc cancels `;
	if (overlay.purpose === 'tag') return overlay.editor.text === '' ? t`${tagWords} Esc leaves ` : sendWords;
	if (overlay.purpose === 'trash-export') return t` Enter exports  Esc cancels `;
	if (overlay.purpose === 'export-path') return t` Enter takes the name  Esc cancels `;
	if (overlay.purpose === 'view-new' || overlay.purpose === 'view-name') return t` Enter saves  Esc cancels `;
	if (overlay.purpose === 'narrow' && hits.loaded !== null) {
		return columns < breakpoints.two
			? t` ${hitCount(hits)}  Ctrl-g server `
			: t` ${hitCount(hits)}  Ctrl-g asks the server `;
	}
	return overlay.editor.text === '' ? t` Esc cancels ` : t` ${hitCount(hits)} `;
}
