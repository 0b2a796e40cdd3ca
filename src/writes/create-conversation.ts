import type { NewConversation } from '../api/types.ts';
import type { Conversation } from '../domain/conversation.ts';
import { beginAnyway, sendWrite, type Writer } from './attempt.ts';
import { lostAnswer, problemOf, refuseReadOnly } from './write-error.ts';

/** A conversation to create. The same `idempotencyKey` with the same content never creates a second one. */
type Creation = {
	readonly conversation: NewConversation;
	/** 1 to 255 letters, digits, `-` and `_`; other content needs a new key. */
	readonly idempotencyKey: string;
};

/** Creates a conversation. Throws an `ApiError`; a `WriteError` with `mayHaveHappened` if the answer was lost. */
export async function createConversation(
	writer: Writer,
	{ conversation, idempotencyKey }: Creation,
): Promise<Conversation> {
	refuseReadOnly(writer.api);
	const attempt = await beginAnyway(writer, {
		operation: 'create',
		conversationId: null,
		runId: null,
		before: null,
		after: { name: conversation.name ?? null, metadata: conversation.metadata ?? {} },
	});
	const sent = await sendWrite((onUncertainRetry) =>
		writer.api.create(conversation, { idempotencyKey, onUncertainRetry }),
	);
	if (sent.kind === 'answered') {
		await attempt.end({ outcome: 'done', conversationId: sent.value.id, after: sent.value.raw });
		return sent.value;
	}
	await attempt.end({ outcome: sent.mayBeDone ? 'unknown' : 'failed', problem: problemOf(sent.error) });
	if (!sent.mayBeDone) throw sent.error;
	throw lostAnswer(
		sent.error,
		'The conversation may have been created anyway.',
		'Try again unchanged: the server does not create it twice.',
	);
}
