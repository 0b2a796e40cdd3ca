import { isAiDisabled, type Metadata } from '../../domain/conversation.ts';
import type { Instant } from '../../domain/instant.ts';
import { reasonOf } from '../../domain/reason.ts';
import type { Program } from '../program.ts';

/**
 * Follows what was written to a conversation's metadata: who sets `ai_disabled` to "true" holds it from now on, on this
 * machine also after a restart; who changes that again holds it no longer.
 */
export function followWritten(program: Program, id: string, before: Metadata, after: Metadata): void {
	const was = isAiDisabled({ metadata: before });
	const is = isAiDisabled({ metadata: after });
	if (was !== is) setHeld(program, id, is ? program.writer.now() : null);
}

/** Holds a conversation since a moment, or not any more (null), and keeps that for the next start. */
export function setHeld({ store, writer }: Program, id: string, at: Instant | null): void {
	store.dispatch({ type: 'hold', id, at });
	const { held } = writer.records;
	const kept = at === null ? held.release(id) : held.hold(id, at);
	kept.catch((error: unknown) => {
		const text = reasonOf(error);
		store.dispatch({ type: 'notice', notice: { tone: 'warn', text } });
	});
}
