import { hashKey, type QueryClient, queryOptions } from '@tanstack/react-query';
import type { ConversationsApi } from '../api/conversations-api.ts';
import { type Decoded, decodedValues } from '../domain/decoded.ts';
import type { InsightResult } from '../domain/insight.ts';
import { instantFromMillis, millisOf } from '../domain/instant.ts';
import type { Message } from '../domain/message.ts';
import type { SignalSettings } from '../domain/signals/signal.ts';
import { signalsOf } from '../domain/signals/signals-of.ts';
import { type MessageSet, wholeSet } from './detail-queries.ts';
import { type Badges, badgesOf, type ListRow } from './list-row.ts';
import { cachedData, idsOfBadgeParts, onBadgeParts } from './side-caches.ts';
import { mediumOf, turnsOf } from './transcript-cache.ts';

type ReadableRow = Extract<ListRow, { kind: 'conversation' }>;

/** The rules of signals, and the clock. */
type SignalRules = { readonly signals: SignalSettings; readonly now: () => number };

/**
 * The badges of a conversation now, and those from `laterFrom` (milliseconds since 1970) on, when an open question
 * counts as unanswered. Holding both saves a second look-up.
 */
type Verdict = { readonly now: Badges; readonly later: Badges; readonly laterFrom: number };

/** Badges are small, so they are kept long. A new message makes a new key. Milliseconds. */
const keptMillis = 60 * 60_000;

/** Reads a row's messages and insights, and keeps only the badges made from them. */
export function badgeOptions(
	api: Pick<ConversationsApi, 'messages' | 'insights'>,
	row: ReadableRow,
	rules: SignalRules,
) {
	return queryOptions({
		queryKey: badgeKey(row),
		queryFn: async ({ signal }): Promise<Verdict> => {
			const messages: Decoded<Message>[] = [];
			for await (const page of api.messages(row.id, { signal })) messages.push(...page.rows);
			const insights: Decoded<InsightResult>[] = [];
			for await (const page of api.insights(row.id, { signal })) insights.push(...page.rows);
			return verdict(row, wholeSet(messages), insights, rules);
		},
		staleTime: Number.POSITIVE_INFINITY,
		gcTime: keptMillis,
	});
}

function badgeKey(row: ReadableRow): readonly ['badges', string, number | null] {
	return ['badges', row.id, row.conversation.lastMessageAt];
}

function verdict(
	row: ReadableRow,
	messages: MessageSet,
	insights: readonly Decoded<InsightResult>[] | undefined,
	{ signals: settings, now }: SignalRules,
): Verdict {
	const { conversation } = row;
	const medium = mediumOf(conversation);
	const { unansweredMillis, toolMillis } = settings[medium];
	const at = now();
	const last = conversation.lastMessageAt === null ? at : millisOf(conversation.lastMessageAt);
	const { turns } = turnsOf(messages, medium);
	const laterFrom = last + Math.max(unansweredMillis, toolMillis);
	const badgesAt = (millis: number): Badges =>
		badgesOf(
			signalsOf({
				turns,
				insights: decodedValues(insights ?? []),
				conversation,
				now: instantFromMillis(millis),
				settings,
			}),
			turns,
		);
	const current = badgesAt(at);
	return { now: current, later: at >= laterFrom ? current : badgesAt(laterFrom), laterFrom };
}

/** The keys of a row's queries as the cache files them. */
type Hashes = { readonly messages: string; readonly insights: string; readonly badges: string };

type Kept = { readonly messages: unknown; readonly insights: unknown; readonly verdict: Verdict };

/**
 * Makes a function that returns a row's badges, from its transcript if that is loaded, else from an earlier look-up.
 * Fetches nothing; null means that the row was not looked up yet.
 */
export function createBadges(client: QueryClient, rules: SignalRules): (row: ListRow) => Badges | null {
	const kept = new WeakMap<ListRow, Kept>();
	const hashes = new WeakMap<ListRow, Hashes>();
	const hashesOf = (row: ReadableRow): Hashes => {
		const known = hashes.get(row);
		if (known !== undefined) return known;
		const made = {
			messages: hashKey(['messages', row.id]),
			insights: hashKey(['insights', row.id]),
			badges: hashKey(badgeKey(row)),
		};
		hashes.set(row, made);
		return made;
	};
	const standing = (one: Verdict): Badges => (rules.now() >= one.laterFrom ? one.later : one.now);
	return (row) => {
		if (row.kind === 'broken') return null;
		// Asked for every row of every frame: hashing the three keys each time takes longer than drawing the row.
		const hash = hashesOf(row);
		const messages = cachedData<MessageSet>(client, hash.messages);
		const insights = cachedData<readonly Decoded<InsightResult>[]>(client, hash.insights);
		const looked = cachedData<Verdict>(client, hash.badges);
		// In a partial transcript, tool calls seem unanswered.
		if (messages?.complete !== true || (insights === undefined && looked !== undefined))
			return looked === undefined ? null : standing(looked);
		const known = kept.get(row);
		if (known !== undefined && known.messages === messages && known.insights === insights)
			return standing(known.verdict);
		const made = verdict(row, messages, insights, rules);
		kept.set(row, { messages, insights, verdict: made });
		return standing(made);
	};
}

/** The badges of all rows that were looked up so far, by id. */
export type KnownBadges = {
	readonly of: (rows: readonly ListRow[]) => ReadonlyMap<string, Badges>;
	/** Calls back when badges arrive, until the returned function is called. */
	readonly subscribe: (listener: () => void) => () => void;
};

/** Collects the badges that are known for a list. Fetches nothing; the same map is returned until more are known. */
export function createKnownBadges(client: QueryClient, rules: SignalRules): KnownBadges {
	const badgesOf = createBadges(client, rules);
	let last: { readonly rows: readonly ListRow[]; readonly known: ReadonlyMap<string, Badges> } | null = null;
	const listeners = new Set<() => void>();
	onBadgeParts(client, () => {
		last = null;
		for (const listener of listeners) listener();
	});
	return {
		of: (rows) => {
			if (last?.rows === rows) return last.known;
			// Few of many rows are known: asking the cache for each of 100,000 takes half a second.
			const read = idsOfBadgeParts(client);
			const known = new Map<string, Badges>();
			for (const row of rows) {
				const badges = read.has(row.id) ? badgesOf(row) : null;
				if (badges !== null) known.set(row.id, badges);
			}
			last = { rows, known };
			return known;
		},
		subscribe: (listener) => {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
	};
}
