import { spawn } from 'node:child_process';
import { type Conversation, channelOf, endUserOf } from '../domain/conversation.ts';
import { reasonOf } from '../domain/reason.ts';
import { childEnvironment, type Variables } from './child-environment.ts';

/** Runs the command for what came in a view, the latest last; settles with what went wrong, or null. It never rejects. */
export type RunWatchCommand = (
	view: string,
	conversations: readonly Conversation[],
) => Promise<string | null>;

/** A command that takes longer is ended. */
const longestMillis = 60_000;
const endMillis = 1500;
/** A value that is longer is cut: all of them together have to fit into what a system passes on. */
const longestValue = 2000;
const mostIds = 500;

/**
 * Makes the one way to the command of watches: a program and its arguments, without a shell. What the conversation is goes
 * into environment variables and nowhere else: a name that somebody made up cannot become an argument. Null where there is
 * no command.
 */
export function createWatchCommand(
	environment: Variables,
	[file, ...args]: readonly string[],
): RunWatchCommand | null {
	if (file === undefined) return null;
	return (view, conversations) => {
		const latest = conversations.at(-1);
		if (latest === undefined) return Promise.resolve(null);
		const env = { ...childEnvironment(environment), ...variables(view, conversations, latest) };
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

/** One line without control characters: no system passes a NUL on, and a script may well print it. */
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
					? `There is no program “${file}”, which watchCommand names.`
					: `The watch command “${file}” could not be started: ${words}.`,
			);
		};
		try {
			// In a session of its own it has no terminal to write to, and Ctrl-C here is not meant for it.
			const child = spawn(file, args, { stdio: 'ignore', env, shell: false, detached: true });
			let isLate = false;
			const end = (signal: NodeJS.Signals): void => {
				isLate = true;
				child.kill(signal);
			};
			const late = setTimeout(() => end('SIGTERM'), longestMillis);
			const kill = setTimeout(() => end('SIGKILL'), longestMillis + endMillis);
			// Who leaves does not wait for it.
			for (const one of [child, late, kill]) one.unref();
			child.once('error', fail);
			child.once('exit', (code, by) => {
				clearTimeout(late);
				clearTimeout(kill);
				if (code === 0) resolve(null);
				else if (isLate) resolve(`The watch command “${file}” was ended: it took longer than a minute.`);
				else resolve(`The watch command “${file}” ended with ${code ?? by}.`);
			});
		} catch (error) {
			fail(error);
		}
	});
}
