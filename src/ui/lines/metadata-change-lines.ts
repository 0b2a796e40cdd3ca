import type { JsonValue } from '../../domain/json.ts';
import type { MetadataDifference } from '../../domain/metadata-merge.ts';
import { isTelnyxKey } from '../../domain/telnyx-keys.ts';
import { draftChanges, type MetadataDraft } from '../../state/metadata-draft.ts';
import { type Line, span, type Tone } from '../../text/line.ts';
import { safe, t } from '../../text/safe.ts';
import type { SafeText } from '../../text/safe-text.ts';
import { wrapLine } from '../../text/wrap-line.ts';
import { fullValue } from './metadata-draft-lines.ts';

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
	return [
		...wrapLine(head, cells, 2),
		...(before === undefined ? [] : valueRows(t`  - `, 'bad', before, cells)),
		...(after === undefined ? [] : valueRows(t`  + `, 'good', after, cells)),
	];
}

function signOf(before: JsonValue | undefined, after: JsonValue | undefined): readonly [SafeText, Tone] {
	if (before === undefined) return [t`+`, 'good'];
	return after === undefined ? [t`-`, 'bad'] : [t`~`, 'warn'];
}

/** Every row of a value with the sign in front, so that none of many rows can be taken for the other side's. */
function valueRows(sign: SafeText, tone: Tone, value: JsonValue, cells: number): Line[] {
	return fullValue(value, Math.max(8, cells - 4)).map((line) => [span(tone, sign), ...line]);
}
