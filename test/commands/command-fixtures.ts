import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openKeychain } from '../../src/accounts/keychain.ts';
import { sleep } from '../../src/api/sleep.ts';
import type { CommandEnd, CommandIo } from '../../src/commands/io.ts';
import { runners } from '../../src/commands/run-command.ts';
import type { SafeText } from '../../src/text/safe-text.ts';
import { utc } from '../../src/text/time.ts';
import { accountOpener } from '../../src/wiring/open-account.ts';

export const key = 'KEY0123456789ABCDEF0123_abcdefghijklmnop';
/** The time of every command in tests: long after all data. */
export const nowMillis = Date.UTC(2026, 11, 1, 12);

/** A home of its own, for the settings and records of a test. */
export function scratchHome(): string {
	const home = mkdtempSync(join(tmpdir(), 'tconv-commands-'));
	onTestFinished(() => rmSync(home, { recursive: true, force: true }));
	return home;
}

export type RunOptions = {
	/** The address of a server; without it there is no key. */
	readonly url?: string;
	readonly home?: string;
	/** Standard input; a terminal without it. */
	readonly input?: string;
	/** Answers to questions, in their order. Without them no question is possible. */
	readonly answers?: readonly string[];
	/** The answer to a question whose answer is not shown. */
	readonly hidden?: string;
	/** Called while a question is shown. */
	readonly whileAsked?: () => Promise<void>;
	/** The width of the terminal at stdout; null for a pipe. */
	readonly columns?: number | null;
	readonly environment?: Readonly<Record<string, string>>;
	/** Called after each line; ends the command. */
	readonly onLine?: (lines: number, end: (how: CommandEnd) => void) => void;
};

/** What a command did: its exit code, its lines, its questions and its progress. */
export type Ran = {
	readonly code: number;
	readonly out: readonly SafeText[];
	readonly err: readonly SafeText[];
	readonly asked: readonly SafeText[];
	readonly progress: readonly SafeText[];
	/** Lines for another program. */
	readonly program: readonly string[];
};

/** Runs a command in this process, against a real server, with the records and settings of a scratch home. */
export async function run(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
	const { url, home = scratchHome(), input, answers, columns = null, onLine } = options;
	const environment = {
		HOME: home,
		...(url === undefined ? {} : { TELNYX_API_KEY: key, TELNYX_BASE_URL: url }),
		...options.environment,
	};
	const out: SafeText[] = [];
	const err: SafeText[] = [];
	const asked: SafeText[] = [];
	const progress: SafeText[] = [];
	const program: string[] = [];
	const stop = new AbortController();
	const left = [...(answers ?? [])];
	const io: CommandIo = {
		stdout: async (line) => {
			stop.signal.throwIfAborted();
			out.push(line);
			onLine?.(out.length, (how) => stop.abort(how));
		},
		stdoutForProgram: async (line) => void program.push(line),
		stderr: (line) => void err.push(line),
		progress: (words) => {
			if (words !== null) progress.push(words);
		},
		columns,
		input: {
			isTerminal: input === undefined,
			chunks: async function* () {
				yield Buffer.from(input ?? '');
			},
		},
		ask:
			answers === undefined
				? null
				: async (lines, question) => {
						asked.push(...lines, question);
						await options.whileAsked?.();
						return left.shift() ?? '';
					},
		askHidden: options.hidden === undefined ? null : async () => options.hidden ?? '',
		// The keychain of the machine that runs the tests is left alone.
		keychain: () => openKeychain(environment, '@tconv/none'),
		environment,
		now: () => nowMillis,
		random: () => 0.5,
		zone: utc,
		sleep,
		stop: stop.signal,
		readFile: (path) => readFile(path),
		openAccount: accountOpener(environment, () => nowMillis),
	};
	const [name = '', ...rest] = args;
	const runner = await runners[name]?.();
	if (runner === undefined) throw new Error(`no command ${name}`);
	const code = await runner(rest, io);
	return { code, out, err, asked, progress, program };
}

/** A conversation with messages and insights as a line of a data file. */
export function bundleLine(
	id: string,
	at: string,
	more: {
		readonly name?: string;
		readonly lastMessageAt?: string;
		readonly metadata?: Readonly<Record<string, string>>;
		readonly texts?: readonly string[];
	} = {},
): string {
	return JSON.stringify({
		conversation: {
			id,
			...(more.name === undefined ? {} : { name: more.name }),
			created_at: at,
			last_message_at: more.lastMessageAt ?? at,
			metadata: more.metadata ?? {},
		},
		messages: (more.texts ?? []).map((text, index) => ({
			role: index % 2 === 0 ? 'user' : 'assistant',
			text,
			sent_at: new Date(Date.parse(at) + index * 1000).toISOString(),
		})),
		insights: [
			{
				id: `run-${id}`,
				status: 'completed',
				created_at: at,
				conversation_insights: [
					{ insight_id: 'i-1', result: 'wanted a table' },
					{ insight_id: 'i-2', result: '{"score":"Fair"}' },
				],
			},
		],
	});
}
