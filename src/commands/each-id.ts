import { ApiError } from '../api/errors.ts';
import { countText } from '../text/count.ts';
import { safe, t } from '../text/safe.ts';
import type { SafeText } from '../text/safe-text.ts';
import { errorWords } from './error-words.ts';
import { apiErrorCode, type ExitCode, exitCodes } from './exit-codes.ts';
import type { GivenId } from './ids.ts';
import { type CommandIo, CommandProblem } from './io.ts';
import { withoutKeys } from './masked.ts';

/** How many conversations are read at the same time. */
const atOnce = 4;

/** Failures that the next conversation would meet too. */
const general = new Set<ApiError['kind']>(['auth', 'forbidden', 'network', 'rate-limited']);

/** The exit code of many works: 0, the code that all failures share, or 7 where others are done. */
export function manyCode(done: number, failures: readonly ExitCode[]): ExitCode {
	const [first] = failures;
	if (first === undefined) return exitCodes.ok;
	if (done > 0) return exitCodes.partlyDone;
	return failures.every((code) => code === first) ? first : exitCodes.failed;
}

/**
 * Reads for each id, several at once, and takes the results in the order of the ids. A failure is said and the next id
 * goes on, unless it would fail in the same way. Returns the exit code.
 */
export async function eachId<T>(
	ids: AsyncIterable<GivenId>,
	io: CommandIo,
	say: (words: SafeText) => void,
	read: (id: GivenId) => Promise<T>,
	take: (result: T) => Promise<void>,
): Promise<ExitCode> {
	const failures: ExitCode[] = [];
	let done = 0;
	let isOver = false;
	/** Throws what is no failure of this one id. */
	const fail = ({ text }: GivenId, error: unknown): void => {
		if (io.stop.aborted) throw error;
		if (error instanceof CommandProblem) {
			failures.push(error.code);
			say(withoutKeys(error.message, io.environment));
			return;
		}
		if (!(error instanceof ApiError)) throw error;
		failures.push(apiErrorCode(error));
		say(
			error.kind === 'not-found'
				? t`No conversation has the id ${withoutKeys(text, io.environment)}.`
				: t`${withoutKeys(text, io.environment)}: ${errorWords(error, io.environment)}`,
		);
		if (!general.has(error.kind)) return;
		isOver = true;
	};
	const waiting: { readonly id: GivenId; readonly result: Promise<T> }[] = [];
	const takeFirst = async (): Promise<void> => {
		const first = waiting.shift();
		if (first === undefined) return;
		let result: T;
		try {
			result = await first.result;
		} catch (error) {
			if (!isOver) fail(first.id, error);
			return;
		}
		await take(result);
		done += 1;
		io.progress(t`${safe(countText(done))} conversations`);
	};
	for await (const id of ids) {
		const result = read(id);
		// Its turn comes later; until then a failure must not end the program.
		result.catch(() => undefined);
		waiting.push({ id, result });
		if (waiting.length >= atOnce) await takeFirst();
		if (isOver) break;
	}
	while (waiting.length > 0) await takeFirst();
	if (done + failures.length === 0) throw new CommandProblem(exitCodes.usage, 'Standard input has no id.');
	return manyCode(done, failures);
}
