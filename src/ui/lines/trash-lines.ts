import { millisOf } from '../../domain/instant.ts';
import type { TrashEntry } from '../../domain/records.ts';
import { countText } from '../../text/count.ts';
import { fitLine, type Line, span } from '../../text/line.ts';
import { safe, t } from '../../text/safe.ts';
import { nothing, type SafeText } from '../../text/safe-text.ts';
import { listTime } from '../../text/time.ts';
import { padStart } from '../../text/width.ts';
import type { Restoring } from '../model/records-data.ts';
import { phone } from './list-line.ts';

/** What is said of one whose deletion was never answered. */
export const pendingWords = t`deleted or not? c asks`;

/** A conversation of the trash as a row of the list, of exactly `cells` cells. */
export function trashRow(
	entry: TrashEntry,
	restoring: Restoring | undefined,
	cells: number,
	nowMillis: number,
): Line {
	const { keptAt, endUser, title, conversationId, messages, state, bytes } = entry;
	const names = [endUser === '' ? nothing : phone(endUser), safe(title?.trim() ?? '')].filter(
		(text) => text !== '',
	);
	return fitLine(
		[
			span('dim', t`${listTime(millisOf(keptAt), nowMillis)} `),
			span('dim', padStart(sizeWords(bytes), 8)),
			span('dim', t`${padStart(safe(countText(messages)), 7)} msg  `),
			...(restoring === undefined
				? []
				: [span(restoring.problem === null ? 'accent' : 'bad', t`${restoringWords(restoring)}  `)]),
			...(state === 'pending' ? [span('warn', t`${pendingWords}  `)] : []),
			...(names.length === 0 ? [span('plain', safe(conversationId))] : []),
			...names.map((name) => span('plain', t`${name}  `)),
		],
		cells,
	);
}

/** What is to be known of the one under the cursor without opening it. */
export function trashWords(
	{ state, conversationId, insights }: TrashEntry,
	restoring: Restoring | undefined,
): Line {
	if (restoring?.problem != null) return [span('bad', safe(restoring.problem))];
	if (state === 'pending') {
		return [
			span(
				'warn',
				t`Not known whether it was deleted: the request left, or was about to, and no answer came. `,
			),
			span('dim', t`c asks the server. ${safe(conversationId)}`),
		];
	}
	const count = insights === 1 ? t`1 insight` : t`${safe(countText(insights))} insights`;
	return [span('dim', t`${safe(conversationId)}, with ${count}`)];
}

function restoringWords({ newId, done, total, problem }: Restoring): SafeText {
	const far = newId === null ? nothing : t` ${safe(countText(done))} of ${safe(countText(total))}`;
	return problem === null ? t`restoring${far}` : t`not restored${far === '' ? nothing : t`, only${far}`}`;
}

/** So many bytes in at most 7 cells: `812 B`, `3.4 kB`, `120 MB`. */
export function sizeWords(bytes: number): SafeText {
	if (bytes < 1000) return t`${bytes} B`;
	const [size, unit] = bytes < 1_000_000 ? [bytes / 1000, t`kB`] : [bytes / 1_000_000, t`MB`];
	return t`${safe(size < 10 ? size.toFixed(1) : String(Math.round(size)))} ${unit}`;
}
