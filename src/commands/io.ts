import type { Keychain } from '../accounts/keychain.ts';
import type { SafeText } from '../text/safe-text.ts';
import type { ZoneOffset } from '../text/time.ts';
import type { OpenAccount } from './account.ts';
import type { ExitCode } from './exit-codes.ts';

/** Why a command ends before its work does: the reason of its signal. */
export type CommandEnd =
	| { readonly kind: 'signal'; readonly name: 'SIGINT' | 'SIGTERM' | 'SIGHUP' }
	/** The reader of its output has gone. */
	| { readonly kind: 'unread' }
	| { readonly kind: 'unwritable'; readonly reason: string };

/** Standard input. */
export type CommandInput = {
	readonly isTerminal: boolean;
	/** Its bytes, once. */
	readonly chunks: () => AsyncIterable<Uint8Array>;
};

/** The process that a command runs in. */
export type CommandIo = {
	/** Writes one line with its line end; resolves when there is room for the next. Rejects once the command ends. */
	readonly stdout: (line: SafeText) => Promise<void>;
	/** As `stdout`, for a program that reads tabs between words: the caller makes the words safe. */
	readonly stdoutForProgram: (line: string) => Promise<void>;
	readonly stderr: (line: SafeText) => void;
	/** Shows progress in place on stderr, or clears it (null). Does nothing where stderr is no terminal. */
	readonly progress: (words: SafeText | null) => void;
	/** The cells of the terminal at stdout; null if it is none. */
	readonly columns: number | null;
	readonly input: CommandInput;
	/**
	 * Asks on the terminal, and resolves with the line that was typed after the question was drawn. Null where a
	 * question is impossible: standard input or stderr is no terminal.
	 */
	readonly ask: ((lines: readonly SafeText[], question: SafeText) => Promise<string>) | null;
	/** As `ask`, for one line that is not shown. */
	readonly askHidden: ((question: SafeText) => Promise<string>) | null;
	/** The keychain of the system. */
	readonly keychain: () => Keychain;
	readonly environment: Readonly<Record<string, string | undefined>>;
	/** The wall clock, in milliseconds since 1970. */
	readonly now: () => number;
	readonly random: () => number;
	readonly zone: ZoneOffset;
	readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
	/** Aborted with a `CommandEnd`. */
	readonly stop: AbortSignal;
	/** The bytes of a file. Rejects with the file system's error. */
	readonly readFile: (path: string) => Promise<Uint8Array>;
	readonly openAccount: OpenAccount;
};

/** A failure that a command reports in one line. `message` is raw. */
export class CommandProblem extends Error {
	override readonly name = 'CommandProblem';
	readonly code: ExitCode;

	constructor(code: ExitCode, message: string) {
		super(message);
		this.code = code;
	}
}
