import type { AccountChoice, AccountRow } from '../../state/account-choice.ts';
import { fitLine, type Line, span } from '../../text/line.ts';
import { safe, t } from '../../text/safe.ts';
import { nothing } from '../../text/safe-text.ts';
import { fit } from '../../text/width.ts';
import { wrapLine } from '../../text/wrap.ts';
import type { Glyphs } from '../theme.ts';

/** The accounts as rows, and below them what Enter does. */
export function accountLines(
	{ rows, problem, selected }: AccountChoice,
	cells: number,
	glyphs: Glyphs,
): Line[] {
	const nameCells = Math.max(...rows.map((row) => nameOf(row).length)) + 2;
	return [
		...rows.map((row, at) => rowOf(row, at === selected, nameCells, cells, glyphs)),
		[],
		...(problem === null ? [] : wrapLine([span('bad', safe(problem))], cells)),
		...wrapLine(
			[
				span(
					'dim',
					t`Enter starts tconv anew with that account; marks, filters and history of this one end. A new profile: tconv profile add NAME`,
				),
			],
			cells,
		),
	];
}

/** Names are plain ASCII: a letter is a cell. */
function nameOf({ name }: AccountRow): string {
	return name ?? 'TELNYX_API_KEY';
}

function rowOf(row: AccountRow, isChosen: boolean, nameCells: number, cells: number, glyphs: Glyphs): Line {
	const { host, isReadOnly, isShown } = row;
	return fitLine(
		[
			span(isChosen ? 'strong' : 'plain', isChosen ? t`${glyphs.cursor} ` : t`  `),
			span(isChosen ? 'strong' : 'plain', fit(safe(nameOf(row)), nameCells)),
			span('dim', host === '' ? t`sample data` : safe(host)),
			span('good', isReadOnly ? t` ${glyphs.dot} read-only` : nothing),
			span('accent', isShown ? t` ${glyphs.dot} on the screen` : nothing),
		],
		cells,
	);
}
