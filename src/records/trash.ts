import { lstat, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Instant } from '../domain/instant.ts';
import type { TrashEntry } from '../domain/records.ts';
import type { Trash } from '../writes/records.ts';
import { syncFolder, temporaryName, writeAtomically } from './atomic-file.ts';
import { plainName, stampedAt, stampOf } from './file-names.ts';
import { codeOf, FileProblem, fileProblem } from './file-problem.ts';
import { readOwn } from './own-file.ts';
import { readWhole } from './shapes.ts';
import { listed, trashEntryOf, trashFileName, trashText, withoutSecrets } from './trash-file.ts';

/** The limits of the trash: its size and its retention time. */
export type TrashLimits = { readonly days: number; readonly bytes: number };

type TrashTools = {
	readonly folder: string;
	readonly now: () => Instant;
	readonly newId: () => string;
	readonly limits: TrashLimits;
	/** Texts that must not get into a file: the API key. */
	readonly secrets?: readonly string[];
};

type State = TrashEntry['state'];

const microsOfDay = 24 * 60 * 60 * 1_000_000;
/** Files read at the same time. */
const atOnce = 16;

/** Keeps concurrent writes under a limit in bytes. */
type Room = {
	/** Reserves room for a write; returns null, or the bytes in use if there is no room. */
	readonly take: (bytes: number) => Promise<{ readonly held: number } | null>;
	/** Ends a reservation after the write, or (`isWritten` false) without one. */
	readonly settle: (bytes: number, isWritten: boolean) => void;
	/** Frees the room of a removed file. */
	readonly free: (bytes: number) => void;
};

/** Counts once, and again if the room seems used up: another program may have removed files. */
function createRoom(limit: number, count: () => Promise<number>): Room {
	let counted: number | null = null;
	let taken = 0;
	// Calls run one after the other: a concurrent count would miss a reservation.
	let turn: Promise<unknown> = Promise.resolve();

	async function take(bytes: number): Promise<{ readonly held: number } | null> {
		counted ??= await count();
		if (counted + taken + bytes > limit) counted = await count();
		if (counted + taken + bytes > limit) return { held: counted + taken };
		taken += bytes;
		return null;
	}

	return {
		take: (bytes) => {
			const mine = turn.then(() => take(bytes));
			turn = mine.catch(() => undefined);
			return mine;
		},
		settle: (bytes, isWritten) => {
			taken -= bytes;
			if (isWritten && counted !== null) counted += bytes;
		},
		free: (bytes) => {
			if (counted !== null) counted -= bytes;
		},
	};
}

/**
 * The trash in this folder: one file per conversation; its first line has the facts for the list, its second the
 * conversation as `tconv serve --data` reads it. Names are generated here, so no conversation data gets into a path.
 */
export function openTrash({ folder, now, newId, limits, secrets = [] }: TrashTools): Trash {
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
			lstat(join(folder, name)).then(
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
				`${megabytes(bytes)} MB. Remove files you no longer need, or raise “trashMegabytes” in settings.json.`,
		);
	}

	async function remove(path: string): Promise<void> {
		const { size } = await lstat(path);
		await rm(path, { force: true });
		room.free(size);
	}

	return {
		keep: async (given) => {
			const whole = withoutSecrets(given, secrets);
			const keptAt = now();
			const text = trashText(whole, keptAt);
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
				// It must not look like a conversation that may have been deleted.
				await rm(path, { force: true }).catch(() => undefined);
				throw fileProblem('The conversation could not be put into the trash', path, error);
			}
		},

		settle: async ({ name }, how) => {
			if (!trashFileName.test(`${name}.pending.ndjson`)) throw noSuch(name);
			const pending = pathOf(name, 'pending');
			try {
				if (how === 'not-deleted') await remove(pending);
				else await rename(pending, pathOf(name, 'deleted'));
				await syncFolder(folder);
			} catch (error) {
				// Another tconv may have settled the same entry.
				if (codeOf(error) === 'ENOENT' && (how === 'not-deleted' || (await isThere(pathOf(name, 'deleted')))))
					return;
				throw fileProblem('The outcome of a deletion could not be recorded in the trash', pending, error);
			}
		},

		list: async () => {
			const files = (await names())
				.filter((file) => trashFileName.test(file))
				.sort()
				.reverse();
			const read = await inTurns(files, async (file) => ({
				path: join(folder, file),
				entry: await trashEntryOf(folder, file),
			}));
			return {
				entries: read.map(({ entry }) => entry).filter((entry) => entry !== null && entry !== 'gone'),
				unreadable: read.filter(({ entry }) => entry === null).map(({ path }) => path),
			};
		},

		read: async (name) => {
			if (!trashFileName.test(`${name}.pending.ndjson`)) throw noSuch(name);
			const states: readonly State[] = ['deleted', 'pending'];
			const files = (await names()).filter((file) =>
				states.some((state) => file === `${name}.${state}.ndjson`),
			);
			const path = join(folder, files[0] ?? `${name}.deleted.ndjson`);
			const text = await readOwn(path).catch((error: unknown) => {
				throw fileProblem('The conversation could not be read from the trash', path, error);
			});
			const whole = readWhole(text.slice(text.indexOf('\n') + 1));
			if (whole !== null) return whole;
			throw new FileProblem(`This trash file is damaged: ${path}. Open it in an editor to read the rest.`);
		},

		purge: async () => {
			const oldest = now() - limits.days * microsOfDay;
			let count = 0;
			for (const file of await names()) {
				const path = join(folder, file);
				const at = trashFileName.test(file) ? stampedAt(file) : null;
				try {
					if (at !== null && at < oldest) {
						await remove(path);
						count++;
					} else if (temporaryName.test(file) && (await lstat(path)).mtimeMs * 1000 < now() - microsOfDay) {
						await rm(path, { force: true });
					}
				} catch (error) {
					// Another tconv may have been faster.
					if (codeOf(error) !== 'ENOENT')
						throw fileProblem('Old entries could not be removed from the trash', path, error);
				}
			}
			return count;
		},
	};
}

async function isThere(path: string): Promise<boolean> {
	return lstat(path).then(
		() => true,
		() => false,
	);
}

function noSuch(name: string): FileProblem {
	return new FileProblem(`The trash has no entry named “${name}”.`);
}

/** One decimal, rounded up, so that a small file does not count as 0. */
function megabytes(bytes: number): string {
	return (Math.ceil(bytes / 100_000) / 10).toString();
}

/** Applies `work` to each item, several at a time, and returns the results in order. */
async function inTurns<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
	const results: R[] = [];
	for (let at = 0; at < items.length; at += atOnce) {
		results.push(...(await Promise.all(items.slice(at, at + atOnce).map(work))));
	}
	return results;
}
