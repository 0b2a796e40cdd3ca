import { isNotFound, sentenceOf } from '../api/errors.ts';
import { momentOf, putAnswers, readConversation } from '../data/conversation-cache.ts';
import { type Conversation, titleOf } from '../domain/conversation.ts';
import { unwrapped } from '../domain/conversation-id.ts';
import { type Jump, readJump } from '../filter/jump.ts';
import { emptyQuery, type ListQuery } from '../filter/tree.ts';
import { notify } from '../state/events.ts';
import { isAboutConversation } from '../state/overlay.ts';
import type { UiStore } from '../state/store.ts';
import { type Notice, newestFirst } from '../state/ui-state.ts';
import type { View } from '../state/view.ts';
import type { Runtime } from './runtime.ts';

/** The latest jump of each store: a newer one cancels it. */
const asked = new WeakMap<UiStore, AbortController>();

const kept = 'Nothing was opened.';

type JumpOptions = {
	/** The list as it is drawn, to select a row in it with the least scrolling. */
	readonly view?: () => Pick<View, 'listIds' | 'listHeight'>;
	/** The notice once the conversation is open. */
	readonly says?: string;
	/** Called instead of a notice if no conversation has the id. */
	readonly onNone?: () => void;
};

/**
 * Opens the conversation that a text names: by its id (any text may be one), its call control id, or a phone number at
 * either end. One match is pinned into the list and opened; several matches become the list's filter. No match or a
 * failure gives a notice and changes nothing else. A later jump cancels an earlier one.
 */
export async function jump(runtime: Runtime, text: string, options: JumpOptions = {}): Promise<void> {
	const { store } = runtime;
	const wanted: Jump = readJump(text) ?? { kind: 'id', id: unwrapped(text) };
	const mine = new AbortController();
	asked.get(store)?.abort();
	asked.set(store, mine);
	notify(store, 'plain', `Looking for ${text} …`);
	try {
		const found = await find(runtime, wanted, mine.signal);
		if (mine.signal.aborted) return;
		switch (found.kind) {
			case 'one':
				goTo(runtime, found.conversation, options);
				return;
			case 'several':
				store.dispatch({ type: 'query', query: found.query });
				store.dispatch({ type: 'focus', pane: 'list' });
				notify(store, 'good', `Several conversations have ${text}: the list shows them. Ctrl-o goes back.`);
				return;
			case 'none': {
				const what = wanted.kind === 'call' ? 'call control id' : 'phone number';
				notify(store, 'warn', `No conversation has the ${what} ${text}. ${kept}`);
			}
		}
	} catch (error) {
		if (mine.signal.aborted) return;
		if (isNotFound(error) && options.onNone !== undefined) {
			options.onNone();
			return;
		}
		const reason = isNotFound(error)
			? `No conversation has the id ${text}.`
			: error instanceof Error
				? sentenceOf(error)
				: String(error);
		notify(store, 'bad', `${reason} ${kept}`);
	}
}

/** Opens a conversation, unless an overlay is about another one: that overlay keeps its conversation. */
function goTo({ store }: Runtime, conversation: Conversation, { view, says }: JumpOptions): void {
	const { id } = conversation;
	if (store.getState().overlays.some(isAboutConversation)) {
		const text = `Found ${titleOf(conversation)}. To open it, close this first, then press o and enter its id.`;
		notify(store, 'warn', text);
		return;
	}
	const shown = view?.();
	const list = shown === undefined ? {} : { list: { ids: shown.listIds, height: shown.listHeight } };
	store.dispatch({ type: 'show', id, ...list });
	store.dispatch({ type: 'focus', pane: 'transcript' });
	const notice: Notice | null = says === undefined ? null : { tone: 'plain', text: says };
	store.dispatch({ type: 'notice', notice });
}

type Found =
	| { readonly kind: 'one'; readonly conversation: Conversation }
	| { readonly kind: 'several'; readonly query: ListQuery }
	| { readonly kind: 'none' };

async function find({ api, client }: Runtime, wanted: Jump, signal: AbortSignal): Promise<Found> {
	if (wanted.kind === 'id')
		return { kind: 'one', conversation: await readConversation(client, api, wanted.id) };
	const asked = momentOf(client);
	const query: ListQuery = { ...emptyQuery, filters: [wanted.filter], order: newestFirst.order };
	// Two rows are enough to see whether there is more than one match.
	const { rows } = await api.listPage(query, { pageSize: 2, signal });
	const [first] = rows;
	if (first === undefined) return { kind: 'none' };
	if (rows.length > 1 || !first.ok) return { kind: 'several', query };
	const conversation = first.value;
	putAnswers(client, [{ conversation, asked }]);
	return { kind: 'one', conversation };
}
