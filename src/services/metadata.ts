import type { QueryClient } from '@tanstack/react-query';
import type { MetadataService } from '../actions/services.ts';
import { isNotFound } from '../api/errors.ts';
import { knownOf, putWritten, refreshConversation } from '../data/conversation-cache.ts';
import { type Metadata, titleOf } from '../domain/conversation.ts';
import { mergeMetadata, withMine } from '../domain/metadata-merge.ts';
import type { MetadataSave } from '../state/edits.ts';
import { notify } from '../state/events.ts';
import { conflictDraft } from '../state/metadata/conflict-draft.ts';
import type { MetadataDraft } from '../state/metadata/metadata-draft.ts';
import { withoutUnsaved } from '../state/metadata/unsaved-base.ts';
import type { UiStore } from '../state/store.ts';
import { topOverlay } from '../state/ui-state.ts';
import { changeMetadata, type MetadataOutcome } from '../writes/write-metadata.ts';
import { createConversations } from './create-conversation.ts';
import type { WriteRuntime } from './runtime.ts';
import { savedWords, unsavedWords } from './saved-words.ts';
import { noteTakeover } from './takeover.ts';

/** Metadata saves in flight. The screen shows each at once, and takes it back if it fails. */
type PendingSaves = {
	/** Shows a save. `known` is the server's metadata as last read. */
	readonly add: (save: MetadataSave, known: Metadata) => void;
	/** The save without the changes of earlier saves that failed since. */
	readonly current: (save: MetadataSave) => MetadataSave;
	/** Ends a save. `known` is the server's metadata now, null if nothing was written. A second call does nothing. */
	readonly settle: (save: MetadataSave, known: Metadata | null) => void;
};

type Pending = {
	readonly known: Metadata;
	/** In sending order. */
	readonly saves: readonly { readonly asked: MetadataSave; readonly now: MetadataSave }[];
};

/** Keeps the saves in flight of every conversation, and updates the state of the screen with them. */
function createPendingSaves({ dispatch }: UiStore): PendingSaves {
	const pending = new Map<string, Pending>();
	const put = (id: string, next: Pending): void => {
		const { known, saves } = next;
		if (saves.length === 0) pending.delete(id);
		else pending.set(id, next);
		const shown = saves.reduce((map, { now }) => withSave(map, now), known);
		dispatch({ type: 'edit-saving', id, metadata: saves.length === 0 ? null : shown });
	};
	return {
		add: (save, known) => {
			const before = pending.get(save.id) ?? { known, saves: [] };
			put(save.id, { ...before, saves: [...before.saves, { asked: save, now: save }] });
		},
		current: (save) => pending.get(save.id)?.saves.find(({ asked }) => asked === save)?.now ?? save,
		settle: (save, known) => {
			const before = pending.get(save.id);
			const over = before?.saves.find(({ asked }) => asked === save);
			if (before === undefined || over === undefined) return;
			const next = before.saves.filter((one) => one !== over);
			// Later saves were made from metadata on the screen that was never written.
			const saves =
				known === null ? next.map(({ asked, now }) => ({ asked, now: rebased(now, over.now) })) : next;
			put(save.id, { known: known ?? before.known, saves });
		},
	};
}

/** The metadata as it will probably be after this save: conflicts count as won. */
function withSave(known: Metadata, { base, mine }: Pick<MetadataSave, 'base' | 'mine'>): Metadata {
	return withMine(mergeMetadata(base, mine, known));
}

/** The save as the user would have made it without the failed one before it. */
function rebased(save: MetadataSave, failed: MetadataSave): MetadataSave {
	return { ...save, base: withoutUnsaved(save.base, failed), mine: withoutUnsaved(save.mine, failed) };
}

function isFor({ target }: MetadataDraft, id: string): boolean {
	return target.kind === 'edit' && target.id === id;
}

/** Writes metadata: shown at once, merged with the server's copy, one write at a time for each conversation. */
export function createMetadata(runtime: WriteRuntime, client: QueryClient): MetadataService {
	const { store, writer, api } = runtime;
	const pending = createPendingSaves(store);
	/** Keeps what was not saved: in the editor or the edit begun since then, else as an edit of its own. */
	const keep = ({ id, base, mine, draft }: MetadataSave): 'open' | 'kept' | 'nowhere' => {
		// A failed undo or takeover is no edit of the user's.
		if (draft === undefined) return 'nowhere';
		store.dispatch({ type: 'edit-unsaved', unsaved: { id, base, mine } });
		const { overlays, edits } = store.getState();
		if (overlays.some((overlay) => overlay.kind === 'metadata' && isFor(overlay.draft, id))) return 'open';
		if (edits.kept.has(`edit ${id}`)) return 'kept';
		store.dispatch({ type: 'edit-keep', draft });
		return 'kept';
	};
	/** Offers a failed undo again, unless the conversation is gone. */
	const offerAgain = ({ undoes }: MetadataSave, error: unknown = null): void => {
		const isGone = isNotFound(error);
		if (undoes !== undefined && !isGone) store.dispatch({ type: 'edit-done', change: undoes });
	};
	const tellOf = (asked: MetadataSave, outcome: MetadataOutcome): void => {
		const save = pending.current(asked);
		const now = outcome.kind === 'conflict' ? outcome.theirs : outcome.conversation;
		putWritten(client, now);
		pending.settle(asked, now.metadata);
		if (outcome.kind === 'conflict') {
			const where = keep(save);
			offerAgain(save);
			const state = store.getState();
			// Does not interrupt a user who is typing or reading another conversation by now.
			if (topOverlay(state) === null && state.selectedId === save.id) {
				const draft = conflictDraft(save, titleOf(now), now.metadata, outcome.merge);
				store.dispatch({ type: 'overlay-open', overlay: { kind: 'conflict', draft } });
				return;
			}
			const keys = outcome.merge.conflicts.map(({ key }) => key).join(', ');
			const again = {
				open: ' The open editor has your edit.',
				kept: ' e there opens your edit.',
				nowhere: '',
			};
			const text = `Not saved: someone else changed ${keys} of ${titleOf(now)} meanwhile.${again[where]}`;
			notify(store, 'bad', text);
			return;
		}
		if (outcome.kind === 'written') {
			const change = { id: save.id, before: outcome.before, after: now.metadata };
			// An undo that was offered again after a conflict is done now.
			if (save.undoes !== undefined) store.dispatch({ type: 'edit-undone', change: save.undoes });
			else store.dispatch({ type: 'edit-done', change });
			noteTakeover(runtime, change.id, change.before, change.after);
		}
		const isOdd = outcome.kind === 'written' && outcome.discrepancies.length > 0;
		notify(store, isOdd ? 'warn' : 'good', savedWords(titleOf(now), outcome, save));
	};
	const run = async (asked: MetadataSave): Promise<void> => {
		const { id } = asked;
		try {
			const change = (now: Metadata) => {
				const { base, mine } = pending.current(asked);
				return mergeMetadata(base, mine, now);
			};
			const onFailed = (): void => pending.settle(asked, null);
			tellOf(asked, await changeMetadata(writer, { id, runId: null, change, onFailed }));
		} catch (error) {
			pending.settle(asked, null);
			const where = keep(asked);
			offerAgain(asked, error);
			notify(store, 'bad', unsavedWords(error, where === 'nowhere' ? null : where === 'open' ? 'open' : 'e'));
			// The screen and the next attempt need the server's current metadata.
			void refreshConversation(client, api, id);
		}
	};
	const save = (one: MetadataSave): void => {
		pending.add(one, knownOf(client).rows.get(one.id)?.value.metadata ?? one.base);
		void run(one);
	};
	return { save, create: createConversations(runtime, client) };
}
