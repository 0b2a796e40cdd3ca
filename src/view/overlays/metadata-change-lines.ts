import type { JsonValue } from '../../domain/json.ts';
import type { MetadataDifference } from '../../domain/metadata-merge.ts';
import { isTelnyxKey } from '../../domain/telnyx-keys.ts';
import { draftChanges, type MetadataDraft } from '../../state/metadata/metadata-draft.ts';
import type { JsonEdit } from '../../state/overlay.ts';
import { type Line, span, type Tone } from '../../text/line.ts';
import { safe, safeLines, t } from '../../text/safe.ts';
import { nothing, type SafeText } from '../../text/safe-text.ts';
import { padStart } from '../../text/width.ts';
import { wrapLine } from '../../text/wrap.ts';
import { atMost } from '../pane-frame.ts';
import type { Glyphs } from '../theme.ts';
import { valueDiff } from './value-diff.ts';

/** The values before and after of every key that saving the draft changes, the small changes first. */
export function changeLines(draft: MetadataDraft, cells: number): Line[] {
	const { target } = draft;
	const name: Line[] =
		target.kind === 'create'
			? [
					[
						span('strong', t`name  `),
						draft.name === '' ? span('muted', t`(none)`) : span('plain', safe(draft.name)),
					],
				]
			: [];
	const changes = draftChanges(draft).map((one) => differenceLines(one, cells));
	return [
		...name.flatMap((line) => wrapLine(line, cells)),
		...changes.toSorted((one, other) => one.length - other.length).flat(),
	];
}

/** One key before and after: its lines with signs for each side, and how many of them change. */
export function differenceLines({ key, before, after }: MetadataDifference, cells: number): Line[] {
	const [sign, tone] = signOf(before, after);
	const own: Line = isTelnyxKey(key) ? [span('warn', t`  Telnyx's own`)] : [];
	const { rows, extent } = valueDiff(before, after, cells);
	const size: Line = extent === nothing ? [] : [span('dim', t`  ${extent}`)];
	const name = key === '' ? t`(empty)` : safe(key);
	return [...wrapLine([span(tone, t`${sign} `), span('accent', name), ...size, ...own], cells, 2), ...rows];
}

function signOf(before: JsonValue | undefined, after: JsonValue | undefined): readonly [SafeText, Tone] {
	if (before === undefined) return [t`+`, 'good'];
	return after === undefined ? [t`-`, 'bad'] : [t`~`, 'warn'];
}

/** Lines of context around the wrong one. */
const around = 2;

/** JSON that could not be parsed: the problem, its place, and the ways to go on. */
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
		// A long neighbour must not push the wrong line out of view.
		return isWrong ? rows : atMost(rows, 1, cells);
	});
	return [
		...wrapLine([span('bad', t`Line ${edit.line}: ${safe(edit.problem)}`)], cells),
		...wrapLine([span('plain', t`Nothing was saved. Enter reopens the editor there.`)], cells),
		...wrapLine(
			[span('plain', t`u reopens it as it was before. Esc keeps the text for E, x discards it.`)],
			cells,
		),
		[],
		...shown,
	];
}
