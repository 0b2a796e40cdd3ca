import type { JsonValue } from '../../domain/json.ts';
import type { MetadataDifference } from '../../domain/metadata-merge.ts';
import { isTelnyxKey } from '../../domain/telnyx-keys.ts';
import { draftChanges, type MetadataDraft } from '../../state/metadata-draft.ts';
import { type Line, span, type Tone } from '../../text/line.ts';
import { safe, t } from '../../text/safe.ts';
import type { SafeText } from '../../text/safe-text.ts';
import { wrapLine } from '../../text/wrap-line.ts';
import { differentValues } from './value-lines.ts';

/** Before and after of everything that sending the draft changes, key by key; signs say which is which. */
export function changeLines(draft: MetadataDraft, cells: number): Line[] {
	const changes = draftChanges(draft);
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
	return [
		...name.flatMap((line) => wrapLine(line, cells)),
		...changes.flatMap((one) => differenceLines(one, cells)),
	];
}

/** What became of one key: its value before, and after. */
export function differenceLines({ key, before, after }: MetadataDifference, cells: number): Line[] {
	const [sign, tone] = signOf(before, after);
	const own: Line = isTelnyxKey(key) ? [span('warn', t`  Telnyx's own`)] : [];
	const head: Line = [span(tone, t`${sign} `), span('accent', key === '' ? t`(empty)` : safe(key)), ...own];
	const sides = [
		...(before === undefined ? [] : [{ mark: span('bad', t`  - `), value: before }]),
		...(after === undefined ? [] : [{ mark: span('good', t`  + `), value: after }]),
	];
	const values = differentValues(
		sides.map(({ value }) => value),
		Math.max(8, cells - 4),
	);
	// Every row has the sign in front, so that none of many rows can be taken for the other side's.
	return [
		...wrapLine(head, cells, 2),
		...sides.flatMap(({ mark }, at) => (values[at] ?? []).map((line) => [mark, ...line])),
	];
}

function signOf(before: JsonValue | undefined, after: JsonValue | undefined): readonly [SafeText, Tone] {
	if (before === undefined) return [t`+`, 'good'];
	return after === undefined ? [t`-`, 'bad'] : [t`~`, 'warn'];
}
