/** Why a local file cannot be used as it is. */
export type FileTrouble = {
	readonly path: string;
	/** Line and column of the problem, both 1-based; null if the problem concerns the whole file. */
	readonly place: { readonly line: number; readonly column: number } | null;
	/** The cause, without a full stop: `a value is missing`. */
	readonly why: string;
	/** A sentence that says how to fix it. */
	readonly advice: string;
	/** False for files that an editor must not open: a folder, a FIFO, a device. */
	readonly isEditable: boolean;
};

/** A file that people edit, as of the last check. */
export type ConfigFile = {
	readonly path: string;
	readonly trouble: FileTrouble | null;
	/** The lines around the problem, raw. */
	readonly lines: readonly { readonly number: number; readonly text: string }[];
};

/** The file name and the line, for a row with little space: `settings.json, line 3`. */
export function troublePlace({ path, place }: FileTrouble): string {
	const name = path.slice(path.lastIndexOf('/') + 1);
	return place === null ? name : `${name}, line ${place.line}`;
}

/** Place, cause and advice as sentences: `/home/me/.config/tconv/settings.json:3:1: a value is missing. …`. */
export function troubleSentence({ path, place, why, advice }: FileTrouble): string {
	const at = place === null ? '' : `:${place.line}:${place.column}`;
	return `${path}${at}: ${why}. ${advice}`;
}
