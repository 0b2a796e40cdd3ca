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
import { formatListQuery, toQueryString } from './filter/format.ts';
import type { SavedViews } from './filter/saved-views.ts';
import { emptyQuery, type ListQuery, type Order } from './filter/tree.ts';
import { profileFolder } from './local/file-names.ts';
import { heldNowhere, openRecords } from './local/open-records.ts';
import { createEditOutside, type Lend } from './outside/edit-outside.ts';
import { readDraft } from './state/line-draft.ts';
import { type RecentFilter, rememberFilter } from './state/recent-filters.ts';
import { createUiStore, type UiStore } from './state/store.ts';
import { newestFirst, type UiState } from './state/ui-state.ts';
import { localZone } from './text/zone.ts';
import { jump } from './ui/jump.ts';
import type { Program } from './ui/program.ts';
import { assistantNamesOptions } from './ui/queries/detail-queries.ts';
import { listOptions } from './ui/queries/list-query.ts';
import { asciiGlyphs, createTheme, unicodeGlyphs } from './ui/theme.ts';
import type { Records } from './writes/records.ts';
import type { Writer } from './writes/writer.ts';

/** What is done to the terminal from outside of the screen. */
type TerminalTools = { readonly stopProcess: () => Promise<void>; readonly lendTerminal: Lend };

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
	const { order, wrapped, ascii, badges, recentFilters } = file.settings;
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
			// Who quits right after taking over still holds it.
			await writer.records.held.idle();
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
	if (!/assistant/i.test(line)) return;
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
	const records = lasts ? kept : { ...kept, held: heldNowhere() };
	return { api, records, now, newId, onUnjournalled: (problem) => warn(store, problem) };
}

/** Lets go of what was kept for long enough. */
async function purge({ trash, runs }: Records, store: UiStore): Promise<void> {
	try {
		await trash.purge();
		await runs.purge();
	} catch (error) {
		warn(store, error instanceof Error ? error.message : String(error));
	}
}

function warn(store: UiStore, text: string): void {
	store.dispatch({ type: 'notice', notice: { tone: 'warn', text, stays: true } });
}

/** Keeps what the user changes in passing. Failing to is told of, and must not get in the way. */
function keepSettings(
	store: UiStore,
	save: <K extends keyof Settings>(name: K, value: Settings[K]) => void,
	saveViews: (saved: SavedViews) => void,
): void {
	const kept = ({ query, wrapped, recents, saved }: UiState) => ({
		saved,
		recentFilters: recents,
		order: formatListQuery({ ...emptyQuery, order: query.order })[0]?.[1] ?? '',
		wrapped,
	});
	let before = kept(store.getState());
	store.subscribe((state) => {
		const now = kept(state);
		try {
			if (now.order !== before.order) save('order', now.order);
			if (now.recentFilters !== before.recentFilters)
				save(
					'recentFilters',
					now.recentFilters.map(({ line }) => line),
				);
			if (now.saved !== before.saved) saveViews(now.saved);
			if (now.wrapped !== before.wrapped) save('wrapped', now.wrapped);
		} catch (error) {
			const reason = error instanceof Error ? error.message : String(error);
			queueMicrotask(() =>
				warn(store, `This setting holds until you quit; it could not be saved: ${reason}`),
			);
		}
		before = now;
	});
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
