import { decodeConversation, decodeInsightResult, decodeMessage } from '../../api/decode.ts';
import { wholeSet } from '../../data/detail-queries.ts';
import type { OpenData, Restoring, ScreenData } from '../../data/screen-data.ts';
import { mediumOf, turnsOf } from '../../data/transcript-cache.ts';
import { millisOf } from '../../domain/instant.ts';
import type { TrashEntry, WholeConversation } from '../../domain/records.ts';
import { countText } from '../../text/count.ts';
import { fitLine, type Line, span } from '../../text/line.ts';
import { safe, t } from '../../text/safe.ts';
import { nothing, type SafeText } from '../../text/safe-text.ts';
import { listTime, stamp } from '../../text/time.ts';
import { padStart } from '../../text/width.ts';
import { detailBody } from '../conversation/detail-body.ts';
import { jsonLines } from '../json-lines.ts';
import { phone } from '../list/list-line.ts';
import type { Glyphs } from '../theme.ts';
import { factLines } from './journal-lines.ts';

/** The note on a trashed conversation whose deletion was never confirmed. */
const pendingWords = t`deleted? c checks`;

/** A trashed conversation as a row of the list, of exactly `cells` cells. */
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

/** One line about the trashed conversation under the cursor. */
export function trashWords(
	{ state, conversationId, insights }: TrashEntry,
	restoring: Restoring | undefined,
): Line {
	if (restoring?.problem != null) return [span('bad', safe(restoring.problem))];
	if (state === 'pending') {
		return [
			span('warn', t`No confirmation of the deletion; the request may never have left. `),
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

/** A size in at most 7 cells: `812 B`, `3.4 kB`, `120 MB`. */
export function sizeWords(bytes: number): SafeText {
	if (bytes < 1000) return t`${bytes} B`;
	const [size, unit] = bytes < 1_000_000 ? [bytes / 1000, t`kB`] : [bytes / 1_000_000, t`MB`];
	return t`${safe(size < 10 ? size.toFixed(1) : String(Math.round(size)))} ${unit}`;
}

/** A trashed conversation in full: facts about its deletion, then transcript, insights and metadata. */
export function trashedLines(
	entry: TrashEntry,
	whole: WholeConversation,
	cells: number,
	glyphs: Glyphs,
	names: Pick<ScreenData, 'templateNames' | 'assistantNames' | 'withoutHistory'>,
): Line[] {
	const about = factLines(
		[
			['deleted', [span(entry.state === 'pending' ? 'warn' : 'plain', whenWords(entry))]],
			['id', [span('plain', safe(entry.conversationId))]],
			['size', [span('plain', sizeWords(entry.bytes))]],
		],
		cells,
	);
	const conversation = decodeConversation(whole.conversation);
	if (!conversation.ok) {
		const odd: Line = [
			span('warn', t`tconv cannot read this as a conversation (${safe(conversation.problem)}):`),
		];
		return [...about, blankLine, odd, ...jsonLines({ ...whole }, cells)];
	}
	const set = wholeSet(whole.messages.map(decodeMessage));
	const loaded = { error: null, isFetching: false };
	const open: OpenData = {
		id: entry.conversationId,
		conversation: { data: conversation.value, ...loaded },
		broken: null,
		messages: { data: set, ...loaded },
		insights: { data: whole.insights.map(decodeInsightResult), ...loaded },
		before: null,
	};
	const keys = turnsOf(set, mediumOf(conversation.value)).turns.map(({ key }) => key);
	const unfolded = new Map([[open.id, new Set(keys)]]);
	const style = { width: cells, height: 1, wrapped: true, glyphs };
	const parts = (['transcript', 'insights', 'metadata'] as const).flatMap((tab): Line[] => {
		const { view, placeholder } = detailBody(tab, open, { ...names, templateError: null }, unfolded, style);
		const lines = view?.blocks.flatMap((block) => block.lines) ?? [
			[span('muted', safe(placeholder[0] ?? ''))],
		];
		return [blankLine, [span('strong', safe(tab))], ...lines];
	});
	return [...about, ...parts];
}

const blankLine: Line = [span('plain', nothing)];

function whenWords({ keptAt, state }: TrashEntry): SafeText {
	const at = stamp(millisOf(keptAt));
	return state === 'pending' ? t`perhaps, ${at}: ${pendingWords}` : at;
}
