import { decodeConversation, decodeInsightResult, decodeMessage } from '../../api/decode.ts';
import { millisOf } from '../../domain/instant.ts';
import type { TrashEntry, WholeConversation } from '../../domain/records.ts';
import { jsonLines } from '../../text/json-text.ts';
import { type Line, span } from '../../text/line.ts';
import { safe, t } from '../../text/safe.ts';
import { nothing, type SafeText } from '../../text/safe-text.ts';
import { stamp } from '../../text/time.ts';
import { factLines } from '../lines/record-facts.ts';
import { pendingWords, sizeWords } from '../lines/trash-lines.ts';
import type { Glyphs } from '../theme.ts';
import { detailBody } from './detail-body.ts';
import type { OpenData, ScreenData } from './screen-data.ts';
import { mediumOf, turnsOf } from './turns.ts';

/** A conversation of the trash whole: what is known of its deletion, transcript, insights and metadata. */
export function trashedLines(
	entry: TrashEntry,
	whole: WholeConversation,
	cells: number,
	glyphs: Glyphs,
	names: Pick<ScreenData, 'templateNames' | 'assistantNames'>,
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
		const odd: Line = [span('warn', t`It cannot be read as a conversation (${safe(conversation.problem)}):`)];
		return [...about, blankLine, odd, ...jsonLines({ ...whole }, cells)];
	}
	const rows = whole.messages.map(decodeMessage);
	const set = { rows, total: rows.length, complete: true };
	const loaded = { error: null, isFetching: false };
	const open: OpenData = {
		id: entry.conversationId,
		conversation: { data: conversation.value, ...loaded },
		broken: null,
		messages: { data: set, ...loaded },
		insights: { data: whole.insights.map(decodeInsightResult), ...loaded },
	};
	const keys = turnsOf(set, mediumOf(conversation.value)).turns.map(({ key }) => key);
	const unfolded = new Map([[open.id, new Set(keys)]]);
	const style = { width: cells, height: 1, wrapped: true, glyphs };
	const parts = (['transcript', 'insights', 'metadata'] as const).flatMap((tab): Line[] => {
		const { view, placeholder } = detailBody(tab, open, names, unfolded, style);
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
