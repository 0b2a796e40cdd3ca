import { instantFromMillis } from '../domain/instant.ts';

/** Joins `--filter` and its query text: the text may start with `-`, which `parseArgs` reads as an option. */
export function joinFilter(args: readonly string[]): string[] {
	const at = args.indexOf('--filter');
	const line = args[at + 1];
	if (at < 0 || line === undefined || !/^-[^-]/.test(line)) return [...args];
	return [...args.slice(0, at), `--filter=${line}`, ...args.slice(at + 2)];
}

/** Why a filter is invalid, with the place in it; null for a valid one. */
export async function filterProblem(queryText: string, nowMillis: number): Promise<string | null> {
	// Loaded lazily: a start without a filter needs no parser.
	const [{ QueryTextError }, { parseQueryText }, { localZone }] = await Promise.all([
		import('../filter/query-text/query-text-error.ts'),
		import('../filter/query-text/parse-query-text.ts'),
		import('../text/time.ts'),
	]);
	try {
		parseQueryText(queryText, { now: instantFromMillis(nowMillis), zone: localZone });
		return null;
	} catch (error) {
		if (error instanceof QueryTextError) return error.message;
		throw error;
	}
}
