import { randomUUID } from 'node:crypto';
import { canonicalId } from '../domain/conversation-id.ts';
import type { Instant } from '../domain/instant.ts';
import type {
	ConversationBundle,
	WireAssistant,
	WireConversation,
	WireInsightTemplate,
} from '../domain/wire.ts';
import { loadDirectories, openStore } from '../store/store.ts';
import { basePath, createServer } from './server.ts';

/** Sample data on demand: `conversation(k)` is the row of `bundle(k)` at a fraction of its cost. */
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
	/** The longest time in milliseconds that inserting samples may block the event loop. */
	readonly sliceMillis?: number;
};

/** An in-process server with a `fetch` to use in place of the network. */
export type Embedded = {
	readonly fetch: typeof globalThis.fetch;
	readonly close: () => void;
};

/** The base URL of the embedded server. No such host exists, so its requests cannot leave the process. */
export const embeddedBaseUrl = `http://embedded.invalid${basePath}`;

const needsBody = /\/ai\/conversations\/([^/]+)\/(?:messages?|conversations-insights)$/;
const needsAll = /\/ai\/conversations\/conversation-insights\/aggregates$/;

/**
 * Starts a server over an in-memory store of samples; any bearer token is accepted. Rows are inserted in slices while
 * the program starts, and requests wait for them. Messages and insights of a conversation are generated on first
 * access. A start thus pays only for visible data, and no slice blocks the event loop for much longer than
 * `sliceMillis`.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
	const { source, now, newId = randomUUID, sliceMillis = 8 } = options;
	const store = await openStore({ path: ':memory:', now, newId });
	const pending = new Map<string, number>();

	const fill = (asked: string): void => {
		const id = canonicalId(asked);
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
				pending.set(canonicalId(conversation.id), index);
			}),
		),
	);

	// The first request reports a failure; until then it must not end the program.
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
