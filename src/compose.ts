import { bindKeys } from './actions/keys/bindings.ts';
import { actions } from './actions/table.ts';
import { createPatience } from './api/brake.ts';
import type { Environment } from './backend.ts';
import { configFile } from './config/read-whole.ts';
import { openSavedViews } from './config/saved-views.ts';
import { openSettings } from './config/settings.ts';
import { listOptions } from './data/list-query.ts';
import { createQueryClient, drawAnswersInBursts } from './data/query-client.ts';
import { reasonOf } from './domain/reason.ts';
import { keepSettings, warn } from './keep-settings.ts';
import { systemTicker } from './live/ticker.ts';
import type { BaseFolders } from './records/base-folders.ts';
import { jump } from './services/open-by-id.ts';
import { createUiStore } from './state/store.ts';
import { guardKeys } from './state/typing/key-guard.ts';
import { keyWaits, wantsAscii } from './terminal/keyboard.ts';
import type { DecoderLimits } from './terminal/paste-reader.ts';
import type { Draw, TerminalTools } from './terminal/run-in-terminal.ts';
import { drawing } from './ui/app.tsx';
import type { Program } from './ui/program.ts';
import { asciiGlyphs, colourLevel, createTheme, unicodeGlyphs } from './view/theme.ts';
import { logSession } from './wiring/log-session.ts';
import { openBackend, type TuiOptions } from './wiring/open-backend.ts';
import { openWriter } from './wiring/open-writer.ts';
import { type NextAccount, otherAccounts } from './wiring/other-accounts.ts';
import { startServices } from './wiring/start-services.ts';
import { nameAssistants, startState } from './wiring/start-state.ts';

/** A program ready to be drawn, and its clean-up. */
export type Composed = {
	readonly program: Program;
	readonly draw: Draw;
	/** How long the input decoder waits for the rest of a key. */
	readonly keyWaits: DecoderLimits;
	/** The account that the user chose to start anew with; null for none. */
	readonly next: () => NextAccount;
	readonly close: () => Promise<void>;
};

/** Wires backend, records, services and screen. Throws an `ApiError` for an unusable key or base URL. */
export function composeTui(
	environment: Environment,
	folders: BaseFolders,
	options: TuiOptions,
	terminal: TerminalTools,
): Composed {
	const now = Date.now;
	const ticker = systemTicker(now);
	const patience = createPatience(now, ticker.after);
	const file = openSettings(folders.config, folders.isConfigHung);
	const { settings } = file;
	const backend = openBackend(environment, options, file, patience, now);
	const { api, secrets } = backend;
	const views = openSavedViews(backend.names, folders.config, folders.isConfigHung);
	const bindings = bindKeys(actions, settings.keys);
	const { filter } = options;
	const sources = {
		environment,
		folders,
		filter,
		profile: backend.profile,
		settings: file,
		views,
		bindings,
		secrets,
		nowMillis: now(),
	};
	const start = startState(sources);
	const session = logSession(options.log?.log ?? null, createUiStore(start.state, guardKeys(secrets)));
	const { store } = session;
	options.log?.onFailed((sentence) => warn(store, sentence));
	terminal.onCaught((sentence) => warn(store, sentence));
	const settingsKept = keepSettings(store, file, views);
	// An early check whether settings can be saved. The first frame does not wait for it.
	if (!folders.isConfigHung)
		void file.prepare().catch((error: unknown) => warn(store, `Nothing can be saved: ${reasonOf(error)}`));
	const client = createQueryClient();
	// Sent before drawing, so that the first frame is made while the server works. The first rows wait for nothing.
	void client.prefetchInfiniteQuery(listOptions({ api, now }, start.query)).then(drawAnswersInBursts);
	const accounts = otherAccounts(environment, folders, backend);
	const records = openWriter(folders.state, backend, settings, store, now);
	const tools = {
		environment,
		stateFolder: folders.state,
		settings,
		api,
		client,
		store,
		terminal,
		ticker,
		now,
	};
	const { close: closeServices, ...services } = startServices(tools);
	session.logPolls(services.live);
	const theme = backend.profile?.theme ?? null;
	const isAscii = theme === 'ascii' || options.ascii || settings.ascii || wantsAscii(environment);
	const program: Program = {
		...patience,
		...services,
		api,
		writer: records.writer,
		client,
		store,
		theme: createTheme(
			theme === 'no-colours' ? 0 : colourLevel(environment.NO_COLOR),
			isAscii ? asciiGlyphs : unicodeGlyphs,
		),
		bindings,
		account: backend.account,
		accounts,
		isProduction: backend.isProduction,
		readOnly: backend.readOnly,
		hold: file.hold,
		banner: backend.banner,
		hasHeadings: settings.headings,
		now,
		restMillis: 100,
		looksForBadges: settings.badges,
		signals: settings.signals,
		ticker,
		trashDays: settings.trashDays,
		version: process.env.TCONV_VERSION ?? '0.0.0',
		redactCountry: settings.redactCountry,
		stopProcess: terminal.stopProcess,
		followSuspends: terminal.followSuspends,
		address: backend.address,
		portalUrl: settings.portalUrl,
		lookAtConfig: () => [file, views].map(({ path, look }) => configFile(path, look())),
	};
	if (options.open !== null) void jump(program, options.open);
	void nameAssistants(program, start);
	return {
		program,
		draw: drawing(program),
		next: accounts.next,
		keyWaits: keyWaits(environment, settings.escapeMillis),
		close: async () => {
			records.endPurge();
			await closeServices();
			session.end();
			await records.idle();
			await settingsKept();
			client.clear();
			await backend.close();
		},
	};
}
