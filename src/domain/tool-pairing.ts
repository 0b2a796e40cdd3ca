import type { Message, ToolCall } from './message.ts';

/** A message in its place in time. `key` names it however many others arrive around it. */
export type Placed = { readonly key: string; readonly message: Message };

/** A tool's answer and how it was matched: by its id, or only because it came next. */
export type PairedResult = { readonly placed: Placed; readonly inferred: boolean };

/** Which answer belongs to which call, and which answers belong to none. */
export type Pairing = {
	readonly results: ReadonlyMap<ToolCall, PairedResult>;
	readonly orphans: ReadonlySet<Placed>;
};

/**
 * Pairs tool calls with their results, in chronological order: by id where the result carries one, else the oldest call
 * before it that is still open (the API documents no `tool_call_id` on a result), and that is marked as inferred.
 */
export function pairTools(messages: readonly Placed[]): Pairing {
	const results = new Map<ToolCall, PairedResult>();
	const orphans = new Set<Placed>();
	const byId = new Map<string, ToolCall[]>();
	const identified = new Set<Placed>();
	for (const { message } of messages) {
		for (const call of message.toolCalls) {
			if (call.id !== null) byId.set(call.id, [...(byId.get(call.id) ?? []), call]);
		}
	}
	// Ids first, over the whole conversation: a result by id must not lose its call to a guess.
	for (const placed of messages) {
		const id = isToolResult(placed.message) ? placed.message.toolCallId : null;
		if (id === null) continue;
		identified.add(placed);
		const own = placed.message.toolCalls;
		const call = byId.get(id)?.find((candidate) => !results.has(candidate) && !own.includes(candidate));
		if (call === undefined) orphans.add(placed);
		else results.set(call, { placed, inferred: false });
	}
	const open: ToolCall[] = [];
	for (const placed of messages) {
		if (isToolResult(placed.message) && !identified.has(placed)) {
			const call = open.shift();
			if (call === undefined) orphans.add(placed);
			else results.set(call, { placed, inferred: true });
		}
		// Only now: an answer is never the answer to a call of its own.
		open.push(...placed.message.toolCalls.filter((call) => !results.has(call)));
	}
	return { results, orphans };
}

/** True for a message that is a tool's answer. */
export function isToolResult(message: Message): boolean {
	return message.role === 'tool';
}
