import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { formatInstant, type Instant, parseInstant } from '../domain/instant.ts';

/** Untrusted text as part of a file name: letters, digits and `-` only. */
export function plainName(text: string): string {
	return text.replaceAll(/[^A-Za-z0-9-]/g, '').slice(0, 64);
}

/** An instant as the start of a file name, so that names sort by time: `20261125T022419.123456Z`. */
export function stampOf(instant: Instant): string {
	return `${formatInstant(instant).slice(0, -6).replaceAll(/[-:]/g, '')}Z`;
}

/** The instant at the start of such a name; null for another name. */
export function stampedAt(name: string): Instant | null {
	const fields = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d\.\d{6})Z/.exec(name);
	if (fields === null) return null;
	const [, year, month, day, hour, minute, second] = fields;
	return parseInstant(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

/** The records folder of an account by its name: `@prod`, a host, `demo`. Every account gets its own, for any name. */
export function accountFolder(stateFolder: string, account: string): string {
	const name = account
		.toLowerCase()
		.replaceAll(/[^a-z0-9.@-]/gu, (sign) => `_${(sign.codePointAt(0) ?? 0).toString(16)}`)
		.replace(/^\./, '_2e');
	return join(stateFolder, name === '' ? '_' : name.slice(0, 200));
}

/** The folders of these accounts that are there. Reads their names alone. */
export function presentFolders(stateFolder: string, accounts: readonly string[]): readonly string[] {
	return accounts.map((name) => accountFolder(stateFolder, name)).filter((folder) => existsSync(folder));
}
