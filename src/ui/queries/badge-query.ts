import { type QueryClient, queryOptions } from '@tanstack/react-query';
import type { ConversationsApi } from '../../api/conversations-api.ts';
import { type Decoded, decodedValues } from '../../domain/decoded.ts';
import type { InsightResult } from '../../domain/insight.ts';
import type { Message } from '../../domain/message.ts';
import type { Badges, ListRow } from '../model/list-row.ts';
import { mediumOf, turnsOf } from '../model/turns.ts';
import type { MessageSet } from './detail-queries.ts';

type ReadableRow = Extract<ListRow, { kind: 'conversation' }>;

/** Badges are small; they are kept long, and looked up anew when the conversation goes on. */
const keptMillis = 60 * 60_000;

/** What a row's badges say, read from its messages and insights. Only the verdict is kept, not what was read. */
export function badgeOptions(api: Pick<ConversationsApi, 'messages' | 'insights'>, row: ReadableRow) {
	return queryOptions({
		queryKey: badgeKey(row),
		queryFn: async ({ signal }): Promise<Badges> => {
			const messages: Decoded<Message>[] = [];
			for await (const page of api.messages(row.id, { signal })) messages.push(...page.rows);
			const insights: Decoded<InsightResult>[] = [];
			for await (const page of api.insights(row.id, { signal })) insights.push(...page.rows);
			return verdict(row, { rows: messages, total: messages.length, complete: true }, insights);
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
): Badges {
	return {
		toolTroubles: turnsOf(messages, mediumOf(row.conversation)).troubles,
		insightFailed: decodedValues(insights ?? []).some(({ status }) => status === 'failed'),
	};
}

type Kept = { readonly messages: unknown; readonly insights: unknown; readonly badges: Badges };

/**
 * What is known of a row beyond the row itself: from its transcript where that is loaded, else from an earlier look.
 * Fetches nothing; null means that nobody has looked yet.
 */
export function createBadges(client: QueryClient): (row: ListRow) => Badges | null {
	const kept = new WeakMap<ListRow, Kept>();
	return (row) => {
		if (row.kind === 'broken') return null;
		const messages = client.getQueryData<MessageSet>(['messages', row.id]);
		const insights = client.getQueryData<readonly Decoded<InsightResult>[]>(['insights', row.id]);
		const looked = client.getQueryData<Badges>(badgeKey(row));
		// Half a transcript has calls whose answers are still to come.
		if (messages?.complete !== true || (insights === undefined && looked !== undefined))
			return looked ?? null;
		const known = kept.get(row);
		if (known !== undefined && known.messages === messages && known.insights === insights)
			return known.badges;
		const badges = verdict(row, messages, insights);
		kept.set(row, { messages, insights, badges });
		return badges;
	};
}
