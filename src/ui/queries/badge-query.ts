import { type QueryClient, queryOptions } from '@tanstack/react-query';
import type { ConversationsApi } from '../../api/conversations-api.ts';
import { type Decoded, decodedValues } from '../../domain/decoded.ts';
import type { InsightResult } from '../../domain/insight.ts';
import { instantFromMillis, millisOf } from '../../domain/instant.ts';
import type { Message } from '../../domain/message.ts';
import type { SignalSettings } from '../../domain/signals/settings.ts';
import { signalsOf } from '../../domain/signals/signals-of.ts';
import { type Badges, badgesOf, type ListRow } from '../model/list-row.ts';
import { mediumOf, turnsOf } from '../model/turns.ts';
import type { MessageSet } from './detail-queries.ts';

type ReadableRow = Extract<ListRow, { kind: 'conversation' }>;

/** When signals are looked for, and by which rules. */
type SignalRules = { readonly signals: SignalSettings; readonly now: () => number };

/**
 * What is said of a conversation now, and what once so much time has gone by (milliseconds since 1970) that no answer comes
 * any more: a question that is open when its row is looked into need not be looked for again.
 */
type Verdict = { readonly now: Badges; readonly later: Badges; readonly laterFrom: number };

/** Badges are small; they are kept long, and looked up anew when the conversation goes on. */
const keptMillis = 60 * 60_000;

/** What a row's badges say, read from its messages and insights. Only the verdict is kept, not what was read. */
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
			return verdict(row, { rows: messages, total: messages.length, complete: true }, insights, rules);
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
	const laterFrom = last + Math.max(unansweredMillis, toolMillis);
	const badgesAt = (millis: number): Badges =>
		badgesOf(
			signalsOf({
				turns: turnsOf(messages, medium).turns,
				insights: decodedValues(insights ?? []),
				conversation,
				now: instantFromMillis(millis),
				settings,
			}),
		);
	const current = badgesAt(at);
	return { now: current, later: at >= laterFrom ? current : badgesAt(laterFrom), laterFrom };
}

type Kept = { readonly messages: unknown; readonly insights: unknown; readonly verdict: Verdict };

/**
 * What is known of a row beyond the row itself: from its transcript where that is loaded, else from an earlier look.
 * Fetches nothing; null means that nobody has looked yet.
 */
export function createBadges(client: QueryClient, rules: SignalRules): (row: ListRow) => Badges | null {
	const kept = new WeakMap<ListRow, Kept>();
	const standing = (one: Verdict): Badges => (rules.now() >= one.laterFrom ? one.later : one.now);
	return (row) => {
		if (row.kind === 'broken') return null;
		const messages = client.getQueryData<MessageSet>(['messages', row.id]);
		const insights = client.getQueryData<readonly Decoded<InsightResult>[]>(['insights', row.id]);
		const looked = client.getQueryData<Verdict>(badgeKey(row));
		// Half a transcript has calls whose answers are still to come.
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
