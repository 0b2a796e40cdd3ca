import { Box, Text } from 'ink';
import type { ReactElement } from 'react';
import type { Overlay } from '../../state/overlay.ts';
import type { Notice } from '../../state/ui-state.ts';
import { fitLine, span } from '../../text/line.ts';
import { safe, t } from '../../text/safe.ts';
import { nothing, type SafeText } from '../../text/safe-text.ts';
import { cellWidth, clip } from '../../text/width.ts';
import { breakpoints, type Size } from '../geometry.ts';
import { type HitCount, hitCount } from '../lines/bar-lines.ts';
import type { Theme } from '../theme.ts';
import { TextField } from '../widgets/text-field.tsx';

type Props = {
	readonly theme: Theme;
	readonly size: Size;
	readonly overlay: Extract<Overlay, { kind: 'prompt' }>;
	readonly hits: HitCount;
	/** Something that must be read now, in place of how the search stands. */
	readonly notice: Notice | null;
	/** What the text could become; null for nothing. */
	readonly offer: string | null;
};

const escWords = t` Esc cancels `;

/** Cells that a field has at least. */
const leastField = 16;

const labels = {
	find: t` find: `,
	narrow: t` find: `,
	open: t` open: `,
	'view-new': t` name of the view: `,
	'view-name': t` new name: `,
	tag: t` set or remove a key: `,
	export: t` export to the file: `,
	'trash-export': t` export to: `,
} as const;

/** A question in the last row: its name, the field, and on the right how the search stands. */
export function PromptBar({ theme, size, overlay, hits, notice, offer }: Props): ReactElement {
	const label = labels[overlay.purpose];
	const labelCells = cellWidth(label);
	// What is said beside it leaves the field room to type in.
	const offered = offer === null ? null : t` Tab: ${safe(offer)}  Enter asks  Esc cancels `;
	const words =
		notice === null ? (offered ?? statusOf(overlay, hits, size.columns)) : t` ${safe(notice.text)} `;
	const isSteady = notice === null && offered === null;
	const status = isSteady
		? steadyStatus(overlay, words, size.columns - labelCells)
		: clip(words, Math.max(0, size.columns - labelCells - leastField));
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

/** What stands beside the field. Words that only name keys give way to a text that would not be seen whole beside them. */
function steadyStatus({ purpose, editor }: Props['overlay'], words: SafeText, room: number): SafeText {
	const isCounting = purpose === 'find' || purpose === 'narrow';
	const wanted = isCounting ? leastField : Math.max(leastField, cellWidth(safe(editor.text)) + 2);
	const left = Math.max(0, room - wanted);
	if (isCounting || cellWidth(words) <= left) return clip(words, left);
	return cellWidth(escWords) <= left ? escWords : nothing;
}

function statusOf(overlay: Props['overlay'], hits: HitCount, columns: number): SafeText {
	if (overlay.purpose === 'open') return t` Enter opens  Esc cancels `;
	if (overlay.purpose === 'tag') return t` key=value sets, -key removes  Esc cancels `;
	if (overlay.purpose === 'trash-export' || overlay.purpose === 'export')
		return t` Enter writes it  Esc cancels `;
	if (overlay.purpose === 'view-new' || overlay.purpose === 'view-name') return t` Enter saves  Esc cancels `;
	if (overlay.purpose === 'narrow' && hits.loaded !== null) {
		return columns < breakpoints.two
			? t` ${hitCount(hits)}  Ctrl-g server `
			: t` ${hitCount(hits)}  Ctrl-g asks the server `;
	}
	return overlay.editor.text === '' ? t` Esc cancels ` : t` ${hitCount(hits)} `;
}
