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
	/** How many conversations are remembered: of more, those that were marked last. */
	readonly most?: number;
};

/**
 * What is done with, in a file that grows by a line for each mark, so that two programs never write over each other. It is
 * made short again where it is read, once half of its lines say nothing any more.
 */
export function openDone({ path, newId, most = 5_000 }: DoneTools): DoneLog {
	const file = lineFile(path);
	let last: Promise<void> = Promise.resolve();
	return {
		list: async () => {
			try {
				const lines = await lastLines(path, most * 2);
				const read = lines.map(readDone);
				const reaches = new Map<string, Instant>();
				for (const one of read) {
					if (one === null) continue;
					reaches.delete(one.id);
					if (one.until !== null) reaches.set(one.id, one.until);
				}
				const kept = new Map([...reaches].slice(-most));
				if (lines.length === most * 2)
					await writeAtomically(
						path,
						[...kept].map(([id, until]) => `${writeDone({ id, until })}\n`).join(''),
						newId(),
					);
				return { reaches: kept, unreadable: read.filter((one) => one === null).length };
			} catch (error) {
				throw fileProblem('What you have marked done could not be read', path, error);
			}
		},
		note: (reaches) => {
			const lines = [...reaches].map(([id, until]) => file.append(writeDone({ id, until })));
			const noted = Promise.all(lines).then(
				() => undefined,
				(error: unknown) => {
					throw fileProblem('That it is done could not be kept for the next start', path, error);
				},
			);
			last = Promise.all([last, noted.catch(() => undefined)]).then(() => undefined);
			return noted;
		},
		idle: () => last,
	};
}
