import { isAiDisabled, type Metadata } from '../domain/conversation.ts';
import type { Instant } from '../domain/instant.ts';
import { reasonOf } from '../domain/reason.ts';
import { notify } from '../state/events.ts';
import type { WriteRuntime } from './runtime.ts';

/**
 * Notes a takeover after a metadata write. Setting `ai_disabled` to "true" begins one, which this machine remembers
 * after a restart; any other value ends it.
 */
export function noteTakeover(runtime: WriteRuntime, id: string, before: Metadata, after: Metadata): void {
	const was = isAiDisabled({ metadata: before });
	const is = isAiDisabled({ metadata: after });
	if (was !== is) setTakeover(runtime, id, is ? runtime.writer.now() : null);
}

/** Begins a takeover at an instant, or ends it (null), on the screen and on disk. */
export function setTakeover({ store, writer }: WriteRuntime, id: string, at: Instant | null): void {
	store.dispatch({ type: 'takeover', id, at });
	const { takeovers } = writer.records;
	const kept = at === null ? takeovers.end(id) : takeovers.begin(id, at);
	kept.catch((error: unknown) => {
		notify(store, 'warn', reasonOf(error));
	});
}
