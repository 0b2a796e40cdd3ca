import { access, constants, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { type FileTrouble, troubleSentence } from '../domain/file-trouble.ts';
import { codeOf, configProblem, FileProblem } from '../records/file-problem.ts';
import { type JsonText, objectOf } from './json-text.ts';
import { type Reading, readJsonFile } from './read-whole.ts';

/**
 * A file of ours that people also edit: one JSON object at the place where conf keeps it, readable only by its owner.
 */
export type JsonFile = {
	readonly path: string;
	/** Reads the file now. */
	readonly read: () => Reading;
	/** Creates the file's folder, to find out before the first save whether that is possible. */
	readonly prepare: () => Promise<void>;
	/**
	 * Changes the current text, one change after another, under a lock against other instances. `edit` returns the
	 * new text. Throws a `FileProblem` and leaves the file unchanged if it cannot be read whole.
	 */
	readonly change: (edit: (before: JsonText) => string) => Promise<void>;
	/** Resolves once every requested change is written or refused. */
	readonly idle: () => Promise<void>;
};

const nothingYet: JsonText = { text: '{}', entries: [] };

/**
 * Opens `<name>.json` in `folder`; null means that the environment names no folder. Reads and creates nothing yet. If
 * `isHung`, the folder is never touched and the file stays in trouble while the program runs.
 */
export function openJsonFile(name: string, folder: string | null, isHung: boolean): JsonFile {
	const path = folder === null ? '' : join(folder, `${name}.json`);
	let last: Promise<void> = Promise.resolve();
	const hung: FileTrouble = {
		path,
		place: null,
		why: 'its folder does not respond',
		advice: 'Set TCONV_CONFIG_DIR to another folder, or restart tconv once it responds.',
		isEditable: false,
	};

	const home = (): string => {
		if (isHung) throw new FileProblem(troubleSentence(hung));
		if (folder !== null) return folder;
		throw new FileProblem('There is no home folder to save it in. Set HOME or TCONV_CONFIG_DIR.');
	};
	const read = (): Reading => {
		if (isHung) return { kind: 'trouble', trouble: hung };
		return folder === null ? { kind: 'absent' } : readJsonFile(path);
	};
	const present = (): JsonText => {
		const reading = read();
		if (reading.kind === 'trouble') throw new FileProblem(troubleSentence(reading.trouble));
		return reading.kind === 'absent' ? nothingYet : reading.json;
	};
	const changeNow = async (edit: (before: JsonText) => string): Promise<void> => {
		await makeFolder(home());
		// Loaded with the first save, like conf, to keep the start fast.
		const { withFileLock } = await import('../records/file-lock.ts');
		await withFileLock(await lockPath(path), async () => {
			const before = present();
			await needWritable(path);
			const text = edit(before);
			if (text !== before.text) await write(name, home(), before, text);
		});
	};

	return {
		path,
		read,
		prepare: async () => makeFolder(home()),
		change: (edit) => {
			const done = last
				.then(() => changeNow(edit))
				.catch((error: unknown) => {
					throw configProblem('It cannot be written', path, error);
				});
			last = done.catch(() => undefined);
			return done;
		},
		idle: () => last,
	};
}

async function makeFolder(folder: string): Promise<void> {
	try {
		// One folder at a time: Node's recursive mkdir, which conf uses, never returns for a path below /proc.
		const { ensureFolder } = await import('../records/atomic-file.ts');
		await ensureFolder(folder);
	} catch (error) {
		const code = codeOf(error) ?? 'unknown reason';
		throw new FileProblem(
			`The folder ${folder} cannot be created (${code}). Set TCONV_CONFIG_DIR to another folder.`,
			{
				cause: error,
			},
		);
	}
}

/** Next to the real file, so that two links to one file share a lock. */
async function lockPath(path: string): Promise<string> {
	return `${await realpath(path).catch(() => path)}.lock`;
}

/** A rename would replace a read-only file. */
async function needWritable(path: string): Promise<void> {
	try {
		await access(path, constants.W_OK);
	} catch (error) {
		if (codeOf(error) === 'ENOENT') return;
		throw new FileProblem(`${path} is read-only. Make it writable, or edit it by hand.`, {
			cause: error,
		});
	}
}

/** Writes the text through conf: to a temporary file first, then to the target of a link. */
async function write(name: string, folder: string, before: JsonText, text: string): Promise<void> {
	const { default: Conf } = await import('conf');
	const conf = new Conf<Record<string, unknown>>({
		projectName: 'tconv',
		cwd: folder,
		configName: name,
		clearInvalidConfig: false,
		accessPropertiesByDotNotation: false,
		configFileMode: 0o600,
		deserialize: () => objectOf(before),
		serialize: () => text,
	});
	conf.store = objectOf(before);
}
