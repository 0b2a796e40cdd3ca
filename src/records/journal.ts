import { formatInstant } from '../domain/instant.ts';
import { jsonText } from '../domain/json.ts';
import type { JournalEntry } from '../domain/records.ts';
import { redactKeys } from '../text/redact.ts';
import type { Journal } from '../writes/records.ts';
import { fileProblem } from './file-problem.ts';
import { lastLines, lineFile } from './line-file.ts';
import { readJournalEntry } from './shapes.ts';

/** The journal in this file. Masks keys in its lines: `secrets`, and any text that looks like one. */
export function openJournal(path: string, secrets: readonly string[]): Journal {
	const file = lineFile(path);
	return {
		append: async (entry) => {
			try {
				await file.append(lineOf(entry, secrets));
			} catch (error) {
				throw fileProblem('The journal could not be written', path, error);
			}
		},
		read: async (most) => {
			const lines = await lastLines(path, most).catch((error: unknown) => {
				throw fileProblem('The journal could not be read', path, error);
			});
			const entries = lines.map(readJournalEntry).filter((entry) => entry !== null);
			return { entries, unreadable: lines.length - entries.length };
		},
	};
}

function lineOf(entry: JournalEntry, secrets: readonly string[]): string {
	// First in each text, where JSON within JSON still has its own quotes; then in the line, where a key's name stands
	// beside it.
	const line = jsonText({ ...entry, at: formatInstant(entry.at) }, 0, (text) => redactKeys(text, secrets));
	return redactKeys(line, secrets);
}
