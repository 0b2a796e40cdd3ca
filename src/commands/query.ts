import type { ConversationsApi } from '../api/conversations-api.ts';
import { decodedValues } from '../domain/decoded.ts';
import { instantFromMillis } from '../domain/instant.ts';
import { QueryError } from '../filter/errors.ts';
import { nearest } from '../filter/nearest.ts';
import { parseListQuery } from '../filter/parse.ts';
import { mayNameAssistant } from '../filter/query-text/assistant-names.ts';
import { parseQueryText } from '../filter/query-text/parse-query-text.ts';
import { QueryTextError } from '../filter/query-text/query-text-error.ts';
import { resolveQuery } from '../filter/resolve.ts';
import type { SavedView } from '../filter/saved-views.ts';
import type { ListQuery, Order } from '../filter/tree.ts';
import type { ZoneOffset } from '../text/time.ts';
import { exitCodes } from './exit-codes.ts';
import { CommandProblem } from './io.ts';

/** The filter of a command line: a query text, and a saved view by its name or id; null for none. */
export type TypedFilter = { readonly filter: string | null; readonly view: string | null };

/** A filter as a query. `viewOrder` is the order of the saved view, where the query text asks for none. */
export type FilterQuery = { readonly query: ListQuery; readonly viewOrder: readonly Order[] };

/**
 * Reads the filter of a command line. Asks the server for its assistants if the text may name one.
 * @throws {CommandProblem} naming the problem and its place, or the nearest saved views; throws as the API does.
 */
export async function readFilter(
	{ filter, view }: TypedFilter,
	savedViews: readonly SavedView[],
	{
		api,
		nowMillis,
		zone,
		stop,
	}: {
		readonly api: ConversationsApi;
		readonly nowMillis: number;
		readonly zone: ZoneOffset;
		readonly stop: AbortSignal;
	},
): Promise<FilterQuery> {
	const saved = view === null ? null : viewNamed(view, savedViews);
	const now = instantFromMillis(nowMillis);
	const texts = [
		...(saved === null ? [] : [{ text: saved.queryText, what: `Saved view “${saved.name}”` }]),
		...(filter === null ? [] : [{ text: filter, what: 'Filter' }]),
	];
	// Wrong words need no server to be found.
	for (const { text, what } of texts) parsed(text, what, { now, zone });
	const assistants = new Map<string, string>();
	if (texts.some(({ text }) => mayNameAssistant(text)))
		for await (const page of api.assistants({ signal: stop }))
			for (const { id, name } of decodedValues(page.rows)) assistants.set(id, name);
	const queries = texts.map(({ text, what }) =>
		resolveQuery(parsed(text, what, { now, zone, assistants }), { now, zone }),
	);
	const last = queries.at(-1);
	const query = {
		filters: queries.flatMap(({ filters }) => filters),
		order: last?.order ?? [],
		limit: last?.limit ?? null,
		offset: last?.offset ?? null,
	};
	if (query.offset !== null)
		throw new CommandProblem(
			exitCodes.usage,
			'Filter: offset does not work here. Leave it out, and use --all.',
		);
	return { query, viewOrder: saved === null ? [] : orderOf(saved) };
}

function parsed(text: string, what: string, context: Parameters<typeof parseQueryText>[1]) {
	try {
		return parseQueryText(text, context);
	} catch (error) {
		if (!(error instanceof QueryTextError)) throw error;
		const message = what === 'Filter' ? error.message : `${what}: ${error.message}`;
		throw new CommandProblem(exitCodes.usage, message);
	}
}

function viewNamed(name: string, savedViews: readonly SavedView[]): SavedView {
	const wanted = name.trim().toLowerCase();
	const found =
		savedViews.find((view) => view.name.trim().toLowerCase() === wanted) ??
		savedViews.find(({ id }) => id.toLowerCase() === wanted);
	if (found !== undefined) return found;
	const names = savedViews.map((view) => view.name);
	const near = nearest(name, [...names, ...savedViews.map(({ id }) => id)]);
	const hint =
		near.length > 0 ? `Did you mean ${near.join(', ')}?` : `There are: ${names.join(', ') || 'none'}.`;
	throw new CommandProblem(exitCodes.usage, `There is no saved view “${name}”. ${hint}`);
}

/** The order of a saved view; none if its text cannot be read, as on the screen. */
function orderOf({ order }: SavedView): readonly Order[] {
	if (order === '') return [];
	try {
		return parseListQuery([['order', order]]).order;
	} catch (error) {
		if (error instanceof QueryError) return [];
		throw error;
	}
}
