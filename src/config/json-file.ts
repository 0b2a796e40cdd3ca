import { existsSync, renameSync } from 'node:fs';
import Conf from 'conf';

/** A file of ours, kept by conf: one JSON object, readable by its owner alone. */
export type JsonFile = {
	readonly path: string;
	/** What is in it now; an empty object where there is no file. Throws what the file system throws. */
	readonly read: () => Record<string, unknown>;
	readonly set: (name: string, value: unknown) => void;
	readonly replace: (stored: Record<string, unknown>) => void;
	/** Gives what was there another name, so that nothing is written over it, and says which. */
	readonly setAside: () => string;
	/** True where the last reading found something else than a JSON object. */
	readonly isDamaged: () => boolean;
};

/** Opens `<name>.json` in `folder`, or in the platform's own place for settings. */
export function openJsonFile(name: string, now: () => number, folder: string | undefined): JsonFile {
	let isDamaged = false;
	const conf = new Conf<Record<string, unknown>>({
		projectName: 'tconv',
		projectSuffix: '',
		configName: name,
		clearInvalidConfig: false,
		accessPropertiesByDotNotation: false,
		configFileMode: 0o600,
		deserialize: (text) => {
			const stored = objectOf(text);
			isDamaged ||= stored === null;
			return stored ?? {};
		},
		...(folder === undefined ? {} : { cwd: folder }),
	});
	return {
		path: conf.path,
		read: () => {
			isDamaged = false;
			return conf.store;
		},
		set: (key, value) => conf.set(key, value),
		replace: (stored) => {
			conf.store = stored;
		},
		setAside: () => setAside(conf.path, now()),
		isDamaged: () => isDamaged,
	};
}

/** The JSON object that a text is, or null. */
function objectOf(text: string): Record<string, unknown> | null {
	try {
		const stored: unknown = JSON.parse(text);
		const isObject = typeof stored === 'object' && stored !== null && !Array.isArray(stored);
		return isObject ? Object.fromEntries(Object.entries(stored)) : null;
	} catch {
		return null;
	}
}

function setAside(path: string, nowMillis: number): string {
	let aside = `${path}.damaged-${new Date(nowMillis).toISOString().replaceAll(/[:.]/g, '-')}`;
	while (existsSync(aside)) aside += '-';
	renameSync(path, aside);
	return aside;
}
