import type { OpenedAccount } from '../accounts/opened-account.ts';
import type { Patience } from '../api/brake.ts';
import { type Backend, type Environment, openBackendOf } from '../backend.ts';
import type { SessionLog } from '../commands/session-log.ts';
import { type GuardedAccount, readOnlyReason } from '../config/read-only.ts';
import type { SettingsFile } from '../config/settings.ts';
import { hideKeys } from '../text/hidden.ts';

/** The options of the command line. */
export type TuiOptions = {
	readonly account: OpenedAccount;
	readonly ascii: boolean;
	readonly demoCount: number;
	/** A valid query text; null for none. */
	readonly filter: string | null;
	/** Blocks all writes to the account, overriding the settings. */
	readonly readOnly: boolean;
	/** Allows plain http to the API, overriding the settings. */
	readonly allowHttp?: boolean;
	/** The conversation to open first, as `jump` takes it; null for the first row. */
	readonly open: string | null;
	/** The log of the session; null for none. */
	readonly log: SessionLog | null;
};

/**
 * Opens the backend of an account as environment, command line and settings ask, and from then on hides its key in all output.
 * Throws an `ApiError` for an unusable key or base URL.
 */
export function openBackend(
	environment: Environment,
	options: Pick<TuiOptions, 'account' | 'allowHttp' | 'demoCount' | 'log' | 'readOnly'>,
	{ settings, hold }: Pick<SettingsFile, 'settings' | 'hold'>,
	patience: Partial<Patience>,
	now: () => number,
): Backend {
	const whyReadOnly = (account: GuardedAccount): string | null =>
		readOnlyReason(options.readOnly, settings, account, hold);
	const allowHttp = options.allowHttp === true || settings.allowHttp;
	const maxBodyBytes = settings.maxBodyMegabytes * 1_000_000;
	const reach = { allowHttp, maxBodyBytes, requestLog: options.log ?? undefined, ...patience };
	const backend = openBackendOf(options.account, environment, options.demoCount, whyReadOnly, now, reach);
	hideKeys(backend.secrets);
	return backend;
}
