import { createRequire } from 'node:module';
import { childEnvironment } from '../external-programs/child-environment.ts';
import { runChild } from './run-child.ts';

/** The answer of the system's keychain; `why` is the reason in a few words, without a full stop. */
export type KeychainAnswer =
	| { readonly kind: 'done'; readonly key: string | null }
	| { readonly kind: 'failed'; readonly why: string };

/** The keychain of macOS or Windows, or a Secret Service. */
export type Keychain = {
	/** Keeps a key and reads it back. */
	readonly keep: (entry: string, key: string) => Promise<KeychainAnswer>;
	/** The key is null if there is none. */
	readonly read: (entry: string) => Promise<KeychainAnswer>;
	readonly remove: (entry: string) => Promise<KeychainAnswer>;
};

const service = 'tconv';

/** Without a Secret Service nothing answers; macOS and Windows may ask the user first. In milliseconds. */
const longestMillis = process.platform === 'linux' ? 2000 : 60_000;

/**
 * Runs in a child process, which may hang or abort in native code without harm. The kernel's keyring, which forgets all
 * at a restart, is not used: on Linux only a Secret Service counts. The key passes through pipes, never arguments.
 */
const script = `
const { module, service, entry, key, what } = JSON.parse(require('node:fs').readFileSync(0, 'utf8'));
const { Entry } = require(module);
const one = new Entry(service, entry, { linux: { store: 'secret-service' } });
if (what === 'keep') {
	one.setPassword(key);
	if (one.getPassword() !== key) throw new Error('it did not give back what it was given');
} else if (what === 'remove') one.deleteCredential();
process.stdout.write(JSON.stringify({ key: what === 'read' ? one.getPassword() : null }));
`;

/** The keychain of this system, by the package `@napi-rs/keyring` where that is installed. */
export function openKeychain(
	environment: Readonly<Record<string, string | undefined>>,
	packageName = '@napi-rs/keyring',
	millis = longestMillis,
): Keychain {
	const ask = async (what: 'keep' | 'read' | 'remove', entry: string, key: string | null) => {
		const module = resolved(packageName);
		if (module === null) return failed('the package @napi-rs/keyring is not installed');
		const end = await runChild([process.execPath, '-e', script], {
			environment: childEnvironment({ ...environment, NODE_OPTIONS: undefined }),
			input: JSON.stringify({ module, service, entry, key, what }),
			longestMillis: millis,
			isApart: true,
		});
		if (end.kind === 'late') return failed(`it did not answer within ${millis / 1000} seconds`);
		if (end.kind !== 'ended' || end.code !== 0) return failed('there is none that answers');
		return read(end.out);
	};
	return {
		keep: (entry, key) => ask('keep', entry, key),
		read: (entry) => ask('read', entry, null),
		remove: (entry) => ask('remove', entry, null),
	};
}

function failed(why: string): KeychainAnswer {
	return { kind: 'failed', why };
}

function read(out: string): KeychainAnswer {
	try {
		const { key }: { key?: unknown } = JSON.parse(out);
		return { kind: 'done', key: typeof key === 'string' ? key : null };
	} catch {
		return failed('its answer is unreadable');
	}
}

function resolved(packageName: string): string | null {
	try {
		return createRequire(import.meta.url).resolve(packageName);
	} catch {
		return null;
	}
}
