import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import type { MetadataService } from '../../actions/metadata-service.ts';
import { isNotFound } from '../../api/errors.ts';
import type { ConversationPage } from '../../api/types.ts';
import { type Conversation, type Metadata, titleOf } from '../../domain/conversation.ts';
import { mergeMetadata, resolveConflicts } from '../../domain/metadata-merge.ts';
import { conflictDraft } from '../../state/conflict-draft.ts';
import type { MetadataSave } from '../../state/edits.ts';
import { type Notice, topOverlay } from '../../state/ui-state.ts';
import { type MetadataOutcome, writeMetadata } from '../../writes/write-metadata.ts';
import { savedWords, unsavedWords } from '../lines/saved-words.ts';
import type { Program } from '../program.ts';
import { putConversation } from '../queries/put-conversation.ts';
import { refreshConversation } from '../queries/refresh-conversation.ts';
import { createConversations } from './create.ts';
import { followWritten } from './held.ts';

/** Writes metadata: shown at once, sent with care, one write at a time for each conversation. */
export function createMetadata(program: Program, client: QueryClient): MetadataService {
	const { store, writer, api } = program;
	/** What waits to be saved for a conversation, the one that is under way first, and what the server is known to have. */
	const pending = new Map<string, { readonly known: Metadata; readonly saves: readonly MetadataSave[] }>();

	const show = (id: string): void => {
		const { known, saves } = pending.get(id) ?? { known: {}, saves: [] };
		const metadata = saves.length === 0 ? null : saves.reduce(withMine, known);
		store.dispatch({ type: 'edit-saving', id, metadata });
	};
	/** Lets go of the write that is over: `known` is what the server has now, null where nothing was written. */
	const settle = (id: string, known: Metadata | null): void => {
		const before = pending.get(id);
		const [over, ...next] = before?.saves ?? [];
		// The next were made from what was on the screen, and that was never written.
		const saves = known === null && over !== undefined ? next.map((save) => rebased(save, over)) : next;
		if (before === undefined || saves.length === 0) pending.delete(id);
		else pending.set(id, { known: known ?? before.known, saves });
		show(id);
	};
	const keep = ({ id, draft }: MetadataSave): void => {
		// One that was begun since is not thrown away for it.
		const isTaken = draft !== undefined && store.getState().edits.kept.has(`edit ${id}`);
		if (draft !== undefined && !isTaken) store.dispatch({ type: 'edit-keep', draft });
	};
	/** An undo that was not done can be asked for again, but not for a conversation that is gone. */
	const offerAgain = ({ undoes }: MetadataSave, error: unknown = null): void => {
		const isGone = isNotFound(error);
		if (undoes !== undefined && !isGone) store.dispatch({ type: 'edit-done', change: undoes });
	};
	const notice = (tone: Notice['tone'], text: string): void =>
		store.dispatch({ type: 'notice', notice: { tone, text } });

	const tellOf = async (save: MetadataSave, outcome: MetadataOutcome): Promise<void> => {
		const now = outcome.kind === 'conflict' ? outcome.theirs : outcome.conversation;
		await putConversation(client, now);
		settle(save.id, now.metadata);
		if (outcome.kind === 'conflict') {
			keep(save);
			offerAgain(save);
			// Whoever is typing by now is not to choose with what they type.
			if (topOverlay(store.getState()) === null) {
				const draft = conflictDraft(save, titleOf(now), now.metadata, outcome.merge);
				store.dispatch({ type: 'overlay-open', overlay: { kind: 'conflict', draft } });
				return;
			}
			const keys = outcome.merge.conflicts.map(({ key }) => key).join(', ');
			const again = save.draft === undefined ? '' : ' e opens your edit.';
			notice('bad', `Nothing was sent: somebody else changed ${keys} meanwhile.${again}`);
			return;
		}
		if (outcome.kind === 'written') {
			const change = { id: save.id, before: outcome.before, after: now.metadata };
			// One that was offered again for a conflict is done now.
			if (save.undoes !== undefined) store.dispatch({ type: 'edit-undone', change: save.undoes });
			else store.dispatch({ type: 'edit-done', change });
			followWritten(program, change.id, change.before, change.after);
		}
		const isOdd = outcome.kind === 'written' && outcome.discrepancies.length > 0;
		notice(isOdd ? 'warn' : 'good', savedWords(titleOf(now), outcome, save));
	};
	const run = async (save: MetadataSave): Promise<void> => {
		try {
			await tellOf(save, await writeMetadata(writer, save));
		} catch (error) {
			settle(save.id, null);
			keep(save);
			offerAgain(save, error);
			notice('bad', unsavedWords(error, save.draft === undefined ? null : 'e'));
			// What is there now is what the next attempt goes by, and what the screen should show.
			void refreshConversation(client, api, save.id);
		}
	};
	const work = async (id: string): Promise<void> => {
		for (let save = pending.get(id)?.saves[0]; save !== undefined; save = pending.get(id)?.saves[0])
			await run(save);
	};
	const save = (one: MetadataSave): void => {
		const before = pending.get(one.id);
		const known = before?.known ?? knownMetadata(client, one.id) ?? one.base;
		pending.set(one.id, { known, saves: [...(before?.saves ?? []), one] });
		show(one.id);
		if (before === undefined) void work(one.id);
	};
	return { save, create: createConversations(program, client) };
}

/** A map as it will be once this is saved, as far as anybody can tell. */
function withMine(known: Metadata, { base, mine }: MetadataSave): Metadata {
	const merge = mergeMetadata(base, mine, known);
	return resolveConflicts(merge, new Map(merge.conflicts.map(({ key }) => [key, 'mine']))).merged;
}

/** A change as it would have been made without the one before it, which failed. */
function rebased(save: MetadataSave, failed: MetadataSave): MetadataSave {
	const without = (map: Metadata): Metadata =>
		withMine(failed.base, { id: save.id, base: failed.mine, mine: map });
	return { ...save, base: without(save.base), mine: without(save.mine) };
}

/** The metadata that the screen has of a conversation. */
function knownMetadata(client: QueryClient, id: string): Metadata | null {
	for (const [, list] of client.getQueriesData<InfiniteData<ConversationPage>>({ queryKey: ['list'] })) {
		for (const page of list?.pages ?? []) {
			for (const row of page.rows) if (row.ok && row.value.id === id) return row.value.metadata;
		}
	}
	return client.getQueryData<Conversation>(['conversation', id])?.metadata ?? null;
}
