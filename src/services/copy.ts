import { type QueryClient, QueryObserver } from '@tanstack/react-query';
import type { Services } from '../actions/services.ts';
import { ApiError, sentenceOf } from '../api/errors.ts';
import { knownOf, readConversation } from '../data/conversation-cache.ts';
import {
	assistantNames,
	assistantsOptions,
	insightsOptions,
	type MessageSet,
	messagesOptions,
	templateNamesOptions,
} from '../data/detail-queries.ts';
import { mediumOf, turnsOf } from '../data/transcript-cache.ts';
import { type Conversation, titleOf } from '../domain/conversation.ts';
import type { CopiedTo } from '../domain/copied-to.ts';
import { type Decoded, decodedValues, isNullRow } from '../domain/decoded.ts';
import type { InsightResult } from '../domain/insight.ts';
import { instantFromMillis } from '../domain/instant.ts';
import { type JsonValue, jsonText } from '../domain/json.ts';
import { reasonOf } from '../domain/reason.ts';
import { signalsOf } from '../domain/signals/signals-of.ts';
import type { CopyContent } from '../state/copy-menu.ts';
import { notify } from '../state/events.ts';
import type { UiStore } from '../state/store.ts';
import { type CleanText, cleanJson } from '../text/clean-text.ts';
import { countText } from '../text/count.ts';
import { localZone } from '../text/time.ts';
import type { Runtime } from './runtime.ts';

/** The latest copy of each store: what an earlier one has not finished is given up. */
const latest = new WeakMap<UiStore, object>();

/** Copies texts, and conversations once they are loaded to their end. A notice says what went where. */
export function createCopy(runtime: Runtime, client: QueryClient): Services['copy'] {
	const { store, clipboard, ticker } = runtime;
	const copy = async (name: string, content: CopyContent): Promise<void> => {
		const mine = {};
		latest.set(store, mine);
		const isLatest = (): boolean => latest.get(store) === mine;
		try {
			const made = content.kind === 'text' ? ready(name, content.text()) : await load(name, content);
			if (!isLatest()) return;
			const to = await clipboard(made.text);
			if (isLatest()) tell(made, to);
		} catch (error) {
			if (!isLatest()) return;
			const reason = error instanceof ApiError ? sentenceOf(error) : reasonOf(error);
			notify(store, 'bad', `Nothing was copied: ${reason}`);
		}
	};

	const load = async (
		name: string,
		{ id, as }: Extract<CopyContent, { kind: 'conversation' }>,
	): Promise<Made> => {
		const callOff = ticker.after(slowMillis, () => notify(store, 'plain', `Loading ${name}…`));
		try {
			const loaded = await loadWhole(runtime, client, id);
			const of = `${name} of ${titleOf(loaded.conversation)}${as === 'transcript' ? ' as Markdown' : ''}`;
			const missing = missingWords(loaded);
			if (as === 'json') {
				if (missing !== null) throw new Error(`${missing} Press r to read again.`);
				return ready(of, jsonOf(loaded));
			}
			return { name: of, text: await written(runtime, client, loaded, as, missing), missing };
		} finally {
			callOff();
		}
	};

	const tell = ({ name, text, missing }: Made, to: CopiedTo): void => {
		const { tone, words } = copiedWords(name, text, to);
		notify(store, missing === null ? tone : 'warn', missing === null ? words : `${words} ${missing}`);
	};

	return (name, content) => void copy(name, content);
}

/** Loading that takes longer says so. */
const slowMillis = 300;

/** A text to copy; `missing` says what it lacks, null for nothing. */
type Made = { readonly name: string; readonly text: CleanText; readonly missing: string | null };

function ready(name: string, text: CleanText): Made {
	return { name, text, missing: null };
}

type Loaded = {
	readonly conversation: Conversation;
	readonly messages: MessageSet;
	readonly insights: readonly Decoded<InsightResult>[];
};

/** What the screen has of a conversation, and the rest from the server. Throws as the API does. */
async function loadWhole(
	{ api, now }: Pick<Runtime, 'api' | 'now'>,
	client: QueryClient,
	id: string,
): Promise<Loaded> {
	const readMessages = messagesOptions(client, api, id, now);
	const known = client.getQueryData<MessageSet>(readMessages.queryKey);
	const readInsights = insightsOptions(client, api, id);
	// A request without an observer is cancelled, and the reader may go on to another conversation meanwhile.
	const watched = [
		new QueryObserver(client, { ...readMessages, enabled: false }).subscribe(() => undefined),
		new QueryObserver(client, { ...readInsights, enabled: false }).subscribe(() => undefined),
	];
	try {
		const [conversation, messages, insights] = await Promise.all([
			knownOf(client).rows.get(id)?.value ?? readConversation(client, api, id),
			known?.complete === true ? known : client.fetchQuery({ ...readMessages, staleTime: 0 }),
			client.getQueryData<Loaded['insights']>(readInsights.queryKey) ?? client.fetchQuery(readInsights),
		]);
		return { conversation, messages, insights };
	} finally {
		for (const release of watched) release();
	}
}

/** What could not be read, as a sentence; null if all is there. A page that could not be read has its problem as JSON. */
function missingWords({ messages, insights }: Loaded): string | null {
	const lost = [...messages.rows, ...insights].flatMap((row) =>
		!row.ok && !isNullRow(row) && row.raw === row.problem ? [row.problem] : [],
	);
	const [first] = lost;
	const { rows, total, complete } = messages;
	if (first === undefined)
		return complete ? null : `Only ${countText(rows.length)} of ${countText(total)} messages were loaded.`;
	const more = lost.length === 1 ? '' : ` (and ${countText(lost.length - 1)} more)`;
	return `A part could not be read: ${first}${more}`;
}

/** One line as exports have them: the server's own JSON of the conversation, its messages and insights. */
function jsonOf({ conversation, messages, insights }: Loaded): CleanText {
	const raws = (rows: readonly Decoded<{ readonly raw: JsonValue }>[]): readonly JsonValue[] =>
		rows.map((row) => (row.ok ? row.value.raw : row.raw));
	return cleanJson(
		jsonText({ conversation: conversation.raw, messages: raws(messages.rows), insights: raws(insights) }),
	);
}

async function written(
	{ api, now, signals }: Pick<Runtime, 'api' | 'now' | 'signals'>,
	client: QueryClient,
	{ conversation, messages, insights }: Loaded,
	as: 'transcript' | 'summary',
	missing: string | null,
): Promise<CleanText> {
	const { turns } = turnsOf(messages, mediumOf(conversation));
	const readable = decodedValues(insights);
	const found = signalsOf({
		turns,
		insights: readable,
		conversation,
		now: instantFromMillis(now()),
		settings: signals,
	});
	const text = {
		conversation,
		turns,
		insights,
		signals: found,
		// Names are on the screen already, or not to be had.
		templateNames: client.getQueryData(templateNamesOptions(api).queryKey) ?? new Map(),
		assistantNames: assistantNames(client.getQueryData(assistantsOptions(api).queryKey) ?? []),
		zone: localZone,
		remarks: missing === null ? [] : [missing],
	};
	// Loaded when used: the first frame needs none of it.
	if (as === 'summary') return (await import('../export/summary.ts')).summaryParagraph(text);
	return (await import('../export/markdown.ts')).conversationMarkdown(text);
}

/** What was copied, how much, and where it went. `name` names the text: `the id`. */
export function copiedWords(
	name: string,
	text: string,
	to: CopiedTo,
): { readonly tone: 'good' | 'warn' | 'bad'; readonly words: string } {
	const what = `${name}, ${sizeWords(text)},`;
	switch (to.kind) {
		case 'program':
			return { tone: 'good', words: `Copied ${what} into the clipboard (with ${to.program}).` };
		case 'tmux':
			return to.isSentOn
				? {
						tone: 'good',
						words: `Copied ${what} into tmux’s buffer (prefix ]), and sent it on to your terminal.`,
					}
				: {
						tone: 'warn',
						words: `Copied ${what} into tmux’s buffer alone (prefix ]): it is too long for a terminal.`,
					};
		case 'terminal': {
			const through = to.through === null ? '' : ` through ${to.through}`;
			return { tone: 'good', words: `Sent ${what} to your terminal’s clipboard${through} (OSC 52).` };
		}
		case 'file':
			return { tone: 'warn', words: `${to.why} Copied ${what} into a file instead: ${to.path}` };
		case 'nowhere':
			return { tone: 'bad', words: `Nothing was copied. ${to.problem}` };
	}
}

/** The size of a text in words: `36 characters`, `12 lines (480 characters)`. */
function sizeWords(text: string): string {
	const characters = countText(Array.from(text).length);
	const lines = text.replace(/\n$/, '').split('\n').length;
	if (characters === '1') return '1 character';
	return lines === 1 ? `${characters} characters` : `${countText(lines)} lines (${characters} characters)`;
}
