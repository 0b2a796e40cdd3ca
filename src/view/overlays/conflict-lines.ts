import type { JsonValue } from '../../domain/json.ts';
import { isTelnyxKey } from '../../domain/telnyx-keys.ts';
import {
	bothOf,
	type ConflictDraft,
	type Side,
	selectedConflict,
} from '../../state/metadata/conflict-draft.ts';
import { type Line, span } from '../../text/line.ts';
import { safe, t } from '../../text/safe.ts';
import { nothing, type SafeText } from '../../text/safe-text.ts';
import { wrapLine } from '../../text/wrap.ts';
import { atMost } from '../pane-frame.ts';
import { valueDiff } from './value-diff.ts';

/** Rows from which there is room for an explanation above the instructions. */
const roomyRows = 14;

/**
 * The fixed rows above the values: the explanation, the current key, and the open choices. `height` is that of the
 * whole modal.
 */
export function conflictHead(draft: ConflictDraft, cells: number, height: number): Line[] {
	const { conflicts, fromThem } = draft.merge;
	const conflict = selectedConflict(draft);
	const key = conflict?.key ?? '';
	const left = conflicts.filter((one) => !draft.choices.has(one.key)).length;
	const choice = draft.choices.get(key);
	// With long values, the boxes below may be out of view.
	const chosen = choice === undefined ? [] : [span('good', chosenWords[choice])];
	const own = isTelnyxKey(key) ? [span('warn', t`  Telnyx's own`)] : [];
	const both = conflict === null || bothOf(conflict) === null ? nothing : t`, b both`;
	const todo =
		left === 0
			? span('good', t`All chosen. Enter saves.`)
			: span('warn', t`${left} left to choose: m yours, t theirs${both}.`);
	const others =
		fromThem.length === 0 ? [] : [span('dim', t` Keeps their other changes: ${names(fromThem)}.`)];
	const keyLine: Line = [
		span('dim', t`${draft.selected + 1} of ${conflicts.length}  `),
		...chosen,
		span('accent', key === '' ? t`(empty)` : safe(key)),
		...own,
	];
	const keyRows = atMost(wrapLine(keyLine, cells), 2, cells);
	if (height < roomyRows) return [[todo], ...keyRows];
	return [
		...wrapLine([span('plain', t`Someone else changed the same keys. Nothing was saved yet.`)], cells),
		...atMost(wrapLine([todo, ...others], cells), 2, cells),
		[],
		...keyRows,
	];
}

const chosenWords: Readonly<Record<Side, SafeText>> = {
	mine: t`yours  `,
	theirs: t`theirs  `,
	both: t`both  `,
};

function names(changes: readonly { readonly key: string }[]): SafeText {
	return safe(changes.map(({ key }) => key).join(', '));
}

/** What each choice does to the old value of the key under the cursor, line by line. */
export function conflictLines(draft: ConflictDraft, cells: number): Line[] {
	const conflict = selectedConflict(draft);
	if (conflict === null) return [];
	const { base, mine, theirs, key } = conflict;
	const choice = draft.choices.get(key) ?? null;
	const both = bothOf(conflict);
	const side = (one: Side, value: JsonValue | undefined): Line[] => {
		const { rows, extent } = valueDiff(base, value, cells);
		return [sideLine(one, value, extent, choice), ...rows];
	};
	return [
		...(base === undefined ? [[span('dim', t`Not set before.`)]] : []),
		...side('mine', mine),
		...side('theirs', theirs),
		...(both === null ? [] : side('both', both)),
	];
}

const sideWords: Readonly<Record<Side, SafeText>> = {
	mine: t`Yours (m)`,
	theirs: t`Theirs (t)`,
	both: t`Both (b): your lines and theirs`,
};

/** A side, with a cross in its box if it is chosen. */
function sideLine(side: Side, value: JsonValue | undefined, extent: SafeText, choice: Side | null): Line {
	const box = choice === side ? t`[x] ` : t`[ ] `;
	const removed = value === undefined ? t`: removes the key` : t``;
	const size: Line = extent === nothing ? [] : [span('dim', t`  ${extent}`)];
	return [span(choice === side ? 'good' : 'strong', t`${box}${sideWords[side]}${removed}`), ...size];
}
