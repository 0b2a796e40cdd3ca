import { randomUUID } from 'node:crypto';
import type { Instant } from '../domain/instant.ts';
import type {
	ConversationBundle,
	WireAssistant,
	WireConversation,
	WireInsightTemplate,
} from '../domain/wire.ts';
import { loadDirectories } from '../store/load.ts';
import { openStore } from '../store/store.ts';
import { basePath, createServer } from './server.ts';

/** Sample data that can be had piece by piece: `conversation(k)` is the row of `bundle(k)`, at a fraction of its cost. */
export type SampleSource = {
	readonly count: number;
	readonly conversation: (index: number) => WireConversation;
	readonly bundle: (index: number) => ConversationBundle;
	readonly templates: readonly WireInsightTemplate[];
	readonly assistants: readonly WireAssistant[];
};

export type EmbeddedOptions = {
	readonly source: SampleSource;
	readonly now: () => Instant;
	readonly newId?: () => string;
	/** For how long the samples may keep everything else waiting, in milliseconds at a time. */
	readonly sliceMillis?: number;
};

/** A server in the process, to stand where the network would. */
export type Embedded = {
	readonly fetch: typeof globalThis.fetch;
	readonly close: () => void;
};

/** What the embedded server answers under. No such host exists: nothing meant for it can leave the process. */
export const embeddedBaseUrl = `http://embedded.invalid${basePath}`;

const needsBody = /\/ai\/conversations\/([^/]+)\/(?:messages?|conversations-insights)$/;
const needsAll = /\/ai\/conversations\/conversation-insights\/aggregates$/;

/**
 * Starts a server over an in-memory store filled with samples; any bearer token will do. The rows go in slice by slice
 * while the program goes on starting, and requests wait for them. Messages and insights of a conversation are made when
 * they are first asked for. So a program that starts pays for what it shows, and the event loop is never held for much
 * longer than a slice.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
	const { source, now, newId = randomUUID, sliceMillis = 8 } = options;
	const store = await openStore({ path: ':memory:', now, newId });
	const pending = new Map<string, number>();

	const fill = (id: string): void => {
		const index = pending.get(id);
		if (index === undefined) return;
		pending.delete(id);
		const row = store.conversations.rowOf(id);
		if (row === null) return;
		const { messages, insights } = source.bundle(index);
		store.transaction(() => {
			store.messages.insert(row, messages);
			store.insights.insert(row, insights);
		});
	};

	const sliced = async (work: Iterable<() => void>): Promise<void> => {
		let since = performance.now();
		for (const step of work) {
			step();
			if (performance.now() - since < sliceMillis) continue;
			await new Promise((resolve) => setImmediate(resolve));
			since = performance.now();
		}
	};

	loadDirectories(store, source.templates, source.assistants);
	let isClosed = false;
	const rows = store.transactionAsync(() =>
		sliced(
			Iterator.from(Array(source.count).keys()).map((index) => () => {
				if (isClosed) return;
				const conversation = source.conversation(index);
				store.conversations.insert(conversation);
				pending.set(conversation.id, index);
			}),
		),
	);

	// Whoever asks first is told; until then a failure here must not end the program.
	rows.catch(() => undefined);

	const server = createServer({ store, key: null, now, newId });
	return {
		fetch: async (input, init) => {
			const request = new Request(input, init);
			await rows;
			const { pathname } = new URL(request.url);
			const id = needsBody.exec(pathname)?.[1];
			if (id !== undefined) fill(id);
			else if (needsAll.test(pathname))
				await sliced(Iterator.from([...pending.keys()]).map((one) => () => fill(one)));
			const response = await server.fetch(request);
			request.signal.throwIfAborted();
			return response;
		},
		close: () => {
			isClosed = true;
			store.close();
		},
	};
}
