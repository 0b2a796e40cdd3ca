import { isNotFound, sentenceOf } from '../../api/errors.ts';
import type { Loadable, OpenData, ScreenData } from '../../data/screen-data.ts';
import { mediumOf, slowAnswerMillis, turnsOf } from '../../data/transcript-cache.ts';
import { type Conversation, type Metadata, metadataText, titleOf } from '../../domain/conversation.ts';
import { decodedValues, isNullRow } from '../../domain/decoded.ts';
import type { JsonValue } from '../../domain/json.ts';
import type { Signal } from '../../domain/signals/signal.ts';
import type { DetailTab } from '../../state/panes.ts';
import type { UiState } from '../../state/ui-state.ts';
import type { Block, DetailView } from '../../state/view.ts';
import { fitLine, type Line, span } from '../../text/line.ts';
import { safe, t } from '../../text/safe.ts';
import { blank } from '../../text/width.ts';
import { wrapLine } from '../../text/wrap.ts';
import { errorLines } from '../error-lines.ts';
import { isPartial, type LayoutRound } from '../layout-round.ts';
import type { Glyphs } from '../theme.ts';
import { headLines } from './head-lines.ts';
import { insightBlocks } from './insight-blocks.ts';
import { metadataBlocks } from './metadata-blocks.ts';
import { layOutBlocks, signalBlocks, signalWordsByTurn } from './signal-blocks.ts';
import { type Status, statusLines } from './status-lines.ts';
import { transcriptBlocks } from './transcript-blocks.ts';
import { type RawSection, rawBlocks, textBlock } from './value-lines.ts';
import { waitsBlocks, waitsHead } from './waits-body.ts';

/** A pane of a conversation, ready to draw: fixed lines at the top, then blocks or a placeholder. */
export type DetailBody = {
	readonly head: readonly Line[];
	readonly view: DetailView | null;
	/** Text for a pane without blocks. */
	readonly placeholder: readonly string[];
	/** True until the cursor rests: the head is already the new conversation's and names the one still shown below. */
	readonly isOpening: boolean;
	/** True while there is more to lay out: see `LayoutRound`. */
	readonly isPartial: boolean;
};

type Names = Pick<ScreenData, 'templateNames' | 'templateError' | 'assistantNames' | 'withoutHistory'>;
type Style = {
	readonly width: number;
	readonly height: number;
	readonly wrapped: boolean;
	readonly glyphs: Glyphs;
	/** How much is laid out at one go; all of it unless given. */
	readonly round?: LayoutRound | undefined;
};

const noTurns: ReadonlySet<string> = new Set();

/** Facts about a conversation that the server did not send: its status and mark here, and metadata being saved. */
type Known = Status & { readonly saving: Metadata | null; readonly isMarked: boolean };

const nothingKnown: Known = {
	takenOverSince: null,
	underWay: null,
	isDeleted: false,
	isGone: false,
	saving: null,
	isMarked: false,
};

/** Lays out one pane of the open conversation. Pure. */
export function detailBody(
	tab: DetailTab,
	open: OpenData,
	names: Names,
	unfolded: UiState['unfolded'],
	style: Style,
	known: Known = nothingKnown,
	signals: readonly Signal[] = [],
): DetailBody {
	// One cell at the left: the cursor in panes with a cursor, a margin in the others.
	const inner = { ...style, width: style.width - 1 };
	const errors = errorsOf(tab, open).flatMap(([what, error]) =>
		errorLines(what, error, inner.width, style.glyphs),
	);
	const isUnknown = isGone(open);
	const shown = { ...known, isGone: known.isGone || isUnknown };
	const status = statusLines(open.conversation.data, shown, inner.width);
	const isDrawnWithCursor = tab === 'transcript' || tab === 'waits';
	const folds = unfolded.get(open.id) ?? noTurns;
	const blocks = blocksOf(tab, open, names, folds, isDrawnWithCursor ? style : inner, signals, known.saving);
	const before = open.conversation.data === undefined || blocks.length > 0 ? null : open.before;
	const own = headOf(open, names, known.isMarked, inner);
	const head = [
		...status,
		...(before === null ? own : [...own.slice(0, 1), openingLine(before, inner.width)]),
		...waitsHead(tab, open, inner),
		...errors,
	].map(withMargin);
	const height = Math.max(1, style.height - head.length);
	const hasCursor = tab !== 'raw';
	if (blocks.length === 0)
		return {
			head,
			view: null,
			placeholder: isUnknown ? [] : placeholderOf(tab, open, names, errors.length > 0),
			isOpening: before !== null,
			isPartial: false,
		};
	const layout = layOutBlocks(blocks);
	return {
		head,
		view: { tab, blocks, layout, height, hasCursor },
		placeholder: [],
		isOpening: false,
		isPartial: isPartial(blocks),
	};
}

function headOf(open: OpenData, names: Names, isMarked: boolean, style: Style): readonly Line[] {
	const conversation = open.conversation.data;
	if (conversation === undefined)
		return [[span('dim', safe(`conversation ${open.id}`))], [span('plain', blank(1))]];
	const set = open.messages.data;
	const assistantId = metadataText(conversation.metadata, 'assistant_id');
	const facts = {
		assistantName: names.assistantNames.get(assistantId) ?? null,
		isMarked,
		messages: set === undefined ? null : { ...set, isFetching: open.messages.isFetching },
	};
	return headLines(conversation, facts, style.width, style.glyphs);
}

/** Names the conversation still shown below until the cursor rests. */
function openingLine(before: Conversation, width: number): Line {
	return fitLine([span('warn', t`Opening… Still showing ${safe(titleOf(before))} below.`)], width);
}

/** True if the server answered that there is no such conversation. */
function isGone({ conversation, messages, insights }: OpenData): boolean {
	return [conversation, messages, insights].some(({ error }) => isNotFound(error));
}

/** The failures that a pane shows: the conversation's own in every pane, those of its parts in their own pane. */
function errorsOf(tab: DetailTab, open: OpenData): readonly (readonly [string, Error])[] {
	// A deleted conversation is no error; the head reports it.
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
	saving: Metadata | null,
): Block[] {
	const { width, wrapped, glyphs, round } = style;
	const conversation = open.conversation.data;
	switch (tab) {
		case 'transcript': {
			if (open.messages.data === undefined) return [];
			const medium = mediumOf(conversation);
			const { turns } = turnsOf(open.messages.data, medium);
			const slow = slowAnswerMillis[medium];
			const signalWords = signalWordsByTurn(signals);
			const drawn = { width, wrapped, glyphs, unfolded, slowAnswerMillis: slow, signalWords, round };
			return transcriptBlocks(turns, drawn);
		}
		case 'insights':
			return [
				...signalBlocks(signals, width),
				...noNames(open, names, width),
				...insightBlocks(open.insights.data ?? [], {
					width,
					wrapped,
					glyphs,
					names: names.templateNames,
					round,
				}),
				...noInsights(open, names, signals, width),
			].map(withMargins);
		case 'metadata':
			return conversation === undefined
				? []
				: metadataBlocks(conversation, { width, wrapped, assistants: names.assistantNames, saving }).map(
						withMargins,
					);
		case 'raw':
			return rawBlocks(rawSections(open), { width, wrapped }, round);
		case 'waits':
			return waitsBlocks(open, { width, glyphs });
	}
}

/** A block that says why insights have ids for titles; none if no insight lacks its name. */
function noNames({ insights }: OpenData, { templateError }: Names, width: number): Block[] {
	const isNeeded = decodedValues(insights.data ?? []).some((result) => result.insights.length > 0);
	if (templateError === null || !isNeeded) return [];
	const words = `The names of the insights could not be read, so their ids are shown. ${sentenceOf(templateError)} R asks again.`;
	return [textBlock('no names', wrapLine([span('warn', safe(words))], width))];
}

/** A block that reports missing insights below the signals, where the placeholder cannot. */
function noInsights(open: OpenData, names: Names, signals: readonly Signal[], width: number): Block[] {
	if (signals.length === 0 || (open.insights.data?.length ?? 0) > 0 || open.insights.error !== null)
		return [];
	const words = placeholderOf('insights', open, names, false).map((text) => span('muted', safe(text)));
	return [
		textBlock(
			'no insights',
			words.flatMap((word) => wrapLine([word], width)),
		),
	];
}

/** The JSON received for the conversation, one section per request. */
function rawSections(open: OpenData): RawSection[] {
	const { conversation, messages, insights, broken } = open;
	if (broken !== null) return [{ title: `unreadable list row: ${broken.problem}`, values: [broken.raw] }];
	const sections: RawSection[] = [];
	if (conversation.data !== undefined)
		sections.push({ title: 'conversation', values: [conversation.data.raw] });
	if (messages.data !== undefined) {
		const { rows, total } = messages.data;
		const empty = rows.filter(isNullRow).length;
		const nulls = empty === 0 ? '' : `, ${empty} of them null`;
		const title = `messages in server order: ${rows.length} of ${total}${nulls}`;
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

function placeholderOf(
	tab: DetailTab,
	open: OpenData,
	{ assistantNames, withoutHistory }: Names,
	hasError: boolean,
): readonly string[] {
	if (open.broken !== null) return ['tconv could not read this row of the list.', '5 shows its JSON.'];
	if (hasError) return ['Nothing is loaded.', 'r tries again.'];
	const empty: Readonly<Record<DetailTab, readonly [Loadable<unknown>, string]>> = {
		transcript: [open.messages, 'This conversation has no messages.'],
		insights: [open.insights, 'No insights yet, or none are set up for this assistant.'],
		metadata: [open.conversation, 'No metadata.'],
		raw: [open.conversation, 'No JSON was received.'],
		waits: [open.messages, 'This conversation has no messages.'],
	};
	const [loadable, words] = empty[tab];
	if (loadable.data === undefined) return [`Loading ${tab === 'raw' ? 'JSON' : tab}…`];
	const assistant = metadataText(open.conversation.data?.metadata ?? {}, 'assistant_id');
	if (loadable === open.conversation || !withoutHistory.has(assistant)) return [words, 'r refreshes.'];
	const name = assistantNames.get(assistant) || assistant;
	return [`No history: ${name} is set to keep none`, '(privacy_settings.data_retention is false).'];
}

const margined = new WeakMap<Block, Block>();

/** A block with a blank cell in front of each line. */
function withMargins(block: Block): Block {
	const known = margined.get(block);
	const made = known ?? { ...block, lines: block.lines.map(withMargin) };
	if (known === undefined) margined.set(block, made);
	return made;
}

/** A line with a blank cell in front. */
export function withMargin(line: Line): Line {
	return [marginSpan, ...line];
}

const marginSpan = span('plain', blank(1));
