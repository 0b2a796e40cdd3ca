import type { Instant } from './instant.ts';
import type { JsonObject } from './json.ts';

/** One insight of a result: the text as it came, which may or may not be JSON. */
export type Insight = { readonly insightId: string; readonly result: string };

/** One run of an insight group over a conversation. */
export type InsightResult = {
	readonly id: string;
	/** `pending`, `in_progress`, `completed` or `failed`; any other string can still arrive. */
	readonly status: string;
	readonly createdAt: Instant | null;
	readonly insights: readonly Insight[];
	readonly raw: JsonObject;
};

/** What an insight id stands for. */
export type InsightTemplate = {
	readonly id: string;
	readonly name: string;
	readonly instructions: string;
	readonly raw: JsonObject;
};

/** An assistant as the account lists it. */
export type Assistant = { readonly id: string; readonly name: string; readonly raw: JsonObject };
