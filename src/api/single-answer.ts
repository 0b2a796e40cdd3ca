import type { Conversation } from '../domain/conversation.ts';
import { isJsonObject, type JsonObject } from '../domain/json.ts';
import type { Answer } from './client.ts';
import { decodeConversation } from './decode.ts';
import type { NewMessage } from './types.ts';

/**
 * The conversation of an answer, wrapped in `data` or bare. Throws an `ApiError` (bad-response) for any other body, and
 * for a conversation with another id.
 */
export function conversationOf(answer: Answer, id: string | null): Conversation {
	const row = decodeConversation(objectOf(answer, 'The server did not send a conversation.'));
	if (!row.ok) throw answer.bad(`The server's answer cannot be read (${row.problem}).`);
	// The request sends the id well formed, so the answer has it well formed.
	if (id !== null && !isSameId(row.value.id, id.toWellFormed()))
		throw answer.bad('The server sent a different conversation.');
	return row.value;
}

/** The conversation after a write. Throws for an answer without metadata, which cannot confirm the write. */
export function writtenConversationOf(answer: Answer, id: string): Conversation {
	const conversation = conversationOf(answer, id);
	if (!isJsonObject(conversation.raw.metadata))
		throw answer.bad('The server sent the conversation without its metadata.');
	return conversation;
}

const notADeletion = 'The server did not answer the deletion.';
const notAnAddition = 'The server did not answer the added message.';

/**
 * Throws an `ApiError` (bad-response) unless the answer confirms the deletion: with an empty body or the operation's
 * JSON. A merely accepted deletion (202) is not confirmed.
 */
export function expectDeleted(answer: Answer, id: string): void {
	const odd = answer.bad(notADeletion);
	if (answer.status !== 200 && answer.status !== 204) throw odd;
	if (answer.isBlank) return;
	const body = answer.json();
	if (isJsonObject(body) && body.data === null && body.id === undefined) return;
	const { id: told, deleted } = objectOf(answer, notADeletion);
	if (typeof told !== 'string' || !isSameId(told, id) || deleted === false) throw odd;
}

/** Throws an `ApiError` (bad-response) unless the answer is empty, as documented, or contains the message. */
export function expectAdded(answer: Answer, message: NewMessage): void {
	const odd = answer.bad(notAnAddition);
	if (answer.status === 202) throw odd;
	if (answer.isBlank) return;
	const { role, text, content = text } = objectOf(answer, notAnAddition);
	if (role !== message.role || (content ?? null) !== (message.content ?? null)) throw odd;
}

/** The object of an answer, wrapped in `data` or bare. */
function objectOf(answer: Answer, otherwise: string): JsonObject {
	const body = answer.json();
	if (!isJsonObject(body)) throw answer.bad(otherwise);
	return isJsonObject(body.data) && body.id === undefined ? body.data : body;
}

/** Ignores case and hyphens: servers send a UUID in lower case, even if the request has capitals. */
function isSameId(one: string, other: string): boolean {
	return folded(one) === folded(other);
}

function folded(id: string): string {
	return id.toLowerCase().replaceAll('-', '');
}
