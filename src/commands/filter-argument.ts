import { instantFromMillis } from '../domain/instant.ts';

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
