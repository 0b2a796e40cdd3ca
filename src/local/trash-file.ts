import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { metadataText } from '../domain/conversation.ts';
import type { Instant } from '../domain/instant.ts';
import { isJsonObject } from '../domain/json.ts';
import type { TrashEntry, WholeConversation } from '../domain/records.ts';
import { codeOf, FileProblem } from './file-problem.ts';
import { readTrashHead, writeTrashHead } from './shapes.ts';

/** What is pending can be told from the name alone: settling it is one rename, and no file is ever half of each. */
export const trashFileName = /^(\d{8}T\d{6}\.\d{6}Z-[A-Za-z0-9-]{1,64})\.(pending|deleted)\.ndjson$/;
/** The longest first line that is read, in bytes. */
const longestHead = 256 * 1024;

/** A conversation as the text of its file: a line that is listed, and the conversation. Throws where JSON cannot hold it. */
export function trashText(whole: WholeConversation, keptAt: Instant, folder: string): string {
	const { conversation, messages, insights } = whole;
	let body: string;
	try {
		body = JSON.stringify({ conversation, messages, insights });
	} catch (error) {
		const what = 'The conversation could not be put into the trash';
		throw new FileProblem(`${what}: ${folder}: its JSON is nested too deep to be written.`, { cause: error });
	}
	const head = writeTrashHead({ ...listed(whole, keptAt), bodyBytes: Buffer.byteLength(body) });
	return `${head}\n${body}\n`;
}

/** What the list shows of a conversation. */
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

/** A file of the trash by its first line and its length; null where it is damaged, `gone` where somebody removed or settled it meanwhile. */
export async function trashEntryOf(folder: string, file: string): Promise<TrashEntry | null | 'gone'> {
	const [, name, state] = trashFileName.exec(file) ?? [];
	if (name === undefined || (state !== 'pending' && state !== 'deleted')) return null;
	let handle: FileHandle;
	try {
		handle = await open(join(folder, file), 'r');
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
