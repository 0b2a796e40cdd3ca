import { type FileHandle, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { metadataText } from '../domain/conversation.ts';
import type { Instant } from '../domain/instant.ts';
import { isJsonObject } from '../domain/json.ts';
import type { TrashEntry, WholeConversation } from '../domain/records.ts';
import type { Trash } from '../writes/records.ts';
import { syncFolder, temporaryName, writeAtomically } from './atomic-file.ts';
import { plainName, stampedAt, stampOf } from './file-names.ts';
import { codeOf, FileProblem, fileProblem } from './file-problem.ts';
import { createRoom } from './room.ts';
import { readTrashHead, readWhole, writeTrashHead } from './shapes.ts';

/** How much the trash may hold, and for how long. */
export type TrashLimits = { readonly days: number; readonly bytes: number };

type TrashTools = {
	readonly folder: string;
	readonly now: () => Instant;
	readonly newId: () => string;
	readonly limits: TrashLimits;
};

type State = TrashEntry['state'];

// What is pending can be told from the name alone: settling it is one rename, and no file is ever half of each.
const fileName = /^(\d{8}T\d{6}\.\d{6}Z-[A-Za-z0-9-]{1,64})\.(pending|deleted)\.ndjson$/;
const microsOfDay = 24 * 60 * 60 * 1_000_000;
/** The longest first line that is read, in bytes. */
const longestHead = 256 * 1024;
/** How many files are looked into at the same time. */
const atOnce = 16;

/**
 * The trash in this folder: a file for each conversation, its first line what is listed, its second the conversation as
 * `tconv serve --data` reads it. Names are made here; nothing of a conversation gets into a path.
 */
export function openTrash({ folder, now, newId, limits }: TrashTools): Trash {
	const pathOf = (name: string, state: State): string => join(folder, `${name}.${state}.ndjson`);

	async function names(): Promise<string[]> {
		try {
			return await readdir(folder);
		} catch (error) {
			if (codeOf(error) === 'ENOENT') return [];
			throw fileProblem('The trash could not be read', folder, error);
		}
	}

	async function bytesHeld(): Promise<number> {
		const sizes = await inTurns(await names(), async (name) =>
			stat(join(folder, name)).then(
				({ size }) => size,
				() => 0,
			),
		);
		return sizes.reduce((sum, size) => sum + size, 0);
	}

	const room = createRoom(limits.bytes, bytesHeld);

	async function needRoomFor(bytes: number): Promise<void> {
		const full = await room.take(bytes);
		if (full === null) return;
		throw new FileProblem(
			`The trash is full: ${folder} holds ${megabytes(full.held)} of ${megabytes(limits.bytes)} MB, and this needs ` +
				`${megabytes(bytes)} MB. Remove files there that you no longer need, or set “trashMegabytes” higher in settings.json.`,
		);
	}

	async function remove(path: string): Promise<void> {
		const { size } = await stat(path);
		await rm(path, { force: true });
		room.free(size);
	}

	return {
		keep: async (whole) => {
			const keptAt = now();
			const text = textOf(whole, keptAt, folder);
			const bytes = Buffer.byteLength(text);
			await needRoomFor(bytes);
			const id = plainName(newId());
			const name = `${stampOf(keptAt)}-${id}`;
			const path = pathOf(name, 'pending');
			try {
				await writeAtomically(path, text, `${id}-${process.pid}`);
				room.settle(bytes, true);
				return { name, state: 'pending', bytes, ...listed(whole, keptAt) };
			} catch (error) {
				room.settle(bytes, false);
				// It must not look like one that may have been deleted.
				await rm(path, { force: true }).catch(() => undefined);
				throw fileProblem('The conversation could not be put into the trash', path, error);
			}
		},

		settle: async ({ name }, how) => {
			if (!fileName.test(`${name}.pending.ndjson`)) throw noSuch(name);
			const pending = pathOf(name, 'pending');
			try {
				if (how === 'not-deleted') await remove(pending);
				else await rename(pending, pathOf(name, 'deleted'));
				await syncFolder(folder);
			} catch (error) {
				// Somebody else may have found out the same.
				if (codeOf(error) === 'ENOENT' && (how === 'not-deleted' || (await isThere(pathOf(name, 'deleted')))))
					return;
				throw fileProblem('What became of a conversation could not be noted in the trash', pending, error);
			}
		},

		list: async () => {
			const files = (await names())
				.filter((file) => fileName.test(file))
				.sort()
				.reverse();
			const read = await inTurns(files, async (file) => ({
				path: join(folder, file),
				entry: await entryOf(folder, file),
			}));
			return {
				entries: read.map(({ entry }) => entry).filter((entry) => entry !== null && entry !== 'gone'),
				unreadable: read.filter(({ entry }) => entry === null).map(({ path }) => path),
			};
		},

		read: async (name) => {
			if (!fileName.test(`${name}.pending.ndjson`)) throw noSuch(name);
			const states: readonly State[] = ['deleted', 'pending'];
			const files = (await names()).filter((file) =>
				states.some((state) => file === `${name}.${state}.ndjson`),
			);
			const path = join(folder, files[0] ?? `${name}.deleted.ndjson`);
			const text = await readFile(path, 'utf8').catch((error: unknown) => {
				throw fileProblem('The conversation could not be read from the trash', path, error);
			});
			const whole = readWhole(text.slice(text.indexOf('\n') + 1));
			if (whole !== null) return whole;
			throw new FileProblem(
				`This file in the trash is damaged: ${path}. What is left of it can be read with any editor.`,
			);
		},

		purge: async () => {
			const oldest = now() - limits.days * microsOfDay;
			let count = 0;
			for (const file of await names()) {
				const path = join(folder, file);
				const at = fileName.test(file) ? stampedAt(file) : null;
				try {
					if (at !== null && at < oldest) {
						await remove(path);
						count++;
					} else if (temporaryName.test(file) && (await stat(path)).mtimeMs * 1000 < now() - microsOfDay) {
						await rm(path, { force: true });
					}
				} catch (error) {
					// Another tconv may have been faster.
					if (codeOf(error) !== 'ENOENT')
						throw fileProblem('The trash could not be emptied of what is old', path, error);
				}
			}
			return count;
		},
	};
}

function textOf(whole: WholeConversation, keptAt: Instant, folder: string): string {
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
function listed({ conversation, messages, insights }: WholeConversation, keptAt: Instant) {
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
async function entryOf(folder: string, file: string): Promise<TrashEntry | null | 'gone'> {
	const [, name, state] = fileName.exec(file) ?? [];
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

async function isThere(path: string): Promise<boolean> {
	return stat(path).then(
		() => true,
		() => false,
	);
}

function noSuch(name: string): FileProblem {
	return new FileProblem(`There is nothing in the trash by the name “${name}”.`);
}

/** One decimal, so that a small thing does not take nothing. */
function megabytes(bytes: number): string {
	return (Math.ceil(bytes / 100_000) / 10).toString();
}

/** Does this with each, some at the same time, and gives the results in their order. */
async function inTurns<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
	const results: R[] = [];
	for (let at = 0; at < items.length; at += atOnce) {
		results.push(...(await Promise.all(items.slice(at, at + atOnce).map(work))));
	}
	return results;
}
