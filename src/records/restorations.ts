import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Instant } from '../domain/instant.ts';
import type { Restorations } from '../writes/records.ts';
import { ensureFolder, syncFolder, writeAtomically } from './atomic-file.ts';
import { codeOf, FileProblem, fileProblem } from './file-problem.ts';
import { readOwn } from './own-file.ts';
import { readRestoration, writeRestoration } from './shapes.ts';

type RestorationTools = {
	readonly folder: string;
	readonly now: () => Instant;
	/** A UUID v4. */
	readonly newId: () => string;
};

/** The server remembers idempotency keys for a day; slightly less here, since clocks differ. */
const knownMicros = 23 * 60 * 60 * 1_000_000;

const what = 'The start of the restoration could not be recorded';

/**
 * Unfinished restorations in this folder, one file each. With its file, a restoration that was cut off, even by the end
 * of the program, continues without creating anything twice.
 */
export function openRestorations({ folder, now, newId }: RestorationTools): Restorations {
	const pathOf = (name: string): string => {
		if (/^[A-Za-z0-9][A-Za-z0-9.-]{0,100}$/.test(name)) return join(folder, `${name}.json`);
		throw new FileProblem(`The trash has no entry named “${name}”.`);
	};
	const read = async (path: string) => {
		const text = await readOwn(path).catch((error: unknown) => {
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
				throw fileProblem('The end of the restoration could not be recorded', path, error);
			}
		},
	};
}
