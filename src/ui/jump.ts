import { isNotFound } from '../api/errors.ts';
import { type Jump, readJump } from '../filter/jump.ts';
import { emptyQuery, type ListQuery } from '../filter/tree.ts';
import type { UiStore } from '../state/store.ts';
import { newestFirst } from '../state/ui-state.ts';
import { sentenceOf } from './lines/error-lines.ts';
import type { Program } from './program.ts';
import { conversationOptions } from './queries/detail-queries.ts';

/** What was asked for last, by the store that will show it. */
const asked = new WeakMap<UiStore, AbortController>();

const kept = 'You are where you were.';

/**
 * Goes to the conversation that a text names: by its id (any text may be one), its call control id, or a phone number at
 * either end. One match is opened, several become the filter of the list; none, or a failure, is told of and the reader
 * stays where they were. Of two jumps the later one is made, whichever answer comes first.
 */
export async function jump(program: Program, text: string): Promise<void> {
	const { store } = program;
	const wanted: Jump = readJump(text) ?? { kind: 'id', id: text };
	const mine = new AbortController();
	asked.get(store)?.abort();
	asked.set(store, mine);
	store.dispatch({ type: 'notice', notice: { tone: 'plain', text: `Looking for ${text} …` } });
	try {
		const found = await find(program, wanted, mine.signal);
		if (!mine.signal.aborted) found(text);
	} catch (error) {
		if (mine.signal.aborted) return;
		const reason = isNotFound(error)
			? `No conversation has the id ${text}.`
			: error instanceof Error
				? sentenceOf(error)
				: String(error);
		store.dispatch({ type: 'notice', notice: { tone: 'bad', text: `${reason} ${kept}` } });
	}
}

/** Looks; what to do about what was found is given back, to be done only if nobody asked for something else since. */
async function find(
	{ api, client, store }: Program,
	wanted: Jump,
	signal: AbortSignal,
): Promise<(text: string) => void> {
	const open = (id: string): void => {
		store.dispatch({ type: 'open', id });
		store.dispatch({ type: 'focus', pane: 'transcript' });
		store.dispatch({ type: 'notice', notice: null });
	};
	if (wanted.kind === 'id') {
		const { id } = await client.fetchQuery({ ...conversationOptions(api, wanted.id), staleTime: 0 });
		return () => open(id);
	}
	const query: ListQuery = { ...emptyQuery, filters: [wanted.filter], order: newestFirst.order };
	// Two rows tell one match from several.
	const { rows } = await api.listPage(query, { pageSize: 2, signal });
	const [first] = rows;
	if (first === undefined) {
		const what = wanted.kind === 'call' ? 'call control id' : 'phone number';
		return (text) => {
			const words = `No conversation has the ${what} ${text}. ${kept}`;
			store.dispatch({ type: 'notice', notice: { tone: 'warn', text: words } });
		};
	}
	if (rows.length === 1 && first.ok) {
		const conversation = first.value;
		client.setQueryData(conversationOptions(api, conversation.id).queryKey, conversation);
		return () => open(conversation.id);
	}
	return (text) => {
		store.dispatch({ type: 'query', query });
		store.dispatch({ type: 'focus', pane: 'list' });
		const words = `Several conversations have ${text}: they are the list now. Ctrl-o goes back.`;
		store.dispatch({ type: 'notice', notice: { tone: 'good', text: words } });
	};
}
