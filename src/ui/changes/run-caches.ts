import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import type { ConversationPage } from '../../api/types.ts';
import type { Conversation } from '../../domain/conversation.ts';
import { diffMetadata } from '../../domain/metadata-merge.ts';
import type { ItemOutcome, MetadataChange } from '../../domain/records.ts';
import type { Worked } from '../../writes/run-item.ts';
import type { Program } from '../program.ts';
import { dropFromLists } from '../queries/drop-conversation.ts';
import { putInLists } from '../queries/put-conversation.ts';
import { quietLists } from '../queries/quiet-lists.ts';
import { followWritten, setHeld } from './held.ts';

/** What the screen has of conversations, kept up with a run: many at a time, so that a run redraws no more than it must. */
type RunCaches = {
	readonly take: (id: string, worked: Worked) => void;
	/** Puts what was taken since the last time where it is shown. */
	readonly flush: () => void;
	/** The same at the end, and once more for all of the run: answers that are older than it may have put the old back. */
	readonly settle: () => Promise<void>;
};

/** A row that leaves moves all below it, and opens another conversation: those leave together, with every so manieth flush. */
const flushesForGone = 5;

type Batch = {
	readonly fresh: Map<string, Conversation>;
	readonly gone: Map<string, ItemOutcome['kind']>;
	readonly writes: MetadataChange[];
};

const empty = (): Batch => ({ fresh: new Map(), gone: new Map(), writes: [] });

/** What a run wrote, of conversations that a list shows as they were before. */
function staleOf(client: QueryClient, { fresh, writes }: Batch): Batch['fresh'] {
	const shown = new Map<string, Conversation>();
	for (const [, lists] of client.getQueriesData<InfiniteData<ConversationPage>>({ queryKey: ['list'] }))
		for (const { rows } of lists?.pages ?? [])
			for (const row of rows) if (row.ok) shown.set(row.value.id, row.value);
	const stale: Batch['fresh'] = new Map();
	for (const { id, before } of writes) {
		const [now, written] = [shown.get(id), fresh.get(id)];
		if (now === undefined || written === undefined) continue;
		if (diffMetadata(now.metadata, before).length === 0) stale.set(id, written);
	}
	return stale;
}

/** Keeps what is shown up with a run. */
export function runCaches(program: Program, client: QueryClient): RunCaches {
	const { store } = program;
	let batch = empty();
	const all = empty();
	const show = ({ fresh, gone }: Pick<Batch, 'fresh' | 'gone'>): void => {
		dropFromLists(client, new Set(gone.keys()));
		for (const conversation of fresh.values()) {
			putInLists(client, conversation);
			client.setQueryData(['conversation', conversation.id], conversation);
		}
	};
	let flushes = 0;
	// Lists that are being read are left alone meanwhile: stopped every time, they would never be there.
	const flush = (isLast: boolean): void => {
		flushes += 1;
		const { fresh, writes } = batch;
		const isDue = isLast || flushes % flushesForGone === 0;
		const gone: Batch['gone'] = isDue ? batch.gone : new Map();
		batch = { ...empty(), gone: isDue ? new Map() : batch.gone };
		if (fresh.size === 0 && gone.size === 0) return;
		show({ fresh, gone });
		// Only now: what is held and shown as not disabled counts as handed back by somebody else.
		for (const { id, before, after } of writes) followWritten(program, id, before, after);
		const { held } = store.getState();
		for (const [id, kind] of gone) {
			if (held.has(id)) setHeld(program, id, null);
			// Only what was deleted here is in the trash here.
			store.dispatch({ type: 'deletion', id, stage: kind === 'done' ? 'deleted' : null });
		}
		if (gone.size === 0) return;
		const { last } = store.getState().marks;
		store.dispatch({ type: 'mark', ids: [...gone.keys()], isMarked: false, last });
	};
	return {
		take: (id, { outcome, conversation, write }) => {
			for (const { gone, fresh } of [batch, all]) {
				if (conversation === null) gone.set(id, outcome.kind);
				else if (conversation !== undefined) fresh.set(id, conversation);
			}
			if (write === undefined) return;
			batch.writes.push(write);
			all.writes.push(write);
		},
		flush: () => flush(false),
		settle: async () => {
			flush(true);
			const resume = await quietLists(client, [...all.fresh.keys(), ...all.gone.keys()]);
			show({ gone: all.gone, fresh: staleOf(client, all) });
			resume();
		},
	};
}
