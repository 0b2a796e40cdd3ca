import type { JsonValue } from '../../domain/json.ts';
import { isTelnyxKey } from '../../domain/telnyx-keys.ts';
import { type ConflictDraft, type Side, selectedConflict } from '../../state/conflict-draft.ts';
import { type Line, span } from '../../text/line.ts';
import { safe, t } from '../../text/safe.ts';
import type { SafeText } from '../../text/safe-text.ts';
import { wrapLine } from '../../text/wrap-line.ts';
import { atMost } from './at-most.ts';
import { differentValues } from './value-lines.ts';

/** From this many rows on there is room to say what happened, beside what is to be done. */
const roomyRows = 14;

/**
 * What stays in sight above the values: what happened, which key this is, and what is still to be chosen. `height` is
 * that of the whole.
 */
export function conflictHead(draft: ConflictDraft, cells: number, height: number): Line[] {
	const { conflicts, fromThem } = draft.merge;
	const conflict = selectedConflict(draft);
	const key = conflict?.key ?? '';
	const left = conflicts.filter((one) => !draft.choices.has(one.key)).length;
	const choice = draft.choices.get(key);
	// Of long values the boxes below are out of sight.
	const chosen = choice === undefined ? [] : [span('good', choice === 'mine' ? t`yours  ` : t`theirs  `)];
	const own = isTelnyxKey(key) ? [span('warn', t`  Telnyx's own`)] : [];
	const todo =
		left === 0
			? span('good', t`All are chosen: Enter sends them.`)
			: span('warn', t`${left} still to choose.`);
	const others =
		fromThem.length === 0 ? [] : [span('dim', t` Their other changes are kept: ${names(fromThem)}.`)];
	const keyLine: Line = [
		span('dim', t`${draft.selected + 1} of ${conflicts.length}  `),
		...chosen,
		span('accent', key === '' ? t`(empty)` : safe(key)),
		...own,
	];
	const keyRows = atMost(wrapLine(keyLine, cells), 2, cells);
	if (height < roomyRows) return [[todo], ...keyRows];
	return [
		...wrapLine([span('plain', t`Somebody else changed what you changed. Nothing was sent.`)], cells),
		...atMost(wrapLine([todo, ...others], cells), 2, cells),
		[],
		...keyRows,
	];
}

function names(changes: readonly { readonly key: string }[]): SafeText {
	return safe(changes.map(({ key }) => key).join(', '));
}

/** What the key under the cursor was, and what both sides made of it, in full. */
export function conflictLines(draft: ConflictDraft, cells: number): Line[] {
	const conflict = selectedConflict(draft);
	if (conflict === null) return [];
	const { base, mine, theirs, key } = conflict;
	const choice = draft.choices.get(key) ?? null;
	const values = [base, mine, theirs].filter((value) => value !== undefined);
	const rows = new Map(
		differentValues(values, Math.max(8, cells - 4)).map((lines, at) => [values[at], lines] as const),
	);
	const rowsOf = (value: JsonValue | undefined): Line[] =>
		value === undefined ? [] : (rows.get(value) ?? []).map((line) => [span('plain', t`    `), ...line]);
	return [
		[span('dim', base === undefined ? t`It was not there.` : t`It was`)],
		...rowsOf(base),
		sideLine('mine', mine, choice),
		...rowsOf(mine),
		sideLine('theirs', theirs, choice),
		...rowsOf(theirs),
	];
}

/** A side with a cross in its box where it is the one that was chosen. */
function sideLine(side: Side, value: JsonValue | undefined, choice: Side | null): Line {
	const box = choice === side ? t`[x] ` : t`[ ] `;
	const words = side === 'mine' ? t`Yours (m)` : t`Theirs (t)`;
	const removed = value === undefined ? t`: the key is removed` : t``;
	return [span(choice === side ? 'good' : 'strong', t`${box}${words}${removed}`)];
}
