import type { QueryClient } from '@tanstack/react-query';
import type { MetadataService } from '../../actions/metadata-service.ts';
import type { NewConversation } from '../../api/types.ts';
import type { Conversation } from '../../domain/conversation.ts';
import { type MetadataDraft, toMetadata, valueText } from '../../state/metadata-draft.ts';
import type { Notice } from '../../state/ui-state.ts';
import { createConversation } from '../../writes/create-conversation.ts';
import { unsavedWords } from '../lines/saved-words.ts';
import type { Program } from '../program.ts';
import { conversationOptions } from '../queries/detail-queries.ts';

/** Makes new conversations. The same content sent again after a failure carries the same key, so that it is made once. */
export function createConversations(program: Program, client: QueryClient): MetadataService['create'] {
	const { store, writer, api } = program;
	/** The keys of what was tried and not answered, by content. */
	const keys = new Map<string, string>();
	const underWay = new Set<string>();
	const notice = (tone: Notice['tone'], text: string): void =>
		store.dispatch({ type: 'notice', notice: { tone, text } });

	const show = async (made: Conversation): Promise<void> => {
		client.setQueryData(conversationOptions(api, made.id).queryKey, made);
		store.dispatch({ type: 'pin', pinned: { id: made.id, isHidden: false } });
		store.dispatch({ type: 'narrow', text: null });
		store.dispatch({ type: 'open', id: made.id });
		const title = made.name || made.id;
		notice('good', `Created ${title}.`);
		const isHidden = await isHiddenByFilter(made.id);
		if (!isHidden || !store.getState().edits.pinned.some(({ id }) => id === made.id)) return;
		store.dispatch({ type: 'pin', pinned: { id: made.id, isHidden } });
		notice(
			'good',
			`Created ${title}. The filter would hide it: it stays in the list until r, or another filter.`,
		);
	};
	/** Whether the server leaves it out of the list that is asked for. Where it cannot say, it does not. */
	const isHiddenByFilter = async (id: string): Promise<boolean> => {
		const { query } = store.getState();
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
		const content = JSON.stringify(conversation);
		if (underWay.has(content)) {
			notice('warn', 'That very conversation is being created already.');
			return;
		}
		const idempotencyKey = keys.get(content) ?? writer.newId();
		keys.set(content, idempotencyKey);
		underWay.add(content);
		store.dispatch({ type: 'edit-making', by: 1 });
		notice('plain', 'Creating the conversation…');
		try {
			const made = await createConversation(writer, { conversation, idempotencyKey });
			keys.delete(content);
			await show(made);
		} catch (error) {
			if (!store.getState().edits.kept.has('create')) store.dispatch({ type: 'edit-keep', draft });
			notice('bad', unsavedWords(error, 'c'));
		} finally {
			underWay.delete(content);
			store.dispatch({ type: 'edit-making', by: -1 });
		}
	};
	return (draft) => void make(draft, contentOf(draft));
}

/** What is sent: the name only where there is one. */
function contentOf(draft: MetadataDraft): NewConversation {
	const metadata = Object.fromEntries(
		Object.entries(toMetadata(draft)).map(([key, value]) => [key, valueText(value)]),
	);
	return draft.name === '' ? { metadata } : { name: draft.name, metadata };
}
