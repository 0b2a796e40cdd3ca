import { reasonOf } from '../domain/reason.ts';

/** What the file system refused, as a sentence or two: what, where, why, what to do. The cause is what it said itself. */
export class FileProblem extends Error {
	override readonly name = 'FileProblem';
}

const elsewhere = 'Make it writable, or set XDG_STATE_HOME to a folder that is.';

/** Why, and what can be done about it, by the file system's own code. */
const known: Readonly<Record<string, readonly [string, string]>> = {
	ENOSPC: ['no space is left on the disk', 'Free some, then try again.'],
	EDQUOT: ['your share of the disk is used up', 'Free some space, then try again.'],
	EFBIG: [
		'the file may not get any larger',
		'Raise the limit for file sizes (ulimit -f), or free what is there.',
	],
	EROFS: ['the disk can only be read', elsewhere],
	EACCES: ['you have no permission there', elsewhere],
	EPERM: ['that is not permitted there', elsewhere],
	ENOTDIR: [
		'part of that path is a file, not a folder',
		'Move it away, or set XDG_STATE_HOME to another folder.',
	],
	EEXIST: [
		'there is a file where a folder should be',
		'Move it away, or set XDG_STATE_HOME to another folder.',
	],
	EISDIR: ['there is a folder where a file should be', 'Move it away, then try again.'],
	ENOENT: ['it is not there', 'Check that the folder exists, or set XDG_STATE_HOME to another one.'],
	EMFILE: ['too many files are open', 'Raise the limit (ulimit -n), or quit other programs.'],
	EIO: [
		'the disk cannot be read or written',
		'Check the disk; XDG_STATE_HOME can name a folder on another one.',
	],
};

/** A failure of the file system as a `FileProblem`: `what` begins the sentence, `path` is where. */
export function fileProblem(what: string, path: string, error: unknown): FileProblem {
	return problemWith(what, path, error, (advice) => advice);
}

/** The same for a file that the user named: it is not where the state is, and another name is what helps. */
export function namedFileProblem(what: string, path: string, error: unknown): FileProblem {
	const otherName = 'Give another name, in a folder that is there and that you can write to.';
	return problemWith(what, path, error, (advice) => (advice.includes('XDG_STATE_HOME') ? otherName : advice));
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

/** The file system's code of an error, as `ENOENT`; null for an error of another kind. */
export function codeOf(error: unknown): string | null {
	return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}
