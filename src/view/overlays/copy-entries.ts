import { addressOf, conversationPath, listPath, numberedPath, partPaths } from '../../api/request-paths.ts';
import { firstRequest } from '../../data/list-query.ts';
import type { OpenData, ScreenData } from '../../data/screen-data.ts';
import { mediumOf, turnsOf } from '../../data/transcript-cache.ts';
import { type Conversation, endUserOf, valueText } from '../../domain/conversation.ts';
import { isNullRow } from '../../domain/decoded.ts';
import type { Instant } from '../../domain/instant.ts';
import { jsonText } from '../../domain/json.ts';
import { portalLink } from '../../domain/portal-url.ts';
import type { Signal } from '../../domain/signals/signal.ts';
import type { Turn } from '../../domain/transcript.ts';
import { curlCommand } from '../../export/curl.ts';
import { summaryParagraph } from '../../export/summary.ts';
import { turnText } from '../../export/turn-text.ts';
import { phoneNumber } from '../../filter/phone.ts';
import { formatQueryText } from '../../filter/query-text/format-query-text.ts';
import { resolveQuery } from '../../filter/resolve.ts';
import type { SaidQuery } from '../../filter/tree.ts';
import { type CopyDraft, type CopyEntry, type CopyWhat, copyWhats } from '../../state/copy-menu.ts';
import type { BlockSource } from '../../state/view.ts';
import { cleanText } from '../../text/clean-text.ts';
import { countText } from '../../text/count.ts';
import { cutText } from '../../text/cut.ts';
import { safe, t } from '../../text/safe.ts';
import type { SafeText } from '../../text/safe-text.ts';
import { localZone } from '../../text/time.ts';

/** What the entries are made of. */
type Sources = {
	readonly draft: CopyDraft;
	readonly data: ScreenData;
	readonly conversation: Conversation | null;
	/** The signals of the conversation; null while they are unknown. */
	readonly signals: readonly Signal[] | null;
	/** What the block under the cursor shows, in a pane of text. */
	readonly source: BlockSource | null;
	readonly query: SaidQuery;
	/** The base URL of the API; null for sample data. */
	readonly address: string | null;
	/** See the setting; '' for none. */
	readonly portalUrl: string;
	readonly now: Instant;
};

/** What an entry copies, without its name in the menu; or why it does not apply. */
type Made =
	| Omit<Extract<CopyEntry, { isOffered: true }>, 'what' | 'title'>
	| Extract<CopyEntry, { isOffered: false }>['refusal'];

const titles: Readonly<Record<CopyWhat, SafeText>> = {
	id: t`id`,
	turn: t`this turn`,
	transcript: t`whole transcript`,
	json: t`JSON as it came`,
	filter: t`filter of the list`,
	request: t`request, as curl`,
	link: t`link to the portal`,
	phone: t`phone number`,
	summary: t`summary`,
	cursor: t`under the cursor`,
	arguments: t`tool’s arguments`,
};

/** The entries of the copy menu, each with the start of what it copies, or the reason why it does not apply. */
export function copyEntries(sources: Sources): readonly CopyEntry[] {
	return copyWhats.map((what): CopyEntry => {
		const made = makers[what](sources);
		const title = titles[what];
		return typeof made === 'string'
			? { what, title, isOffered: false, refusal: made }
			: { what, title, ...made };
	});
}

const makers: Readonly<Record<CopyWhat, (sources: Sources) => Made>> = {
	id: ids,
	turn: (sources) => {
		const turn = turnAt(sources);
		if (turn === null) return noTurn;
		return text('this turn', () => turnText(turn, localZone));
	},
	transcript: ({ conversation, data }) => {
		if (conversation === null) return noConversation;
		const open = openOf(data, conversation.id);
		const words = t`as Markdown: ${loadedWords(open)}`;
		return whole(conversation.id, 'transcript', 'the transcript', words);
	},
	json: ({ conversation, data, draft }) => {
		const raw = brokenOf(data, draft.id);
		if (raw !== null) return text('the JSON of the row', () => jsonText(raw));
		if (conversation === null) return noConversation;
		const words = t`conversation, messages, insights, as X exports`;
		return whole(conversation.id, 'json', 'the JSON', words);
	},
	filter: ({ query, data }) => {
		const line = formatQueryText(query, { assistants: data.assistantNames });
		return line === '' ? 'The list has no filter.' : text('the filter', () => line);
	},
	request,
	link: ({ conversation, portalUrl }) => {
		if (portalUrl === '') return 'Set portalUrl in settings.json first (:config).';
		if (conversation === null) return noConversation;
		const link = portalLink(portalUrl, conversation);
		return link.ok ? text('the link', () => link.url) : `It has no ${link.missing}, which portalUrl needs.`;
	},
	phone: ({ conversation }) => {
		if (conversation === null) return noConversation;
		const number = endUserOf(conversation);
		return phoneNumber(number) === null
			? 'The end user has no phone number.'
			: text('the phone number', () => number);
	},
	summary: ({ conversation, data, signals }) => {
		if (conversation === null) return noConversation;
		const { id } = conversation;
		const open = openOf(data, id);
		const set = open?.messages.data;
		if (set?.complete !== true || open?.insights.data === undefined)
			return whole(id, 'summary', 'the summary', loadedWords(open));
		const { turns } = turnsOf(set, mediumOf(conversation));
		const paragraph = summaryParagraph({
			conversation,
			turns,
			signals: signals ?? [],
			assistantNames: data.assistantNames,
			zone: localZone,
			remarks: [],
		});
		return whole(id, 'summary', 'the summary', shown(paragraph));
	},
	cursor: (sources) => {
		const { draft, source } = sources;
		if (draft.pane === 'list') return 'In the list, i copies what the cursor is on.';
		if (draft.pane === 'raw') return 'This pane has no cursor: j copies all of it.';
		if (source !== null) return some(source.name, valueText(source.raw));
		const turn = turnAt(sources);
		if (turn === null) return 'There is nothing to copy under the cursor.';
		switch (turn.kind) {
			case 'speech':
				return some('the words', turn.text);
			case 'tool':
				return turn.result === null
					? 'The tool has not answered: a copies its arguments.'
					: some('the result', turn.result.placed.message.text ?? '');
			case 'orphan-result':
				return some('the result', turn.text);
			case 'broken':
				return some('the JSON of the message', jsonText(turn.raw));
			case 'silence':
				return 'There is nothing to copy under the cursor.';
		}
	},
	arguments: (sources) => {
		const turn = turnAt(sources);
		return turn?.kind === 'tool'
			? some('the arguments', turn.call.arguments)
			: 'Put the cursor on a tool call.';
	},
};

const noConversation = 'No conversation is selected.';
const noTurn = 'Put the cursor on a turn of the transcript.';

function ids({ draft, data }: Sources): Made {
	const { id, marked } = draft;
	if (marked.length > 0) {
		const name = marked.length === 1 ? 'the id' : `the ids of ${countText(marked.length)} conversations`;
		const listed = new Set(data.list.ids);
		const hidden = marked.filter((one) => !listed.has(one)).length;
		const away = hidden === 0 ? '' : `, ${countText(hidden)} of them not in the list`;
		const words = t`${safe(countText(marked.length))} marked${safe(away)}: one a line`;
		return text(name, () => marked.join('\n'), words);
	}
	if (id === null) return noConversation;
	if (brokenOf(data, id) !== null) return 'This row could not be read: j copies its JSON.';
	return text('the id', () => id);
}

/** The request that reads what the pane with the focus shows. */
function request({ draft, conversation, query, address, now }: Sources): Made {
	if (address === null) return 'Sample data come from no server.';
	const own = pathOf(draft, conversation);
	const path = own ?? listPath(firstRequest(resolveQuery(query, { now, zone: localZone })));
	const name = own === null ? 'the request of the list' : 'the request';
	return text(name, () => curlCommand({ method: 'GET', url: addressOf(address, path) }));
}

function pathOf({ pane }: CopyDraft, conversation: Conversation | null): string | null {
	const path = conversation === null ? null : conversationPath(conversation.id);
	if (path === null) return null;
	switch (pane) {
		case 'list':
			return null;
		case 'transcript':
		case 'waits':
			return numberedPath(`${path}/${partPaths.messages}`, 1);
		case 'insights':
			return numberedPath(`${path}/${partPaths.insights}`, 1);
		case 'metadata':
		case 'raw':
			return path;
	}
}

function turnAt({ draft, data, conversation }: Sources): Turn | null {
	if (draft.block === null || (draft.pane !== 'transcript' && draft.pane !== 'waits')) return null;
	const set = openOf(data, draft.id)?.messages.data;
	if (set === undefined) return null;
	const { turns } = turnsOf(set, mediumOf(conversation ?? undefined));
	return turns.find(({ key }) => key === draft.block) ?? null;
}

function openOf({ open }: ScreenData, id: string | null): OpenData | null {
	return open !== null && open.id === id ? open : null;
}

/** The JSON of a row that could not be read. */
function brokenOf({ list }: ScreenData, id: string | null) {
	const row = list.rows.find((one) => one.id === id);
	return row?.kind === 'broken' ? row.raw : null;
}

/** How much of the messages is here, in words. */
function loadedWords(open: OpenData | null): SafeText {
	const set = open?.messages.data;
	if (set === undefined) return t`loads the messages first`;
	const sent = set.rows.filter((row) => !isNullRow(row)).length;
	const count = safe(countText(sent));
	if (set.complete) return sent === 1 ? t`1 message` : t`${count} messages`;
	return t`${count} of ${safe(countText(set.total))} messages, loads the rest first`;
}

/** Most characters of a text that its preview looks at. */
const mostPreviewed = 300;

function shown(raw: string): SafeText {
	return safe(cleanText(cutText(raw, mostPreviewed).text).replaceAll(/\s+/g, ' ').trim());
}

function text(name: string, raw: () => string, preview = shown(raw())): Made {
	return { isOffered: true, name, preview, content: { kind: 'text', text: () => cleanText(raw()) } };
}

/** A text that can be empty or of blanks. */
function some(name: string, raw: string): Made {
	return raw.trim() === '' ? 'It is empty.' : text(name, () => raw);
}

function whole(
	id: string,
	as: Extract<CopyWhat, 'transcript' | 'json' | 'summary'>,
	name: string,
	preview: SafeText,
): Made {
	return { isOffered: true, name, preview, content: { kind: 'conversation', id, as } };
}
