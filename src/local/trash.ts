import { readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Instant } from '../domain/instant.ts';
import type { TrashEntry } from '../domain/records.ts';
import type { Trash } from '../writes/records.ts';
import { syncFolder, temporaryName, writeAtomically } from './atomic-file.ts';
import { plainName, stampedAt, stampOf } from './file-names.ts';
import { codeOf, FileProblem, fileProblem } from './file-problem.ts';
import { createRoom } from './room.ts';
import { readWhole } from './shapes.ts';
import { listed, trashEntryOf, trashFileName, trashText } from './trash-file.ts';

/** How much the trash may hold, and for how long. */
export type TrashLimits = { readonly days: number; readonly bytes: number };

type TrashTools = {
	readonly folder: string;
	readonly now: () => Instant;
	readonly newId: () => string;
	readonly limits: TrashLimits;
};

type State = TrashEntry['state'];

const microsOfDay = 24 * 60 * 60 * 1_000_000;
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
			const text = trashText(whole, keptAt, folder);
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
			if (!trashFileName.test(`${name}.pending.ndjson`)) throw noSuch(name);
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
				const at = trashFileName.test(file) ? stampedAt(file) : null;
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
