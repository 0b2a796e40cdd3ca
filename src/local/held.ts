import { createHash } from 'node:crypto';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Instant } from '../domain/instant.ts';
import type { HeldLog } from '../writes/records.ts';
import { ensureFolder, syncFolder, writeAtomically } from './atomic-file.ts';
import { codeOf, fileProblem } from './file-problem.ts';
import { readHeld, writeHeld } from './shapes.ts';

type HeldTools = {
	readonly folder: string;
	/** A UUID v4. */
	readonly newId: () => string;
};

const fileName = /^[0-9a-f]{64}\.json$/;

/**
 * The conversations taken over, in this folder: a file for each, named by a hash of its id, so that two programs that hold
 * different ones never write over each other.
 */
export function openHeld({ folder, newId }: HeldTools): HeldLog {
	const pathOf = (id: string): string =>
		join(folder, `${createHash('sha256').update(id).digest('hex')}.json`);

	let last: Promise<void> = Promise.resolve();
	/** One after the other: what is asked for last is what holds. */
	const next = (work: () => Promise<void>): Promise<void> => {
		const done = last.then(work);
		last = done.catch(() => undefined);
		return done;
	};

	return {
		list: async () => {
			const held = new Map<string, Instant>();
			const unreadable: string[] = [];
			for (const name of await namesIn(folder)) {
				const path = join(folder, name);
				const text = await readFile(path, 'utf8').catch((error: unknown) => {
					// Another tconv may have let go of it just now.
					if (codeOf(error) === 'ENOENT') return null;
					throw fileProblem('What you have taken over could not be read', path, error);
				});
				if (text === null) continue;
				const one = readHeld(text);
				if (one === null) unreadable.push(path);
				else held.set(one.id, one.at);
			}
			return { held, unreadable };
		},

		hold: (id, at) =>
			next(async () => {
				const path = pathOf(id);
				try {
					await writeAtomically(path, writeHeld({ id, at }), newId());
				} catch (error) {
					throw fileProblem('That you took it over could not be kept for the next start', path, error);
				}
			}),

		release: (id) =>
			next(async () => {
				const path = pathOf(id);
				try {
					await ensureFolder(folder);
					await rm(path, { force: true });
					await syncFolder(folder);
				} catch (error) {
					throw fileProblem('That you handed it back could not be kept for the next start', path, error);
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
		throw fileProblem('What you have taken over could not be read', folder, error);
	}
}
