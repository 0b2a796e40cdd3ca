import type { ConversationsApi } from '../api/conversations-api.ts';
import { type Decoded, decodedValues } from '../domain/decoded.ts';
import type { InsightResult } from '../domain/insight.ts';
import { formatInstant } from '../domain/instant.ts';
import type { JsonValue } from '../domain/json.ts';
import { accountWish, formatOf, openOutput } from './command-options.ts';
import { insightsDeclaration } from './declarations/read.ts';
import { eachId } from './each-id.ts';
import { findId, givenIds } from './ids.ts';
import { fieldOf, type ShownRow } from './output/shown-row.ts';
import { type Runner, runner } from './runner.ts';

type RunsOf = { readonly id: string; readonly runs: readonly Decoded<InsightResult>[] };

/** `tconv insights`. */
export const runInsights: Runner = runner(insightsDeclaration, async ({ options, args, io, open, say }) => {
	const results = ['at', 'status', 'name', 'result'];
	const columns = args.length === 1 ? results : ['conversation_id', ...results];
	const printer = await openOutput(options, io, 'insights', { columns });
	const { api } = await open(accountWish(options));
	const { stop } = io;
	// JSON carries the run as it came; the other formats have columns, and a row for each result.
	const isJson = ['json', 'ndjson', 'yaml'].includes(formatOf(options, io)) && !options.has('fields');
	const names = isJson ? new Map<string, string>() : await templateNames(api, stop);
	const code = await eachId(
		givenIds(args, io.input),
		io,
		say,
		async (given) => runsOf(api, await findId(api, given, stop), stop),
		async ({ id, runs }) => {
			for (const run of runs)
				for (const row of isJson ? [runRow(id, run)] : resultRows(id, run, names)) await printer.add(row);
		},
	);
	io.progress(null);
	await printer.end();
	return code;
});

async function runsOf(api: ConversationsApi, id: string, signal: AbortSignal): Promise<RunsOf> {
	const runs: Decoded<InsightResult>[] = [];
	for await (const page of api.insights(id, { signal })) runs.push(...page.rows);
	// The API answers a conversation that does not exist in the same way as one without insights.
	if (runs.length === 0) await api.get(id, { signal });
	return { id, runs };
}

async function templateNames(
	api: ConversationsApi,
	signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
	const names = new Map<string, string>();
	for await (const page of api.insightTemplates({ signal }))
		for (const { id, name } of decodedValues(page.rows)) names.set(id, name);
	return names;
}

function runRow(id: string, run: Decoded<InsightResult>): ShownRow {
	const raw = run.ok ? run.value.raw : run.raw;
	return {
		json: { conversation_id: id, insight: raw },
		field: (name) => (name === 'conversation_id' ? id : fieldOf(raw, name)),
	};
}

/** A row for each result of a run; one row for a run without any. */
function resultRows(
	id: string,
	run: Decoded<InsightResult>,
	names: ReadonlyMap<string, string>,
): readonly ShownRow[] {
	const whole = runRow(id, run);
	if (!run.ok) return [{ ...whole, field: (name) => (name === 'result' ? run.problem : whole.field(name)) }];
	const { createdAt, status, insights } = run.value;
	const row = (own: { readonly [name: string]: JsonValue }): ShownRow => ({
		...whole,
		field: (name) => (Object.hasOwn(own, name) ? own[name] : whole.field(name)),
	});
	const shared = { at: createdAt === null ? null : formatInstant(createdAt), status };
	if (insights.length === 0) return [row({ ...shared, name: '', result: '' })];
	return insights.map(({ insightId, result }) =>
		row({ ...shared, insight_id: insightId, name: names.get(insightId) ?? insightId, result }),
	);
}
