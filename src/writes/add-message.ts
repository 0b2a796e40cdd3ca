import type { NewMessage } from '../api/types.ts';
import { beginAnyway, sendWrite, type Writer } from './attempt.ts';
import { inTurn } from './in-turn.ts';
import { lostAnswer, problemOf, refuseReadOnly } from './write-error.ts';

/** A message for a conversation. The same `idempotencyKey` with the same message never adds a second one. */
type Addition = {
	readonly id: string;
	readonly message: NewMessage;
	/** 1 to 255 letters, digits, `-` and `_`; another message needs a new key. */
	readonly idempotencyKey: string;
};

/**
 * Adds a message to the conversation. Throws an `ApiError`; a `WriteError` with `mayHaveHappened` if the answer was
 * lost.
 */
export async function addMessage(writer: Writer, addition: Addition): Promise<void> {
	refuseReadOnly(writer.api);
	return inTurn(writer, addition.id, () => addNow(writer, addition));
}

async function addNow(writer: Writer, { id, message, idempotencyKey }: Addition): Promise<void> {
	const attempt = await beginAnyway(writer, {
		operation: 'add-message',
		conversationId: id,
		runId: null,
		before: null,
		after: { role: message.role, content: message.content ?? null },
	});
	const sent = await sendWrite((onUncertainRetry) =>
		writer.api.addMessage(id, message, { idempotencyKey, onUncertainRetry }),
	);
	if (sent.kind === 'answered') return attempt.end({ outcome: 'done' });
	await attempt.end({ outcome: sent.mayBeDone ? 'unknown' : 'failed', problem: problemOf(sent.error) });
	if (!sent.mayBeDone) throw sent.error;
	throw lostAnswer(
		sent.error,
		'The message may have been added anyway.',
		'Send it again unchanged: the server does not add it twice.',
	);
}
