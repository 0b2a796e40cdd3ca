import type { QueryClient } from '@tanstack/react-query';
import type { MetadataService } from '../actions/services.ts';
import type { NewConversation } from '../api/types.ts';
import { putWritten } from '../data/conversation-cache.ts';
import type { Conversation } from '../domain/conversation.ts';
import { jsonText } from '../domain/json.ts';
import { resolveQuery } from '../filter/resolve.ts';
import { notify } from '../state/events.ts';
import { type MetadataDraft, toMetadata } from '../state/metadata/metadata-draft.ts';
import { isAboutConversation } from '../state/overlay.ts';
import type { UiStore } from '../state/store.ts';
import { localZone } from '../text/time.ts';
import { createConversation } from '../writes/create-conversation.ts';
import type { WriteRuntime } from './runtime.ts';
import { unsavedWords } from './saved-words.ts';

/** Creates conversations. A retry of the same content sends the same idempotency key, so none is created twice. */
export function createConversations(runtime: WriteRuntime, client: QueryClient): MetadataService['create'] {
	const { store, writer, api } = runtime;
	/** Idempotency keys of attempts that failed or are in flight, by content. */
	const keys = new Map<string, string>();
	const underWay = new Set<string>();
	const show = async (made: Conversation): Promise<void> => {
		putWritten(client, made);
		showNew(store, made.id);
		const title = made.name || made.id;
		notify(store, 'good', `Created ${title}.`);
		const isHidden = await isHiddenByFilter(made.id);
		if (!isHidden || !store.getState().edits.pinned.some(({ id }) => id === made.id)) return;
		store.dispatch({ type: 'pin', pinned: { id: made.id, isHidden } });
		const text = `Created ${title}. It does not match the filter, so r or another filter hides it.`;
		notify(store, 'good', text);
	};
	/** Whether the server leaves a conversation out of the current list. False if the request fails. */
	const isHiddenByFilter = async (id: string): Promise<boolean> => {
		const query = resolveQuery(store.getState().query, { now: writer.now(), zone: localZone });
		if (query.filters.length === 0) return false;
		const own = { kind: 'condition', column: { kind: 'plain', name: 'id' }, negated: false } as const;
		const filters = [...query.filters, { ...own, operator: 'eq', operand: id } as const];
		try {
			const page = await api.listPage({ ...query, filters, limit: 1 });
			return page.rows.length === 0;
		} catch {
			return false;
		}
	};
	const make = async (draft: MetadataDraft, conversation: NewConversation): Promise<void> => {
		const content = jsonText(conversation);
		if (underWay.has(content)) {
			notify(store, 'warn', 'This conversation is already being created.');
			return;
		}
		const idempotencyKey = keys.get(content) ?? writer.newId();
		keys.set(content, idempotencyKey);
		underWay.add(content);
		store.dispatch({ type: 'edit-making', by: 1 });
		notify(store, 'plain', 'Creating the conversation…');
		try {
			const made = await createConversation(writer, { conversation, idempotencyKey });
			keys.delete(content);
			await show(made);
		} catch (error) {
			if (!store.getState().edits.kept.has('create')) store.dispatch({ type: 'edit-keep', draft });
			notify(store, 'bad', unsavedWords(error, 'c'));
		} finally {
			underWay.delete(content);
			store.dispatch({ type: 'edit-making', by: -1 });
		}
	};
	return (draft) => void make(draft, contentOf(draft));
}

/** The request's content; an empty name is left out. */
function contentOf(draft: MetadataDraft): NewConversation {
	const metadata = toMetadata(draft);
	return draft.name === '' ? { metadata } : { name: draft.name, metadata };
}

/** Opens a conversation created here. If an overlay is about another one, only pins it into the list. */
export function showNew({ getState, dispatch }: UiStore, id: string): void {
	if (getState().overlays.some(isAboutConversation))
		dispatch({ type: 'pin', pinned: { id, isHidden: false } });
	else dispatch({ type: 'show', id });
}
