import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { metadataText } from '../domain/conversation.ts';
import type { Instant } from '../domain/instant.ts';
import { isJsonObject, jsonText } from '../domain/json.ts';
import type { TrashEntry, WholeConversation } from '../domain/records.ts';
import { holdsSecret, maskSecrets } from '../text/redact.ts';
import { codeOf } from './file-problem.ts';
import { openOwn } from './own-file.ts';
import { readTrashHead, readWhole, writeTrashHead } from './shapes.ts';

/** The name alone shows the state: settling is one rename, and no file is ever half of each. */
export const trashFileName = /^(\d{8}T\d{6}\.\d{6}Z-[A-Za-z0-9-]{1,64})\.(pending|deleted)\.ndjson$/;
/** The longest first line that is read, in bytes. */
const longestHead = 256 * 1024;

/** A conversation as the text of its file: a line with the facts for the list, then the conversation. */
export function trashText(whole: WholeConversation, keptAt: Instant): string {
	const { conversation, messages, insights } = whole;
	const body = jsonText({ conversation, messages, insights });
	const head = writeTrashHead({ ...listed(whole, keptAt), bodyBytes: Buffer.byteLength(body) });
	return `${head}\n${body}\n`;
}

/** The facts of a conversation for the list. */
export function listed({ conversation, messages, insights }: WholeConversation, keptAt: Instant) {
	const { id, name, metadata } = conversation;
	const known = isJsonObject(metadata) ? metadata : {};
	return {
		conversationId: typeof id === 'string' ? id : '',
		title: typeof name === 'string' ? name.slice(0, 500) : null,
		endUser: (metadataText(known, 'telnyx_end_user_target') || metadataText(known, 'from')).slice(0, 200),
		keptAt,
		messages: messages.length,
		insights: insights.length,
	};
}

/**
 * The trash entry of a file, from its first line and its length; null if it is damaged, `gone` if it was removed or
 * settled meanwhile.
 */
export async function trashEntryOf(folder: string, file: string): Promise<TrashEntry | null | 'gone'> {
	const [, name, state] = trashFileName.exec(file) ?? [];
	if (name === undefined || (state !== 'pending' && state !== 'deleted')) return null;
	let handle: FileHandle;
	try {
		handle = await openOwn(join(folder, file), 'read');
	} catch (error) {
		return codeOf(error) === 'ENOENT' ? 'gone' : null;
	}
	try {
		const { size } = await handle.stat();
		const line = await firstLine(handle, size);
		const head = line === null ? null : readTrashHead(line);
		if (line === null || head === null) return null;
		const { bodyBytes, ...rest } = head;
		const whole = Buffer.byteLength(line) + 1 + bodyBytes + 1;
		return size === whole ? { ...rest, name, state, bytes: size } : null;
	} catch {
		return null;
	} finally {
		await handle.close();
	}
}

async function firstLine(handle: FileHandle, size: number): Promise<string | null> {
	for (let length = 4096; ; length *= 8) {
		const start = Buffer.alloc(Math.min(length, size));
		const { bytesRead } = await handle.read(start, 0, start.length, 0);
		const end = start.subarray(0, bytesRead).indexOf(0x0a);
		if (end !== -1) return start.subarray(0, end).toString('utf8');
		if (length >= size || length >= longestHead) return null;
	}
}

/**
 * A conversation as it may be written to a file: someone may have typed the API key into it. Only the key is masked; a
 * conversation without it comes back as it is.
 */
export function withoutSecrets(whole: WholeConversation, secrets: readonly string[]): WholeConversation {
	if (!holdsSecret(jsonText(whole), secrets)) return whole;
	return readWhole(jsonText(whole, 0, (text) => maskSecrets(text, secrets))) ?? whole;
}
