import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { QueryClient } from '@tanstack/react-query';
import { describe, expect, test } from 'vitest';
import { ConversationsApi } from '../../src/api/conversations-api.ts';
import { ApiError } from '../../src/api/errors.ts';
import type { ConversationPage } from '../../src/api/types.ts';
import { loadedPages, refreshConversation } from '../../src/data/conversation-cache.ts';
import { flattenPages } from '../../src/data/list-pages.ts';
import { listOptions, refreshList } from '../../src/data/list-query.ts';
import type { Conversation, Metadata } from '../../src/domain/conversation.ts';
import { instantFromMillis } from '../../src/domain/instant.ts';
import { openRecords } from '../../src/records/open-records.ts';
import { createLive } from '../../src/services/live-list.ts';
import { createMetadata } from '../../src/services/metadata.ts';
import { createTerminalPresence } from '../../src/services/terminal-presence.ts';
import { createUiStore } from '../../src/state/store.ts';
import { FakeTicker } from '../live/harness.ts';

/** The racing requests: `list` refreshes the top, `read` reads one conversation, `poll` is live, `save` writes. */
const kinds = ['list', 'save', 'poll', 'read'] as const;
type Kind = (typeof kinds)[number];
type Step = { readonly kind: Kind; readonly what: 'start' | 'settle' };

/** Whether the server reads its data when a request arrives, or when its answer leaves. */
type ServedAt = 'start' | 'settle';

/** All orders in which these requests can start and settle. */
function allOrders(left: readonly Step[]): Step[][] {
	if (left.length === 0) return [[]];
	return left
		.filter(
			({ kind, what }) => what === 'start' || !left.some((one) => one.kind === kind && one.what === 'start'),
		)
		.flatMap((step) => allOrders(left.filter((one) => one !== step)).map((rest) => [step, ...rest]));
}

const orders = allOrders(
	kinds.flatMap(
		(kind) =>
			[
				{ kind, what: 'start' },
				{ kind, what: 'settle' },
			] as const,
	),
);

const id = 'one';
const before: Metadata = { saved: 'no' };
const after: Metadata = { saved: 'yes' };

/** An account with one conversation, which also gets messages from outside. */
class Account {
	metadata = before;
	messages = 0;

	row(): Conversation {
		const { metadata, messages } = this;
		const instant = instantFromMillis(1_000_000 + messages);
		const raw = { id, metadata, last: messages, created_at: 'x', last_message_at: `${messages}` };
		return { id, name: null, createdAt: instantFromMillis(0), lastMessageAt: instant, metadata, raw };
	}

	page(): ConversationPage {
		return { rows: [{ ok: true, value: this.row() }], next: null, skipped: 0, problem: null };
	}
}

/** An API whose next answer of a kind can be held until the test releases it. */
class HandApi extends ConversationsApi {
	readonly #account: Account;
	readonly #servedAt: ServedAt;
	readonly #held = new Map<string, Promise<void>>();

	constructor(account: Account, servedAt: ServedAt) {
		super({ baseUrl: 'https://hand.invalid/v2', apiKey: 'key' });
		this.#account = account;
		this.#servedAt = servedAt;
	}

	hold(kind: Kind, until: Promise<void>): void {
		this.#held.set(kind, until);
	}

	async #answer<T>(kind: Kind, serve: () => T): Promise<T> {
		const until = this.#held.get(kind);
		this.#held.delete(kind);
		if (until === undefined) return serve();
		if (this.#servedAt === 'settle') return until.then(serve);
		const answer = serve();
		return until.then(() => answer);
	}

	override pacedByCaller = (): ConversationsApi => this;
	override listPage = (): Promise<ConversationPage> => this.#answer('list', () => this.#account.page());
	override listPageDated = async () => ({
		page: await this.#answer('poll', () => this.#account.page()),
		serverTime: null,
	});
	override get = (): Promise<Conversation> => this.#answer('read', () => this.#account.row());
	override updateMetadata = (_: string, metadata: Metadata): Promise<Conversation> =>
		this.#answer('save', () => {
			this.#account.metadata = metadata;
			return this.#account.row();
		});
}

/** An API that refuses every write. */
class RefusingApi extends HandApi {
	readonly #until: () => Promise<void>;

	constructor(account: Account, until: () => Promise<void>) {
		super(account, 'start');
		this.#until = until;
	}

	override updateMetadata = async (): Promise<Conversation> => {
		await this.#until();
		throw new ApiError({ kind: 'forbidden', sentence: 'No.', advice: '', status: 403 });
	};
}

const records = openRecords({
	folder: join(tmpdir(), 'tconv-race-unused'),
	now: () => instantFromMillis(0),
	newId: () => 'id',
	limits: { days: 30, bytes: 1000 },
	secrets: [],
});
const journal = { append: async () => undefined, read: async () => ({ entries: [], unreadable: 0 }) };

/** Runs all pending work that needs no answer. */
async function idle(): Promise<void> {
	for (let turn = 0; turn < 2; turn += 1) await new Promise<void>((resolve) => setImmediate(resolve));
}

/** Runs one order. Returns the screen after each step: the number of messages, and whether the save shows. */
async function race(order: readonly Step[], servedAt: ServedAt, isRefused: boolean) {
	const account = new Account();
	const api = new HandApi(account, servedAt);
	const gates = new Map(kinds.map((kind) => [kind, Promise.withResolvers<void>()]));
	const gate = (kind: Kind): Promise<void> => gates.get(kind)?.promise ?? Promise.resolve();
	const client = new QueryClient({ defaultOptions: { queries: { retry: false, networkMode: 'always' } } });
	const store = createUiStore({});
	const ticker = new FakeTicker();
	const { query } = store.getState();
	await client.prefetchInfiniteQuery(listOptions({ api, now: () => 0 }, query));
	const live = createLive({
		api,
		client,
		store,
		now: () => 0,
		ticker,
		random: () => 0.5,
		intervalMillis: 5_000,
		terminalPresence: createTerminalPresence(),
	});
	store.dispatch({ type: 'live', isOn: true });
	await idle();
	const writerApi = isRefused ? new RefusingApi(account, () => gate('save')) : new HandApi(account, servedAt);
	const writer = {
		api: writerApi,
		records: { ...records, journal },
		now: () => instantFromMillis(0),
		newId: () => 'id',
		onUnjournalled: () => undefined,
	};
	const metadata = createMetadata({ api, store, writer }, client);
	account.messages = 1;

	const shown = () => {
		const row = flattenPages(loadedPages(client, query) ?? []).at(0);
		if (row?.kind !== 'conversation') throw new Error('The list has lost its row.');
		const { raw, metadata: confirmed } = row.conversation;
		const saving = store.getState().edits.saving.get(id);
		return {
			messages: raw.last,
			isSaved: confirmed.saved === 'yes',
			isShownSaved: (saving ?? confirmed).saved,
		};
	};
	const start: Record<Kind, () => void> = {
		list: () => void refreshList(client, { api, now: () => 0 }, query),
		read: () => void refreshConversation(client, api, id),
		poll: () => live.pollNow(),
		save: () => metadata.save({ id, base: before, mine: after }),
	};
	const frames = [{ ...shown(), step: 'begin' }];
	for (const { kind, what } of order) {
		if (what === 'start') {
			if (kind === 'save') writerApi.hold(kind, gate(kind));
			else api.hold(kind, gate(kind));
			start[kind]();
		} else gates.get(kind)?.resolve();
		await idle();
		frames.push({ ...shown(), step: `${kind} ${what}` });
	}
	ticker.advance(60_000);
	await idle();
	frames.push({ ...shown(), step: 'next poll' });
	await live.close();
	client.clear();
	return frames;
}

/** The faults of an order, as text; empty if it has none. */
function faults(frames: Awaited<ReturnType<typeof race>>, isRefused: boolean): string[] {
	const told = frames.map(
		({ step, messages, isSaved, isShownSaved }) => `${step}: ${messages} ${isSaved} ${isShownSaved}`,
	);
	const saveFrom = frames.findIndex(({ step }) => step === 'save start');
	const saveTo = frames.findIndex(({ step }) => step === 'save settle');
	const wrong = frames.flatMap(({ messages, isSaved, isShownSaved }, index) => {
		const last = frames[index - 1];
		const isBehind =
			last !== undefined && (Number(messages) < Number(last.messages) || (last.isSaved && !isSaved));
		const isPending = index >= saveFrom && index < saveTo;
		const isLost = isPending ? isShownSaved !== 'yes' : isRefused && isShownSaved !== 'no';
		const isUnconfirmed = !isRefused && index >= saveTo && !isSaved;
		return isBehind || isLost || isUnconfirmed ? [index] : [];
	});
	const end = frames.at(-1);
	const isAtEnd = end?.messages === 1 && end.isSaved === !isRefused;
	return wrong.length === 0 && isAtEnd ? [] : [told.join(', ')];
}

describe('a list answer, a save, a live poll and a single read race: no older value follows a newer one', () => {
	test('covers all 2,520 orders', () => {
		expect(orders).toHaveLength(2520);
	});

	test.each([
		['start', false],
		['settle', false],
		['start', true],
		['settle', true],
	] as const)(
		'served at the %s, refused: %s',
		async (servedAt, isRefused) => {
			const found: string[] = [];
			for (const order of orders) found.push(...faults(await race(order, servedAt, isRefused), isRefused));
			expect(found.length, found.slice(0, 5).join('\n')).toBe(0);
		},
		60_000,
	);
});
