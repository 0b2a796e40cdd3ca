import { createHash } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Instant } from '../domain/instant.ts';
import type { TakeoverLog } from '../writes/records.ts';
import { ensureFolder, syncFolder, writeAtomically } from './atomic-file.ts';
import { codeOf, fileProblem } from './file-problem.ts';
import { readOwn } from './own-file.ts';
import { readTakeover, writeTakeover } from './shapes.ts';

type TakeoverTools = {
	readonly folder: string;
	/** A UUID v4. */
	readonly newId: () => string;
};

const fileName = /^[0-9a-f]{64}\.json$/;

/**
 * The takeovers in this folder: one file each, named by a hash of the conversation's id, so that two programs with
 * different takeovers never overwrite each other.
 */
export function openTakeovers({ folder, newId }: TakeoverTools): TakeoverLog {
	const pathOf = (id: string): string =>
		join(folder, `${createHash('sha256').update(id).digest('hex')}.json`);

	let last: Promise<void> = Promise.resolve();
	/** One at a time: the last call wins. */
	const next = (work: () => Promise<void>): Promise<void> => {
		const done = last.then(work);
		last = done.catch(() => undefined);
		return done;
	};

	return {
		list: async () => {
			const takeovers = new Map<string, Instant>();
			const unreadable: string[] = [];
			for (const name of await namesIn(folder)) {
				const path = join(folder, name);
				const text = await readOwn(path).catch((error: unknown) => {
					// Another tconv may have ended this takeover just now.
					if (codeOf(error) === 'ENOENT') return null;
					throw fileProblem('Your takeovers could not be read', path, error);
				});
				if (text === null) continue;
				const one = readTakeover(text);
				if (one === null) unreadable.push(path);
				else takeovers.set(one.id, one.at);
			}
			return { takeovers, unreadable };
		},

		begin: (id, at) =>
			next(async () => {
				const path = pathOf(id);
				try {
					await writeAtomically(path, writeTakeover({ id, at }), newId());
				} catch (error) {
					throw fileProblem('The takeover could not be saved for the next start', path, error);
				}
			}),

		end: (id) =>
			next(async () => {
				const path = pathOf(id);
				try {
					await ensureFolder(folder);
					await rm(path, { force: true });
					await syncFolder(folder);
				} catch (error) {
					throw fileProblem('The end of the takeover could not be saved for the next start', path, error);
				}
			}),

		idle: () => last,
	};
}

async function namesIn(folder: string): Promise<string[]> {
	try {
		return (await readdir(folder)).filter((name) => fileName.test(name));
	} catch (error) {
		if (codeOf(error) === 'ENOENT') return [];
		throw fileProblem('Your takeovers could not be read', folder, error);
	}
}
