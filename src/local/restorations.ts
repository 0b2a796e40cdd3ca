import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Instant } from '../domain/instant.ts';
import type { Restorations } from '../writes/records.ts';
import { ensureFolder, syncFolder, writeAtomically } from './atomic-file.ts';
import { codeOf, FileProblem, fileProblem } from './file-problem.ts';
import { readRestoration, writeRestoration } from './shapes.ts';

type RestorationTools = {
	readonly folder: string;
	readonly now: () => Instant;
	/** A UUID v4. */
	readonly newId: () => string;
};

/** The server knows what was sent with a key again for a day; a little less, as clocks differ. */
const knownMicros = 23 * 60 * 60 * 1_000_000;

const what = 'That it begins could not be noted';

/**
 * Restorations that were begun, in this folder: a file for each, there until it has ended. With what it says a restoration
 * that was cut off, even by the end of the program, goes on without making anything twice.
 */
export function openRestorations({ folder, now, newId }: RestorationTools): Restorations {
	const pathOf = (name: string): string => {
		if (/^[A-Za-z0-9][A-Za-z0-9.-]{0,100}$/.test(name)) return join(folder, `${name}.json`);
		throw new FileProblem(`There is nothing in the trash by the name “${name}”.`);
	};
	const read = async (path: string) => {
		const text = await readFile(path, 'utf8').catch((error: unknown) => {
			if (codeOf(error) === 'ENOENT') return null;
			throw error;
		});
		const begun = text === null ? null : readRestoration(text);
		return begun !== null && now() - begun.at < knownMicros ? begun : null;
	};
	const forgetOld = async (): Promise<void> => {
		for (const file of (await readdir(folder)).filter((one) => one.endsWith('.json'))) {
			if ((await read(join(folder, file))) === null) await rm(join(folder, file), { force: true });
		}
	};

	return {
		begin: async (name) => {
			const path = pathOf(name);
			try {
				const begun = await read(path);
				if (begun !== null) return { attemptId: begun.attempt, begunAt: begun.at };
				await ensureFolder(folder);
				await forgetOld();
				const attemptId = newId();
				await writeAtomically(path, writeRestoration({ attempt: attemptId, at: now() }), newId());
				return { attemptId, begunAt: null };
			} catch (error) {
				throw fileProblem(what, path, error);
			}
		},

		end: async (name) => {
			const path = pathOf(name);
			try {
				await ensureFolder(folder);
				await rm(path, { force: true });
				await syncFolder(folder);
			} catch (error) {
				throw fileProblem('The end of the restoration could not be noted', path, error);
			}
		},
	};
}
