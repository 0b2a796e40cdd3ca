import type { Instant } from '../domain/instant.ts';
import type { DoneLog } from '../writes/records.ts';
import { writeAtomically } from './atomic-file.ts';
import { fileProblem } from './file-problem.ts';
import { lastLines, lineFile } from './line-file.ts';
import { readDone, writeDone } from './shapes.ts';

type DoneTools = {
	readonly path: string;
	/** A UUID v4. */
	readonly newId: () => string;
	/** Most conversations remembered; the ones marked last stay. */
	readonly most?: number;
};

/**
 * The conversations marked done, in a file that grows by a line per mark, so that two programs never overwrite each
 * other. A read compacts the file once half of its lines are outdated.
 */
export function openDone({ path, newId, most = 5_000 }: DoneTools): DoneLog {
	const file = lineFile(path);
	let last: Promise<void> = Promise.resolve();
	return {
		list: async () => {
			try {
				const lines = await lastLines(path, most * 2);
				const read = lines.map(readDone);
				const doneThrough = new Map<string, Instant>();
				for (const one of read) {
					if (one === null) continue;
					doneThrough.delete(one.id);
					if (one.doneThrough !== null) doneThrough.set(one.id, one.doneThrough);
				}
				const kept = new Map([...doneThrough].slice(-most));
				if (lines.length === most * 2)
					await writeAtomically(
						path,
						[...kept].map(([id, through]) => `${writeDone({ id, doneThrough: through })}\n`).join(''),
						newId(),
					);
				return { doneThrough: kept, unreadable: read.filter((one) => one === null).length };
			} catch (error) {
				throw fileProblem('The list of done conversations could not be read', path, error);
			}
		},
		note: (doneThrough) => {
			const lines = [...doneThrough].map(([id, through]) =>
				file.append(writeDone({ id, doneThrough: through })),
			);
			const noted = Promise.all(lines).then(
				() => undefined,
				(error: unknown) => {
					throw fileProblem('The done mark could not be saved for the next start', path, error);
				},
			);
			last = Promise.all([last, noted.catch(() => undefined)]).then(() => undefined);
			return noted;
		},
		idle: () => last,
	};
}
