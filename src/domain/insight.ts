import type { Instant } from './instant.ts';
import type { JsonObject } from './json.ts';

/** One insight of a result. `result` is the text as received; it may be JSON. */
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

/**
 * The title of an insight: the name of its template, else its id. `names` maps the ids of templates to their names.
 */
export function insightTitle(insightId: string, names: ReadonlyMap<string, string>): string {
	return names.get(insightId)?.trim() || `insight ${insightId}`;
}

/** The definition behind an insight id. */
export type InsightTemplate = {
	readonly id: string;
	readonly name: string;
	readonly instructions: string;
	readonly raw: JsonObject;
};

/** An assistant of the account. */
export type Assistant = {
	readonly id: string;
	readonly name: string;
	/** False if `privacy_settings.data_retention` is false: its conversations have no messages and no insights. */
	readonly keepsHistory: boolean;
	readonly raw: JsonObject;
};
