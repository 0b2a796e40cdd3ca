import { statSync } from 'node:fs';
import { homedir } from 'node:os';
import { holdsSecret } from '../text/redact.ts';

/** Environment variables of a process. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** Names of tconv's and Telnyx's keys: an editor, its plugins or an alert command need none of them. */
const secretName = /^(?:TCONV_SERVE_KEY|TELNYX_\w*(?:KEY|TOKEN|SECRET|PASSWORD)\w*)$/i;

/**
 * The environment for a program that tconv starts: everything except Telnyx's secrets, the key of `tconv serve`, and
 * any variable that contains one of them (`AUTH="Bearer KEY…"`). A proxy's password stays, since an editor may need the
 * proxy.
 */
export function childEnvironment(environment: Variables): Record<string, string | undefined> {
	const secrets = secretsIn(environment);
	return Object.fromEntries(
		Object.entries(environment).filter(
			([name, value = '']) => !secretName.test(name) && !holdsSecret(value, secrets),
		),
	);
}

/** The keys in this environment. */
export function secretsIn({ TELNYX_API_KEY, TCONV_SERVE_KEY }: Variables): readonly string[] {
	return [TELNYX_API_KEY, TCONV_SERVE_KEY].filter((key) => key !== undefined);
}

/** A folder to start a program in: the working directory, or, if that was deleted, the home folder or the root. */
export function workingFolder(): string {
	for (const folder of [() => process.cwd(), homedir]) {
		try {
			const path = folder();
			if (statSync(path).isDirectory()) return path;
		} catch {
			// Node caches a deleted working directory, or cannot determine it.
		}
	}
	return '/';
}
