import { join } from 'node:path';
import { writeAtomically } from './atomic-file.ts';
import { fileProblem } from './file-problem.ts';
import { needOwnFolders } from './own-file.ts';

/**
 * Returns the function that stores the copied text where no clipboard takes it, in one file that only the user can
 * read; the next copy replaces it. Resolves with the path, and rejects with a `FileProblem`.
 */
export function openCopiedFile(folder: string, newId: () => string): (text: string) => Promise<string> {
	const path = join(folder, 'copied.txt');
	return async (text) => {
		try {
			await needOwnFolders([folder]);
			await writeAtomically(path, text, `copied-${newId()}`);
			return path;
		} catch (error) {
			throw fileProblem('The text could not be stored', path, error);
		}
	};
}
