/** The forms of an exported file. A bundle is a .tar.gz for a ticket. */
export const exportFormats = ['ndjson', 'json', 'csv', 'markdown', 'html', 'bundle'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** How conversations are exported. */
export type ExportChoices = {
	readonly format: ExportFormat;
	/** The rows of a CSV file: one a conversation, or one a turn. */
	readonly rows: 'conversations' | 'turns';
	/** True if personal data are replaced by stand-ins before anything is written. */
	readonly isRedacted: boolean;
	/** Words that are redacted too. */
	readonly words: readonly string[];
};

const endings: Readonly<Record<ExportFormat, string>> = {
	ndjson: '.ndjson',
	json: '.json',
	csv: '.csv',
	markdown: '.md',
	html: '.html',
	bundle: '.tar.gz',
};

/** The usual end of a file's name. */
export function endingOf(format: ExportFormat): string {
	return endings[format];
}

/** A path with the usual end of another format, if it has the one of `before`; else the same path. */
export function withEnding(path: string, before: ExportFormat, after: ExportFormat): string {
	return path.endsWith(endings[before]) ? path.slice(0, -endings[before].length) + endings[after] : path;
}

/** NDJSON is read by `tconv serve --data` and stays as the server sent it; everything else is for people. */
export function isRedactedAtFirst(format: ExportFormat): boolean {
	return format !== 'ndjson';
}
