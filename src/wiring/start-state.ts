import type { Profile } from '../accounts/profile.ts';
import { type Bindings, keyProblemsInShort } from '../actions/keys/bindings.ts';
import type { Environment } from '../backend.ts';
import type { SavedViewsFile } from '../config/saved-views.ts';
import { readOrder, type SettingsFile } from '../config/settings.ts';
import { assistantNames, assistantsOptions } from '../data/detail-queries.ts';
import { instantFromMillis } from '../domain/instant.ts';
import { mayNameAssistant } from '../filter/query-text/assistant-names.ts';
import { isSameQuery } from '../filter/query-text/format-query-text.ts';
import { emptyQuery, type Order, type SaidQuery } from '../filter/tree.ts';
import type { BaseFolders } from '../records/base-folders.ts';
import type { Runtime } from '../services/runtime.ts';
import { nothingDone } from '../state/done.ts';
import { readDraft } from '../state/filter/query-text-draft.ts';
import { type RecentFilter, rememberFilter } from '../state/filter/recent-filters.ts';
import { notLive } from '../state/live.ts';
import { newestFirst, type UiState } from '../state/ui-state.ts';
import { holdsSecret } from '../text/redact.ts';
import { localZone } from '../text/time.ts';

/** Sources of the first state. `filter` is the one from the command line; null for none. */
type Sources = {
	readonly environment: Environment;
	readonly folders: BaseFolders;
	readonly filter: string | null;
	/** The profile of the account; null for none. */
	readonly profile: Pick<Profile, 'name' | 'startView' | 'owner'> | null;
	readonly settings: Pick<SettingsFile, 'settings' | 'problems'>;
	readonly views: Pick<SavedViewsFile, 'saved' | 'problems'>;
	readonly bindings: Bindings;
	readonly secrets: readonly string[];
	readonly nowMillis: number;
};

/** The first state. `queryText` is the text that its query was parsed from; null for none. */
type Start = {
	readonly queryText: string | null;
	readonly query: SaidQuery;
	readonly state: Partial<UiState>;
};

/** Makes the first state from settings, saved views and the command line, with a notice of their problems. */
export function startState({
	environment,
	folders,
	filter,
	profile,
	settings: { settings, problems },
	views,
	bindings,
	secrets,
	nowMillis,
}: Sources): Start {
	const { saved } = views;
	const { wrapped, recentFilters, live, triageShared, triageOwner } = settings;
	const startView = profile?.startView ?? null;
	const named = startView === null ? undefined : saved.views.find(({ name }) => name === startView);
	const view = named ?? saved.views.find(({ id }) => id === saved.startId);
	const queryText = filter ?? view?.queryText ?? null;
	const usual = readOrder(settings.order) ?? newestFirst.order;
	const ownOrder = filter === null && view !== undefined ? readOrder(view.order) : null;
	const query = startQuery(
		queryText,
		nowMillis,
		ownOrder === null || ownOrder.length === 0 ? usual : ownOrder,
	);
	const recents = recentFilters
		.filter((recent) => !holdsSecret(recent, secrets))
		.map((recent): RecentFilter => ({ queryText: recent, query: null }));
	const told = [...problems, ...views.problems, ...keyProblemsInShort(bindings)];
	if (startView !== null && named === undefined)
		told.push(`There is no saved view “${startView}”, with which the profile ${profile?.name} starts.`);
	for (const [name, value] of [
		['settings.json', recentFilters],
		['views.json', saved],
	] as const) {
		if (holdsSecret(JSON.stringify(value), secrets))
			told.push(`${name} holds your API key. Remove it from the file.`);
	}
	if (folders.hungState !== null)
		told.push(
			`${folders.hungState} does not answer. Until the next start, records are kept in ${folders.state}.`,
		);
	const state: Partial<UiState> = {
		query,
		recents: rememberFilter(recents, query, queryText ?? undefined),
		saved,
		wrapped,
		live: { ...notLive, isOn: live },
		done: {
			...nothingDone,
			isShared: triageShared,
			owner: profile?.owner || triageOwner || (environment.USER ?? ''),
		},
		notice: told.length === 0 ? null : { tone: 'warn', text: told.join(' ') },
	};
	return { queryText, query, state };
}

/** The first query. A query text without an order gets the saved one. */
function startQuery(queryText: string | null, nowMillis: number, order: readonly Order[]): SaidQuery {
	const context = { now: instantFromMillis(nowMillis), zone: localZone };
	const read = readDraft(queryText ?? '', context, order);
	return read.ok ? read.query : { ...emptyQuery, order };
}

/**
 * The context of a query text: time, zone, and the assistants' names if the text may contain one. Throws as the API
 * does.
 */
export async function queryTextContext(
	queryText: string,
	{ api, client, now }: Pick<Runtime, 'api' | 'client' | 'now'>,
) {
	const assistants = mayNameAssistant(queryText)
		? assistantNames(await client.fetchQuery(assistantsOptions(api)))
		: new Map<string, string>();
	return { now: instantFromMillis(now()), zone: localZone, assistants };
}

/**
 * Parses a query text that may name an assistant again, once the names are loaded; the start does not wait for them.
 */
export async function nameAssistants(
	runtime: Pick<Runtime, 'api' | 'client' | 'store' | 'now'>,
	{ queryText, query }: Pick<Start, 'queryText' | 'query'>,
): Promise<void> {
	if (queryText === null || !mayNameAssistant(queryText)) return;
	const { store } = runtime;
	// Without names the first reading stays. The list itself shows that the server does not answer.
	const context = await queryTextContext(queryText, runtime).catch(() => null);
	if (context === null || store.getState().query !== query) return;
	const read = readDraft(queryText, context, query.order);
	if (!read.ok || isSameQuery(read.query, query)) return;
	store.dispatch({ type: 'query', query: read.query, queryText, instead: true });
}
