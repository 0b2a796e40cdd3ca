import type { JsonEdit } from '../../state/json-edit.ts';
import { type Line, span } from '../../text/line.ts';
import { safe, safeLines, t } from '../../text/safe.ts';
import { padStart } from '../../text/width.ts';
import { wrapLine } from '../../text/wrap-line.ts';
import type { Glyphs } from '../theme.ts';
import { atMost } from './at-most.ts';

/** Lines that are shown around the wrong one. */
const around = 2;

/** JSON that could not be read: what is wrong, the place, and what can be done. */
export function jsonEditLines(edit: JsonEdit, cells: number, glyphs: Glyphs): Line[] {
	const lines = safeLines(edit.text);
	const first = Math.max(0, edit.line - 1 - around);
	const shown = lines.slice(first, edit.line + around).flatMap((text, index): Line[] => {
		const isWrong = first + index === edit.line - 1;
		const number = padStart(t`${first + index + 1}`, 4);
		const mark = isWrong ? t`${glyphs.cursor} ` : t`  `;
		const rows = wrapLine(
			[span('bad', mark), span('dim', t`${number}  `), span(isWrong ? 'strong' : 'plain', text)],
			cells,
			8,
		);
		// A long neighbour must not push the wrong line out of sight.
		return isWrong ? rows : atMost(rows, 1, cells);
	});
	return [
		...wrapLine([span('bad', t`Line ${edit.line}: ${safe(edit.problem)}`)], cells),
		...wrapLine([span('plain', t`Nothing was sent. Enter opens the editor there.`)], cells),
		...wrapLine(
			[span('plain', t`Esc leaves; the text is kept, and E opens it again; x throws it away.`)],
			cells,
		),
		[],
		...shown,
	];
}
