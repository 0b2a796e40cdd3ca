import type { ConversationsApi } from '../api/conversations-api.ts';
import type { ConversationPage, PageCursor } from '../api/types.ts';
import type { Conversation } from '../domain/conversation.ts';
import type { Decoded } from '../domain/decoded.ts';
import { Random } from '../domain/random.ts';
import type { ListQuery } from '../filter/tree.ts';
import { countText } from '../text/count.ts';
import { safe, t } from '../text/safe.ts';
import { allPages } from './all-rows.ts';
import { accountWish, openOutput, wholeNumber } from './command-options.ts';
import { listDeclaration } from './declarations/read.ts';
import { exitCodes } from './exit-codes.ts';
import { type CommandIo, CommandProblem } from './io.ts';
import { conversationRow } from './output/shown-row.ts';
import { readFilter } from './query.ts';
import { type Runner, runner } from './runner.ts';
import { sampleOf } from './sample.ts';

const usualLimit = 50;
const mostOnPage = 100;

/** With less room than this, a row of the table would not fit into a line of the terminal. */
const cellsForChannel = 95;
const cellsForName = 110;

/** The columns of conversations in a table this wide (cells; null for no terminal). */
export function conversationColumns(width: number | null): readonly string[] {
	const cells = width ?? Number.POSITIVE_INFINITY;
	return [
		'id',
		'last_message_at',
		...(cells < cellsForChannel ? [] : ['channel']),
		'end_user',
		...(cells < cellsForName ? [] : ['name']),
	];
}

type Row = Decoded<Conversation>;
/** Counts of the rows so far. */
type Seen = { rows: number; nulls: number; unreadable: number };

/** `tconv list`. */
export const runList: Runner = runner(listDeclaration, async ({ options, io, open, say }) => {
	const limit = wholeNumber(options, 'limit');
	const drawnCount = wholeNumber(options, 'sample');
	const seed = wholeNumber(options, 'seed', 0) ?? Math.floor(io.random() * 1_000_000_000);
	const isAll = options.has('all');
	const usage = (problem: string) => new CommandProblem(exitCodes.usage, problem);
	if (isAll && limit !== null) throw usage('--all and --limit exclude each other');
	if (drawnCount !== null && (isAll || limit !== null))
		throw usage('--sample draws from all: leave out --all and --limit');
	if (drawnCount === null && options.has('seed')) throw usage('--seed needs --sample');
	const printer = await openOutput(options, io, 'list', { columns: conversationColumns(io.columns) });

	const account = await open(accountWish(options));
	const { api } = account;
	const typed = { filter: options.text('filter'), view: options.text('view') };
	const context = { api, nowMillis: io.now(), zone: io.zone, stop: io.stop };
	const { query, viewOrder } = await readFilter(typed, account.savedViews, context);
	if (query.limit !== null && (isAll || limit !== null || drawnCount !== null))
		throw usage('The filter has a limit: leave out --all, --limit and --sample, or the limit');
	if (drawnCount !== null && query.order.length > 0)
		throw usage('The filter has an order, which --sample cannot keep: leave out sort');

	const seen: Seen = { rows: 0, nulls: 0, unreadable: 0 };
	if (drawnCount !== null) {
		const drawn = await sampleOf(
			rowsOf(allPages(api, query, io.stop), seen, io),
			drawnCount,
			new Random(seed),
		);
		io.progress(null);
		for (const row of drawn) await printer.add(conversationRow(row));
		say(t`${safe(countText(drawn.length))} of ${safe(countText(seen.rows))}, drawn with --seed ${seed}`);
	} else if (isAll) {
		for await (const row of rowsOf(allPages(api, query, io.stop), seen, io))
			await printer.add(conversationRow(row));
	} else {
		const order = query.order.length > 0 ? query.order : viewOrder;
		const asked = { ...query, order, limit: limit ?? query.limit ?? usualLimit };
		const more = await firstRows(api, asked, io, seen, async (row) => printer.add(conversationRow(row)));
		if (more && limit === null && query.limit === null)
			say(t`the first ${usualLimit}; there are more: --all, or --limit N`);
	}
	io.progress(null);
	await printer.end();
	if (seen.nulls > 0) say(t`${seen.nulls} rows came as null and cannot be shown`);
	if (seen.unreadable > 0) say(t`${seen.unreadable} rows could not be read; --json has them as they came`);
	return exitCodes.ok;
});

function count(seen: Seen, row: Row): void {
	seen.rows += 1;
	if (!row.ok) seen.unreadable += 1;
}

/** The rows of pages, counted. */
async function* rowsOf(
	pages: AsyncIterable<ConversationPage>,
	seen: Seen,
	io: Pick<CommandIo, 'progress'>,
): AsyncGenerator<Row, void, undefined> {
	for await (const { rows, skipped } of pages) {
		seen.nulls += skipped;
		for (const row of rows) {
			count(seen, row);
			yield row;
		}
		io.progress(t`${safe(countText(seen.rows))} conversations`);
	}
}

/** The first rows of a list up to its limit. Returns true if there are more. */
async function firstRows(
	api: ConversationsApi,
	query: ListQuery & { readonly limit: number },
	{ stop }: Pick<CommandIo, 'stop'>,
	seen: Seen,
	add: (row: Row) => Promise<void>,
): Promise<boolean> {
	// One row more than the limit says whether there are more.
	const asked = { ...query, limit: query.limit + 1 };
	let left = query.limit;
	let cursor: PageCursor | null = null;
	do {
		const page: ConversationPage = await api.listPage(asked, {
			cursor,
			pageSize: Math.min(mostOnPage, left + 1),
			signal: stop,
		});
		seen.nulls += page.skipped;
		for (const row of page.rows) {
			if (left === 0) return true;
			count(seen, row);
			await add(row);
			left -= 1;
		}
		cursor = page.next;
		if (page.problem !== null) throw new CommandProblem(exitCodes.failed, page.problem);
	} while (cursor !== null);
	return false;
}
