import { spawn } from 'node:child_process';
import { type Conversation, channelOf, endUserOf } from '../domain/conversation.ts';
import { reasonOf } from '../domain/reason.ts';
import { passedOn } from '../terminal/clipboard-sequence.ts';
import { maskSecrets } from '../text/redact.ts';
import type { SafeText } from '../text/safe-text.ts';
import { cellWidth, fit } from '../text/width.ts';
import { childEnvironment, secretsIn, type Variables, workingFolder } from './child-environment.ts';

/**
 * Runs the command for new conversations of a saved view, the latest last; resolves with the problem or null. Never
 * rejects.
 */
export type RunAlertCommand = (
	view: string,
	conversations: readonly Conversation[],
) => Promise<string | null>;

/** A command that takes longer is ended. */
const longestMillis = 60_000;
const endMillis = 1500;
/** Longer values are cut: all of them together must fit the system's limit for an environment. */
const longestValue = 2000;
const mostIds = 500;

/**
 * Returns the runner of the alert command: a program with arguments, without a shell. Conversation data go only into
 * environment variables, so an invented name cannot become an argument. Null without a command.
 */
export function createAlertCommand(
	environment: Variables,
	[file, ...args]: readonly string[],
): RunAlertCommand | null {
	if (file === undefined) return null;
	return (view, conversations) => {
		const latest = conversations.at(-1);
		if (latest === undefined) return Promise.resolve(null);
		const secrets = secretsIn(environment);
		const values = Object.entries(variables(view, conversations, latest)).map(
			([name, text]) => [name, maskSecrets(text, secrets)] as const,
		);
		const env = { ...childEnvironment(environment), ...Object.fromEntries(values) };
		return run(file, args, env);
	};
}

function variables(
	view: string,
	conversations: readonly Conversation[],
	latest: Conversation,
): Record<string, string> {
	return {
		TCONV_CONVERSATION_ID: value(latest.id),
		TCONV_CHANNEL: value(channelOf(latest)),
		TCONV_END_USER: value(endUserOf(latest)),
		TCONV_NAME: value(latest.name ?? ''),
		TCONV_VIEW: value(view),
		TCONV_COUNT: String(conversations.length),
		TCONV_CONVERSATION_IDS: conversations
			.slice(-mostIds)
			.map(({ id }) => value(id))
			.join('\n'),
	};
}

/** One line without control characters: no system accepts a NUL, and a script may print the value. */
function value(text: string): string {
	return text
		.toWellFormed()
		.replaceAll(/\p{Cc}/gu, ' ')
		.slice(0, longestValue)
		.toWellFormed();
}

function run(file: string, args: readonly string[], env: Variables): Promise<string | null> {
	return new Promise((resolve) => {
		const fail = (error: unknown): void => {
			const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
			const words = reasonOf(error);
			resolve(
				isMissing
					? `There is no program “${file}”; check alertCommand in settings.json.`
					: `The alert command “${file}” could not be started: ${words}.`,
			);
		};
		try {
			// In its own session it has no terminal to write to, and does not receive Ctrl-C.
			const options = { stdio: 'ignore', env, cwd: workingFolder(), shell: false, detached: true } as const;
			const child = spawn(file, args, options);
			let isLate = false;
			const end = (signal: NodeJS.Signals): void => {
				isLate = true;
				child.kill(signal);
			};
			const late = setTimeout(() => end('SIGTERM'), longestMillis);
			const kill = setTimeout(() => end('SIGKILL'), longestMillis + endMillis);
			// Quitting does not wait for it.
			for (const one of [child, late, kill]) one.unref();
			child.once('error', fail);
			child.once('exit', (code, by) => {
				clearTimeout(late);
				clearTimeout(kill);
				if (code === 0) resolve(null);
				else if (isLate) resolve(`The alert command “${file}” was stopped after one minute.`);
				else resolve(`The alert command “${file}” ended with ${code ?? by}.`);
			});
		} catch (error) {
			fail(error);
		}
	});
}

const bell = '\u0007';
const longestCells = 200;

/**
 * The sequence that rings the terminal or, with a text, shows a notification. It moves no cursor and prints nothing, so
 * it can be sent between any two frames. `environment` identifies the terminal as far as possible; one without
 * notifications rings.
 */
export function alertSequence(text: SafeText | null, environment: Variables): string {
	const { TERM = '', TMUX = '', VTE_VERSION = '' } = environment;
	// The Linux console would print an unknown sequence.
	if (text === null || TERM === 'linux' || TERM === 'dumb') return bell;
	const words = cellWidth(text) > longestCells ? fit(text, longestCells).trimEnd() : text;
	const isOther = VTE_VERSION !== '' || /^(?:rxvt|foot)/.test(TERM);
	// Some terminals read a leading digit as another command; in the second form a semicolon ends a field.
	const sequence = isOther
		? `\u001b]777;notify;tconv;${words.replaceAll(';', ',')}${bell}`
		: `\u001b]9;tconv: ${words}${bell}`;
	// tmux passes it on if allow-passthrough permits, and rings by itself.
	return passedOn(sequence, TMUX === '' ? null : 'tmux');
}
