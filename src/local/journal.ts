import { formatInstant } from '../domain/instant.ts';
import type { JournalEntry } from '../domain/records.ts';
import { redactKeys } from '../text/redact.ts';
import type { Journal } from '../writes/records.ts';
import { fileProblem } from './file-problem.ts';
import { lastLines, lineFile } from './line-file.ts';
import { readJournalEntry } from './shapes.ts';

const tooDeep = '(nested too deep to be kept)';

/** The journal in this file. Keys are taken out of what is written: `secrets`, and whatever looks like one. */
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
	const written = { ...entry, at: formatInstant(entry.at) };
	// First in each text, where JSON within JSON still has its own quotes; then in the line, where a key's name is beside it.
	const clean = (_: string, value: unknown): unknown =>
		typeof value === 'string' ? redactKeys(value, secrets) : value;
	let line: string;
	try {
		line = JSON.stringify(written, clean);
	} catch {
		line = JSON.stringify({ ...written, before: tooDeep, after: tooDeep }, clean);
	}
	return redactKeys(line, secrets);
}
