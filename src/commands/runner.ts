import { ApiError } from '../api/errors.ts';
import { FileProblem } from '../records/file-problem.ts';
import { holdsSecret } from '../text/redact.ts';
import { safe, t } from '../text/safe.ts';
import type { SafeText } from '../text/safe-text.ts';
import type { Account, AccountWish } from './account.ts';
import { type GivenOptions, readCommandLine } from './command-line.ts';
import type { CommandDeclaration } from './declaration.ts';
import { errorWords } from './error-words.ts';
import { apiErrorCode, exitCodes, signalCode } from './exit-codes.ts';
import { helpLines } from './help.ts';
import { type CommandEnd, type CommandIo, CommandProblem } from './io.ts';
import { withoutKeys } from './masked.ts';
import { tellWaits } from './tail-waits.ts';

/** Runs a command with the arguments after its name. Returns the exit code; throws faults of tconv itself. */
export type Runner = (args: readonly string[], io: CommandIo) => Promise<number>;

/** The work of a command, and the parts that it works with. */
export type Work<Name extends string> = (parts: {
	readonly options: GivenOptions<Name>;
	readonly args: readonly string[];
	readonly io: CommandIo;
	/** Opens the account, which is closed at the end. */
	readonly open: (wish: AccountWish) => Promise<Account>;
	/** Says a line on stderr, after the name of the command. */
	readonly say: (words: SafeText) => void;
}) => Promise<number>;

/**
 * A command: reads its arguments, works, and makes one line and an exit code of every failure. A reader that has gone
 * ends it with 0, a signal with the code of the signal.
 */
export function runner<Name extends string>(declared: CommandDeclaration<Name>, work: Work<Name>): Runner {
	const name = safe(declared.name);
	return async (args, io) => {
		const said = (text: string): SafeText => withoutKeys(text, io.environment);
		const say = (words: SafeText): void => {
			io.progress(null);
			io.stderr(t`tconv ${name}: ${words}`);
		};
		const usage = (problem: string): number => {
			say(t`${said(problem)} (see tconv ${name} --help)`);
			return exitCodes.usage;
		};
		const opened: Account[] = [];
		const open = async (wish: AccountWish): Promise<Account> => {
			const account = await io.openAccount(wish);
			opened.push(account);
			for (const problem of account.problems) say(said(problem));
			tellWaits(account.waits, say);
			return account;
		};
		try {
			const line = readCommandLine(declared, args);
			if (line.kind === 'usage') return usage(line.problem);
			if (line.kind === 'help') {
				for (const text of helpLines(declared)) await io.stdout(text);
				return exitCodes.ok;
			}
			if (holdsSecret(args.join(' '), [io.environment.TELNYX_API_KEY ?? '']))
				return usage(
					'An argument holds your API key: nothing was sent. Check the history of your shell for it.',
				);
			return await work({ options: line.options, args: line.args, io, open, say });
		} catch (error) {
			const isReported = error instanceof CommandProblem || error instanceof ApiError;
			// A write that failed is reported, even where the reader of the output has gone.
			if (io.stop.aborted && !(isReported && io.stop.reason.kind !== 'signal'))
				return endCode(io.stop.reason, say);
			if (error instanceof CommandProblem) {
				if (error.code === exitCodes.usage) return usage(error.message);
				say(said(error.message));
				return error.code;
			}
			if (error instanceof ApiError) {
				say(errorWords(error, io.environment));
				return apiErrorCode(error);
			}
			if (error instanceof FileProblem) {
				say(said(error.message));
				return exitCodes.failed;
			}
			throw error;
		} finally {
			io.progress(null);
			for (const account of opened) await account.close();
		}
	};
}

/** The exit code for a command that ended early. */
export function endCode(end: CommandEnd, say: (words: SafeText) => void): number {
	switch (end.kind) {
		case 'unread':
			return exitCodes.ok;
		case 'unwritable':
			say(t`cannot write the output: ${safe(end.reason)}`);
			return exitCodes.failed;
		case 'signal':
			return signalCode(end.name);
	}
}
