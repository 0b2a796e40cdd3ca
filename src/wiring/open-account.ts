import { findAccount } from '../accounts/find-account.ts';
import { samplesName } from '../accounts/profile.ts';
import { ApiError } from '../api/errors.ts';
import { createWaits } from '../api/waits.ts';
import type { Environment } from '../backend.ts';
import type { Account, OpenAccount } from '../commands/account.ts';
import { goThroughProxy } from '../commands/go-through-proxy.ts';
import { openSavedViews } from '../config/saved-views.ts';
import { openSettings } from '../config/settings.ts';
import { instantFromMillis } from '../domain/instant.ts';
import { systemTicker } from '../live/ticker.ts';
import { answeringFolders } from '../records/base-folders.ts';
import type { Records } from '../writes/records.ts';
import { exportWriter } from './export-file.ts';
import { openBackend } from './open-backend.ts';
import { openWriterRecords } from './open-writer.ts';

const version = process.env.TCONV_VERSION ?? '0.0.0';
/** Conversations of `--demo`. */
const demoCount = 400;

/** Opens accounts for commands, with the settings, saved views and records of this machine. */
export function accountOpener(environment: Environment, now: () => number): OpenAccount {
	return async ({ demo, profile, allowHttp, readOnly }): Promise<Account> => {
		const folders = await answeringFolders(environment);
		const account = await findAccount(demo ? samplesName : profile, environment, folders, false);
		if (!demo && account.kind === 'samples') throw noAccount();
		// The backend reports an unusable proxy.
		await goThroughProxy(account, environment).catch(() => undefined);
		const file = openSettings(folders.config, folders.isConfigHung);
		const ticker = systemTicker(now);
		const waits = createWaits(ticker.now, ticker.after);
		const backend = openBackend(
			environment,
			{ account, allowHttp, readOnly, demoCount, log: null },
			file,
			{ waits },
			now,
		);
		const views = openSavedViews(backend.names, folders.config, folders.isConfigHung);
		let opened: Records | null = null;
		return {
			api: backend.api,
			waits,
			readOnly: backend.readOnly,
			savedViews: views.saved.views,
			problems: [...file.problems, ...views.problems],
			trashDays: file.settings.trashDays,
			openWriter: (warn) => {
				opened ??= openWriterRecords(folders.state, backend, file.settings, now);
				const newId = () => crypto.randomUUID();
				const clock = () => instantFromMillis(now());
				return { api: backend.api, records: opened, now: clock, newId, onUnjournalled: warn };
			},
			writeExport: exportWriter(backend, file.settings, version),
			close: async () => {
				await opened?.trash.purge().catch(() => undefined);
				await opened?.batches.purge().catch(() => undefined);
				await backend.close();
			},
		};
	};
}

function noAccount(): ApiError {
	return new ApiError({
		kind: 'auth',
		sentence:
			'There is no account: tconv profile add NAME, or export TELNYX_API_KEY=KEY…; --demo has sample data.',
		advice: '',
	});
}
