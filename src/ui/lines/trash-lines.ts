import { millisOf } from '../../domain/instant.ts';
import type { TrashEntry } from '../../domain/records.ts';
import { countText } from '../../text/count.ts';
import { fitLine, type Line, span } from '../../text/line.ts';
import { safe, t } from '../../text/safe.ts';
import type { SafeText } from '../../text/safe-text.ts';
import { listTime } from '../../text/time.ts';
import { padStart } from '../../text/width.ts';
import type { RestoreProgress } from '../../writes/restore.ts';

/** What is said of one whose deletion was never answered. */
export const pendingWords = t`not known whether it was deleted`;

/** A conversation of the trash as a row of the list, of exactly `cells` cells. */
export function trashRow(
	entry: TrashEntry,
	restoring: RestoreProgress | undefined,
	cells: number,
	nowMillis: number,
): Line {
	const { keptAt, endUser, title, conversationId, messages, state, bytes } = entry;
	const names = [endUser, title ?? ''].filter((text) => text.trim() !== '');
	const who = names.length === 0 ? conversationId : names.join('  ');
	return fitLine(
		[
			span('dim', t`${listTime(millisOf(keptAt), nowMillis)} `),
			span('dim', padStart(sizeWords(bytes), 8)),
			span('dim', t`${padStart(safe(countText(messages)), 7)} msg  `),
			...(restoring === undefined ? [] : [span('accent', t`${restoringWords(restoring)}  `)]),
			...(state === 'pending' ? [span('warn', t`${pendingWords}  `)] : []),
			span('plain', safe(who)),
		],
		cells,
	);
}

/** What is to be known of the one under the cursor without opening it. */
export function trashWords({ state, conversationId, insights }: TrashEntry): Line {
	if (state === 'pending') {
		return [
			span(
				'warn',
				t`Not known whether it was deleted: the request left, or was about to, and no answer came. `,
			),
			span('dim', t`o looks whether it is still there: ${safe(conversationId)}`),
		];
	}
	const count = insights === 1 ? t`1 insight` : t`${safe(countText(insights))} insights`;
	return [span('dim', t`${safe(conversationId)}, with ${count}`)];
}

/** How far a restoration is. */
function restoringWords({ newId, done, total }: RestoreProgress): SafeText {
	if (newId === null) return t`restoring`;
	return t`restoring: ${safe(countText(done))} of ${safe(countText(total))}`;
}

/** So many bytes in at most 7 cells: `812 B`, `3.4 kB`, `120 MB`. */
export function sizeWords(bytes: number): SafeText {
	if (bytes < 1000) return t`${bytes} B`;
	const [size, unit] = bytes < 1_000_000 ? [bytes / 1000, t`kB`] : [bytes / 1_000_000, t`MB`];
	return t`${safe(size < 10 ? size.toFixed(1) : String(Math.round(size)))} ${unit}`;
}
