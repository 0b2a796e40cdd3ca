import { instantFromMillis } from '../domain/instant.ts';

/** The arguments with `--filter` and its line in one: a line may begin with `-`, which `parseArgs` takes for an option. */
export function joinFilter(args: readonly string[]): string[] {
	const at = args.indexOf('--filter');
	const line = args[at + 1];
	if (at < 0 || line === undefined || !/^-[^-]/.test(line)) return [...args];
	return [...args.slice(0, at), `--filter=${line}`, ...args.slice(at + 2)];
}

/** Why a filter cannot be read, with the place in it; null for one that can. */
export async function filterProblem(line: string, nowMillis: number): Promise<string | null> {
	// Loaded late: a start without a filter needs no parser.
	const [{ LineError }, { parseLine }, { localZone }] = await Promise.all([
		import('../filter/line/line-error.ts'),
		import('../filter/line/parse-line.ts'),
		import('../text/zone.ts'),
	]);
	try {
		parseLine(line, { now: instantFromMillis(nowMillis), zone: localZone });
		return null;
	} catch (error) {
		if (error instanceof LineError) return error.message;
		throw error;
	}
}
