import { isNotFound } from '../../api/errors.ts';
import { metadataText } from '../../domain/conversation.ts';
import type { JsonValue } from '../../domain/json.ts';
import type { Signal } from '../../domain/signals/signal.ts';
import { layoutOf } from '../../state/scroll.ts';
import type { DetailTab, UiState } from '../../state/ui-state.ts';
import type { Block, DetailView } from '../../state/view.ts';
import { type Line, span } from '../../text/line.ts';
import { safe } from '../../text/safe.ts';
import { blank } from '../../text/width.ts';
import { wrapLine } from '../../text/wrap-line.ts';
import { errorLines } from '../lines/error-lines.ts';
import { headLines } from '../lines/head-lines.ts';
import { insightBlocks } from '../lines/insight-blocks.ts';
import { metadataBlocks } from '../lines/metadata-blocks.ts';
import { type RawSection, rawBlocks } from '../lines/raw-blocks.ts';
import { causeWords, signalBlocks } from '../lines/signal-blocks.ts';
import { type Status, statusLines } from '../lines/status-lines.ts';
import { textBlock } from '../lines/text-block.ts';
import { transcriptBlocks } from '../lines/transcript-blocks.ts';
import type { Glyphs } from '../theme.ts';
import type { Loadable, OpenData, ScreenData } from './screen-data.ts';
import { mediumOf, slowAnswerMillis, turnsOf } from './turns.ts';
import { waitsBlocks, waitsHead } from './waits-body.ts';

/** A pane of a conversation, ready to be drawn: lines that stay above, and blocks or a word in their place. */
export type DetailBody = {
	readonly head: readonly Line[];
	readonly view: DetailView | null;
	/** What is said where there are no blocks. */
	readonly placeholder: readonly string[];
};

type Names = Pick<ScreenData, 'templateNames' | 'assistantNames'>;
type Style = {
	readonly width: number;
	readonly height: number;
	readonly wrapped: boolean;
	readonly glyphs: Glyphs;
};

const noTurns: ReadonlySet<string> = new Set();

/** Lays out one pane of the open conversation. Pure. */
export function detailBody(
	tab: DetailTab,
	open: OpenData,
	names: Names,
	unfolded: UiState['unfolded'],
	style: Style,
	known: Status = { heldSince: null, deletion: null, isGone: false },
	signals: readonly Signal[] = [],
): DetailBody {
	// One cell at the left: for the cursor where there is one, for the eye elsewhere.
	const inner = { ...style, width: style.width - 1 };
	const errors = errorsOf(tab, open).flatMap(([what, error]) =>
		errorLines(what, error, inner.width, style.glyphs),
	);
	const status = statusLines(
		open.conversation.data,
		{ ...known, isGone: known.isGone || isGone(open) },
		inner.width,
	);
	const head = [
		...status,
		...conversationHead(open, names, inner),
		...waitsHead(tab, open, inner),
		...errors,
	].map(withMargin);
	const height = Math.max(1, style.height - head.length);
	const hasCursor = tab === 'transcript' || tab === 'insights' || tab === 'waits';
	const isDrawnWithCursor = tab === 'transcript' || tab === 'waits';
	const folds = unfolded.get(open.id) ?? noTurns;
	const blocks = blocksOf(tab, open, names, folds, isDrawnWithCursor ? style : inner, signals);
	if (blocks.length === 0)
		return { head, view: null, placeholder: isGone(open) ? [] : placeholderOf(tab, open, errors.length > 0) };
	const layout = layoutOf(blocks.map(({ key, lines }) => ({ key, height: lines.length })));
	return {
		head,
		view: { tab, blocks, layout, height, hasCursor },
		placeholder: [],
	};
}

function conversationHead(open: OpenData, names: Names, { width, glyphs }: Style): readonly Line[] {
	const conversation = open.conversation.data;
	if (conversation === undefined)
		return [[span('dim', safe(`conversation ${open.id}`))], [span('plain', blank(1))]];
	const set = open.messages.data;
	const assistantId = metadataText(conversation.metadata, 'assistant_id');
	const facts = {
		assistantName: names.assistantNames.get(assistantId) ?? null,
		messages: set === undefined ? null : { loaded: set.rows.length, total: set.total },
	};
	return headLines(conversation, facts, width, glyphs);
}

/** True where the server has said that there is no such conversation. */
function isGone({ conversation, messages, insights }: OpenData): boolean {
	return [conversation, messages, insights].some(({ error }) => isNotFound(error));
}

/** Which failures a pane has to tell of: the conversation's own everywhere, its parts' where they are shown. */
function errorsOf(tab: DetailTab, open: OpenData): readonly (readonly [string, Error])[] {
	// That it is gone is no error, and is said above.
	const of = (what: string, loadable: Loadable<unknown>): readonly (readonly [string, Error])[] =>
		loadable.error === null || isNotFound(loadable.error) ? [] : [[what, loadable.error]];
	const conversation = of('Conversation', open.conversation);
	if (conversation.length > 0) return conversation;
	switch (tab) {
		case 'transcript':
		case 'waits':
			return of('Messages', open.messages);
		case 'insights':
			return of('Insights', open.insights);
		case 'metadata':
			return [];
		case 'raw':
			return [...of('Messages', open.messages), ...of('Insights', open.insights)];
	}
}

function blocksOf(
	tab: DetailTab,
	open: OpenData,
	names: Names,
	unfolded: ReadonlySet<string>,
	style: Style,
	signals: readonly Signal[],
): Block[] {
	const { width, wrapped, glyphs } = style;
	const conversation = open.conversation.data;
	switch (tab) {
		case 'transcript': {
			if (open.messages.data === undefined) return [];
			const medium = mediumOf(conversation);
			const { turns } = turnsOf(open.messages.data, medium);
			const slow = slowAnswerMillis[medium];
			const causes = causeWords(signals);
			return transcriptBlocks(turns, { width, wrapped, glyphs, unfolded, slowAnswerMillis: slow, causes });
		}
		case 'insights':
			return [
				...signalBlocks(signals, width),
				...insightBlocks(open.insights.data ?? [], { width, wrapped, glyphs, names: names.templateNames }),
				...noInsights(open, signals, width),
			].map((block) => ({ ...block, lines: block.lines.map(withMargin) }));
		case 'metadata':
			return conversation === undefined
				? []
				: metadataBlocks(conversation, { width, wrapped, assistants: names.assistantNames });
		case 'raw':
			return rawBlocks(rawSections(open), { width, wrapped });
		case 'waits':
			return waitsBlocks(open, { width, glyphs });
	}
}

/** Under signals that there are no insights has to be said in a block of its own. */
function noInsights(open: OpenData, signals: readonly Signal[], width: number): Block[] {
	if (signals.length === 0 || (open.insights.data?.length ?? 0) > 0 || open.insights.error !== null)
		return [];
	const words = placeholderOf('insights', open, false).map((text) => span('muted', safe(text)));
	return [
		textBlock(
			'no insights',
			words.flatMap((word) => wrapLine([word], width)),
		),
	];
}

/** The JSON of everything that was received for the conversation, under what it was received for. */
function rawSections(open: OpenData): RawSection[] {
	const { conversation, messages, insights, broken } = open;
	if (broken !== null)
		return [{ title: `row of the list, unreadable: ${broken.problem}`, values: [broken.raw] }];
	const sections: RawSection[] = [];
	if (conversation.data !== undefined)
		sections.push({ title: 'conversation', values: [conversation.data.raw] });
	if (messages.data !== undefined) {
		const { rows, total } = messages.data;
		const title = `messages, as the server ordered them: ${rows.length} of ${total}`;
		sections.push({ title, values: rows.map(rawOf) });
	}
	if (insights.data !== undefined) {
		sections.push({ title: `insight results: ${insights.data.length}`, values: insights.data.map(rawOf) });
	}
	return sections;
}

function rawOf(row: { ok: true; value: { raw: JsonValue } } | { ok: false; raw: JsonValue }): JsonValue {
	return row.ok ? row.value.raw : row.raw;
}

function placeholderOf(tab: DetailTab, open: OpenData, hasError: boolean): readonly string[] {
	if (open.broken !== null)
		return ['This row of the list could not be read.', '5 shows it as it was received.'];
	if (hasError) return ['Nothing was loaded.', 'r tries again.'];
	const empty: Readonly<Record<DetailTab, readonly [Loadable<unknown>, string]>> = {
		transcript: [open.messages, 'No messages in this conversation.'],
		insights: [open.insights, 'No insights: none are set up for this assistant, or none were made yet.'],
		metadata: [open.conversation, 'No metadata.'],
		raw: [open.conversation, 'Nothing was received.'],
		waits: [open.messages, 'No messages in this conversation.'],
	};
	const [loadable, words] = empty[tab];
	return loadable.data === undefined
		? [`Loading ${tab === 'raw' ? 'JSON' : tab}…`]
		: [words, 'r asks again.'];
}

/** A line with a blank cell in front. */
export function withMargin(line: Line): Line {
	return [marginSpan, ...line];
}

const marginSpan = span('plain', blank(1));
