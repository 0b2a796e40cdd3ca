import { QueryClient } from '@tanstack/react-query';
import { supportsColor } from 'chalk';
import { bindKeys } from './actions/bindings.ts';
import { actions } from './actions/table.ts';
import { type Backend, chooseBackend, type Environment } from './backend.ts';
import { stateFolder } from './config/crash-file.ts';
import { readOnlyReason } from './config/read-only.ts';
import { openSettings, readOrder, type Settings } from './config/settings.ts';
import { openViews } from './config/views.ts';
import { instantFromMillis } from './domain/instant.ts';
import { reasonOf } from './domain/reason.ts';
import { toQueryString } from './filter/format.ts';
import { mayNameAssistant } from './filter/line/assistant-names.ts';
import { emptyQuery, type ListQuery, type Order } from './filter/tree.ts';
import { keepSettings, warn } from './keep-settings.ts';
import { systemTicker } from './live/ticker.ts';
import { profileFolder } from './local/file-names.ts';
import { doneNowhere, heldNowhere, openRecords } from './local/open-records.ts';
import { alertSequence } from './outside/alert.ts';
import { createEditOutside, type Lend } from './outside/edit-outside.ts';
import { createWatchCommand } from './outside/watch-command.ts';
import { nothingDone } from './state/done.ts';
import { readDraft } from './state/line-draft.ts';
import { notLive } from './state/live.ts';
import { type RecentFilter, rememberFilter } from './state/recent-filters.ts';
import { createUiStore, type UiStore } from './state/store.ts';
import { newestFirst } from './state/ui-state.ts';
import { localZone } from './text/zone.ts';
import { jump } from './ui/jump.ts';
import { createLive } from './ui/live/live-service.ts';
import { createPresence } from './ui/live/presence.ts';
import { tellWatch } from './ui/live/tell-watch.ts';
import { createWatches } from './ui/live/watch-service.ts';
import type { Program } from './ui/program.ts';
import { assistantNamesOptions } from './ui/queries/detail-queries.ts';
import { listOptions } from './ui/queries/list-query.ts';
import { asciiGlyphs, createTheme, unicodeGlyphs } from './ui/theme.ts';
import type { Records } from './writes/records.ts';
import type { Writer } from './writes/writer.ts';

/** What is done to the terminal from outside of the screen. */
type TerminalTools = {
	readonly stopProcess: () => Promise<void>;
	readonly lendTerminal: Lend;
	readonly writeBetweenFrames: (sequence: string) => void;
};

/** What the command line said. */
export type TuiOptions = {
	readonly ascii: boolean;
	readonly demoCount: number;
	/** A filter as one line, known to be readable; null for none. */
	readonly filter: string | null;
	/** Nothing is to be written to the account, whatever the settings say. */
	readonly readOnly: boolean;
	/** What to open at once, as `jump` understands it; null for the first row. */
	readonly open: string | null;
};

/** A program ready to be drawn, and what is to be done once it has been left. */
export type Composed = { readonly program: Program; readonly close: () => Promise<void> };

/** How long after the start old things in the trash are looked for: the first rows come before. */
const purgeAfterMillis = 5000;

/** Wires backend, API, settings, state and theme. Throws an `ApiError` for a key or a base URL that cannot be used. */
export function composeTui(environment: Environment, options: TuiOptions, terminal: TerminalTools): Composed {
	const now = Date.now;
	const file = openSettings(now, environment.TCONV_CONFIG_DIR);
	const whyReadOnly = (profile: string): string | null =>
		readOnlyReason(options.readOnly, file.settings, profile);
	const backend = chooseBackend(environment, options.demoCount, whyReadOnly, now);
	const bindings = bindKeys(actions, file.settings.keys);
	const { order, wrapped, ascii, badges, recentFilters, live, liveSeconds } = file.settings;
	const { triageShared, triageOwner } = file.settings;
	const kept = recentFilters.map((line): RecentFilter => ({ line, query: null }));
	const views = openViews(now, backend.profile, environment.TCONV_CONFIG_DIR);
	const { saved } = views;
	const view = saved.views.find(({ id }) => id === saved.startId);
	const line = options.filter ?? view?.line ?? null;
	const usual = readOrder(order) ?? newestFirst.order;
	const ownOrder = options.filter === null && view !== undefined ? readOrder(view.order) : null;
	const start = startQuery(line, now(), ownOrder === null || ownOrder.length === 0 ? usual : ownOrder);
	const problems = [...file.problems, ...views.problems, ...bindings.problems];
	const store = createUiStore({
		query: start,
		recents: rememberFilter(kept, start, line ?? undefined),
		saved,
		wrapped,
		live: { ...notLive, isOn: live },
		done: { ...nothingDone, isShared: triageShared, owner: triageOwner || (environment.USER ?? '') },
		notice: problems.length === 0 ? null : { tone: 'warn', text: problems.join(' ') },
	});
	keepSettings(store, file.save, views.save);
	const client = new QueryClient({
		// Trying again is the API service's own affair; the network's state is the server's to tell.
		defaultOptions: {
			queries: {
				retry: false,
				networkMode: 'always',
				refetchOnWindowFocus: false,
				refetchOnReconnect: false,
			},
		},
	});
	// Asked for before anything is drawn: the first frame is made while the server thinks.
	void client.prefetchInfiniteQuery(listOptions(backend.api, start));
	const isAscii = options.ascii || ascii || wantsAscii(environment);
	const theme = createTheme(colourLevel(environment), isAscii ? asciiGlyphs : unicodeGlyphs);
	const writer = createWriter(environment, backend, file.settings, store, now);
	const ticker = systemTicker(now);
	const presence = createPresence();
	const follows = createLive({
		api: backend.api,
		client,
		store,
		ticker,
		random: Math.random,
		intervalMillis: liveSeconds * 1000,
		presence,
	});
	const telling = tellWatch({
		store,
		alert: (text) => {
			if (!presence.isAway()) terminal.writeBetweenFrames(alertSequence(text, environment));
		},
		run: createWatchCommand(environment, file.settings.watchCommand),
	});
	const watches = createWatches({
		api: backend.api,
		store,
		ticker,
		random: Math.random,
		presence,
		context: async (words) => {
			const assistants = mayNameAssistant(words)
				? await client.fetchQuery(assistantNamesOptions(backend.api))
				: new Map<string, string>();
			return { now: instantFromMillis(now()), zone: localZone, assistants };
		},
		tell: telling.tell,
	});
	const program: Program = {
		api: backend.api,
		writer,
		client,
		store,
		theme,
		bindings,
		account: backend.account,
		readOnly: backend.readOnly,
		banner: backend.banner,
		now,
		restMillis: 100,
		looksForBadges: badges,
		signals: file.settings.signals,
		ticker,
		presence,
		live: follows,
		watches: telling,
		trashDays: file.settings.trashDays,
		stopProcess: terminal.stopProcess,
		editOutside: createEditOutside(environment, terminal.lendTerminal),
	};
	if (options.open !== null) void jump(program, options.open);
	if (line !== null) void nameAssistants(program, line, start);
	const purging = setTimeout(() => void purge(writer.records, store), purgeAfterMillis);
	// It must keep nobody from leaving.
	purging.unref();
	return {
		program,
		close: async () => {
			clearTimeout(purging);
			await follows.close();
			await watches.close();
			// Who quits right after taking over still holds it.
			await writer.records.held.idle();
			await writer.records.done.idle();
			client.clear();
			await backend.close();
		},
	};
}

/** What is asked for at start: a line without an order of its own takes the one that was kept. */
function startQuery(line: string | null, nowMillis: number, order: readonly Order[]): ListQuery {
	const context = { now: instantFromMillis(nowMillis), zone: localZone };
	const read = readDraft(line ?? '', context, order);
	return read.ok ? read.query : { ...emptyQuery, order };
}

/** Assistants go by their names in a line, and nobody knows those at start: such a line is read again once they are known. */
async function nameAssistants(
	{ api, client, store, now }: Program,
	line: string,
	start: ListQuery,
): Promise<void> {
	if (!mayNameAssistant(line)) return;
	// Without names the line stands as it was read; the list itself tells of a server that does not answer.
	const assistants = await client.fetchQuery(assistantNamesOptions(api)).catch(() => null);
	if (assistants === null || store.getState().query !== start) return;
	const context = { now: instantFromMillis(now()), zone: localZone, assistants };
	const read = readDraft(line, context, start.order);
	if (!read.ok || toQueryString(read.query) === toQueryString(start)) return;
	store.dispatch({ type: 'query', query: read.query, line, instead: true });
}

/** What writes work with: the API, and this profile's own folder for what is kept of them. */
function createWriter(
	environment: Environment,
	{ api, profile, lasts, secrets }: Backend,
	{ trashDays, trashMegabytes }: Settings,
	store: UiStore,
	nowMillis: () => number,
): Writer {
	const now = () => instantFromMillis(nowMillis());
	const newId = () => crypto.randomUUID();
	const folder = profileFolder(stateFolder(environment), profile);
	const limits = { days: trashDays, bytes: trashMegabytes * 1_000_000 };
	const kept = openRecords({ folder, now, newId, limits, secrets });
	const records = lasts ? kept : { ...kept, held: heldNowhere(), done: doneNowhere() };
	return { api, records, now, newId, onUnjournalled: (problem) => warn(store, problem) };
}

/** Lets go of what was kept for long enough. */
async function purge({ trash, runs }: Records, store: UiStore): Promise<void> {
	try {
		await trash.purge();
		await runs.purge();
	} catch (error) {
		warn(store, reasonOf(error));
	}
}

/** No colours for `NO_COLOR` (no-color.org), else what the terminal can do. */
function colourLevel(environment: Environment): 0 | 1 {
	const refused = environment.NO_COLOR !== undefined && environment.NO_COLOR !== '';
	return refused || supportsColor === false || supportsColor.level === 0 ? 0 : 1;
}

/** The Linux console has no rounded corners, and a locale that says it is not UTF-8 is believed. */
function wantsAscii(environment: Environment): boolean {
	if (environment.TERM === 'linux' || environment.TERM === 'dumb') return true;
	const locale = environment.LC_ALL || environment.LC_CTYPE || environment.LANG || '';
	return locale !== '' && !/utf-?8/i.test(locale);
}
