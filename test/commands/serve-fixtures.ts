import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { runServe } from '../../src/commands/serve.ts';
import { Clock, countedIds } from '../store/fixtures.ts';

/** A directory that is removed after the test, and a function that writes files into it. */
export function workspace() {
	const directory = mkdtempSync(join(tmpdir(), 'tconv-serve-'));
	onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
	return {
		path: (name: string) => join(directory, name),
		file: (name: string, content: string | Uint8Array) => {
			writeFileSync(join(directory, name), content);
			return join(directory, name);
		},
	};
}

/** A running or finished `serve`: its output so far, and its exit code at the end. */
export function serving(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
	const stop = new AbortController();
	const out: string[] = [];
	const err: string[] = [];
	const { promise: ready, resolve } = Promise.withResolvers<string>();
	const code = runServe(args, {
		stdout: (line) => {
			out.push(line);
			resolve(line);
		},
		stderr: (line) => err.push(line),
		environment,
		now: new Clock().now,
		newId: countedIds(),
		stop: stop.signal,
	});
	onTestFinished(async () => {
		stop.abort();
		await code;
	});
	return {
		out,
		err,
		code,
		stop: () => stop.abort(),
		/** The base URL from the first line. Rejects with the problem if there is none. */
		url: async (): Promise<string> => {
			const first = await Promise.race([ready, code.then(() => '')]);
			const url = /^listening on (http:\/\/\S+\/v2)$/.exec(first)?.[1];
			if (url === undefined) throw new Error(`not listening: ${JSON.stringify({ out, err })}`);
			return url;
		},
	};
}

/** The rows that a running server lists, with any key. */
export async function listed(
	url: string,
	search = '',
	key = 'any',
): Promise<{ id: string; name?: string }[]> {
	const answer = await fetch(`${url}/ai/conversations${search}`, {
		headers: { authorization: `Bearer ${key}` },
	});
	const { data } = JSON.parse(await answer.text());
	return data;
}
