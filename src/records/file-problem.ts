import { reasonOf } from '../domain/reason.ts';

/** A file system failure as a sentence or two: the failed task, the path, the reason and the remedy. */
export class FileProblem extends Error {
	override readonly name = 'FileProblem';
}

const elsewhere = 'Make it writable, or set XDG_STATE_HOME to a folder that is.';

/** The reason and the remedy, by error code. */
const known: Readonly<Record<string, readonly [string, string]>> = {
	ENOSPC: ['no space is left on the disk', 'Free some space, then try again.'],
	EDQUOT: ['your disk quota is used up', 'Free some space, then try again.'],
	EFBIG: ['the file cannot grow any larger', 'Raise the file size limit (ulimit -f), or free some space.'],
	EROFS: ['the disk is read-only', elsewhere],
	EACCES: ['you have no permission there', elsewhere],
	EPERM: ['that is not permitted there', elsewhere],
	ENOTDIR: [
		'part of that path is a file, not a folder',
		'Move it away, or set XDG_STATE_HOME to another folder.',
	],
	EEXIST: ['a file is in the place of a folder', 'Move it away, or set XDG_STATE_HOME to another folder.'],
	ELOOP: ['it is a link, and tconv does not follow links', 'Replace the link by the file itself.'],
	EISDIR: ['a folder is in the place of a file', 'Move it away, then try again.'],
	ENOENT: ['it does not exist', 'Check that the folder exists, or set XDG_STATE_HOME to another one.'],
	EMFILE: ['too many files are open', 'Raise the limit (ulimit -n), or quit other programs.'],
	EIO: [
		'the disk cannot be read or written',
		'Check the disk; XDG_STATE_HOME can name a folder on another one.',
	],
};

/** Turns a file system error into a `FileProblem`: `what` begins the sentence, `path` is the place. */
export function fileProblem(what: string, path: string, error: unknown): FileProblem {
	return problemWith(what, path, error, (advice) => advice);
}

/** The same for a file named by the user: it is not in the state folder, so the advice is another name. */
export function namedFileProblem(what: string, path: string, error: unknown): FileProblem {
	const otherName = 'Choose another name, in an existing folder that you can write to.';
	return problemWith(what, path, error, (advice) => (advice.includes('XDG_STATE_HOME') ? otherName : advice));
}

/** The same for a settings or views file, whose folder has another variable. */
export function configProblem(what: string, path: string, error: unknown): FileProblem {
	return problemWith(what, path, error, (advice) => advice.replace('XDG_STATE_HOME', 'TCONV_CONFIG_DIR'));
}

function problemWith(
	what: string,
	path: string,
	error: unknown,
	adviceFor: (advice: string) => string,
): FileProblem {
	if (error instanceof FileProblem) return error;
	const reason = known[codeOf(error) ?? ''];
	const said = reasonOf(error);
	const text = reason === undefined ? `${said}.` : `${reason[0]}. ${adviceFor(reason[1])}`;
	return new FileProblem(`${what}: ${path}: ${text}`, { cause: error });
}

/** The file system's code of an error, such as `ENOENT`; null for other errors. */
export function codeOf(error: unknown): string | null {
	return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}
