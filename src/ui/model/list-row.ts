import type { Conversation } from '../../domain/conversation.ts';
import type { JsonValue } from '../../domain/json.ts';

/** One row of the list: a conversation, or what came in its place and could not be read. */
export type ListRow =
	| { readonly kind: 'conversation'; readonly id: string; readonly conversation: Conversation }
	| { readonly kind: 'broken'; readonly id: string; readonly problem: string; readonly raw: JsonValue };

/** What is known of a conversation beyond its row, from transcripts and insights that were loaded. */
export type Badges = { readonly toolTroubles: number; readonly insightFailed: boolean };
