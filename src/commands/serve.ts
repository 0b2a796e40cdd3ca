import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import type { Instant } from '../domain/instant.ts';
import { reasonOf } from '../domain/reason.ts';
import { isLoopback } from '../server/host.ts';
import type { Listening } from '../server/listen.ts';
import { StoreError } from '../store/errors.ts';
import { openStore, type Store } from '../store/store.ts';
import { safe, t } from '../text/safe.ts';
import type { SafeText } from '../text/safe-text.ts';
import { aborted } from './aborted.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { DataError, loadDemo, loadFiles } from './serve-data.ts';
import { keyVariable, type ServeRequest, serveArguments, serveHelp, withoutKeys } from './serve-options.ts';

/** What `serve` takes from the process it runs in. */
export type ServeIo = {
	/** Writes one line; the end of the line is the caller's. */
	readonly stdout: (line: SafeText) => void;
	readonly stderr: (line: SafeText) => void;
	readonly environment: Readonly<Record<string, string | undefined>>;
	readonly now: () => Instant;
	/** Aborted when the process is asked to end (SIGINT, SIGTERM). */
	readonly stop: AbortSignal;
	readonly newId?: () => string;
};

/** `tconv serve`: serves the API until it is told to stop. Gives the exit code; it does not throw. */
export async function runServe(args: readonly string[], io: ServeIo): Promise<ExitCode> {
	const read = serveArguments(args, io.environment);
	switch (read.kind) {
		case 'help':
			for (const line of serveHelp) io.stdout(line);
			return exitCodes.ok;
		case 'usage':
			io.stderr(read.problem);
			return exitCodes.usage;
		case 'serve':
			return await serve(read.request, io);
	}
}

async function serve(request: ServeRequest, io: ServeIo): Promise<ExitCode> {
	const { now, stop, newId = randomUUID } = io;
	let store: Store | null = null;
	let isServing = false;
	try {
		store = await openStore({ path: request.database ?? ':memory:', now, newId });
		if (request.data.length > 0) await loadFiles(store, request.data, stop);
		if (request.demo > 0) await loadDemo(store, request.demo, now(), stop);
		const listening = await start(store, request, io, newId);
		isServing = true;
		announce(request, listening.port, store.conversations.count(), io);
		await aborted(stop);
		await listening.close();
		return exitCodes.ok;
	} catch (error) {
		// Asked to stop while it was still loading: nothing was promised yet, so nothing failed.
		if (stop.aborted) return exitCodes.ok;
		// A key that was given where a file belongs is in the reason.
		io.stderr(t`tconv serve: ${withoutKeys(startProblem(error, request), io.environment)}`);
		return exitCodes.failed;
	} finally {
		store?.close();
		// A start that failed leaves nothing behind: what it loaded would be in the way of the next one.
		if (request.database !== null && store?.isNew === true && !isServing)
			rmSync(request.database, { force: true });
	}
}

async function start(
	store: Store,
	{ host, port, key }: ServeRequest,
	{ now, stderr }: ServeIo,
	newId: () => string,
): Promise<Listening> {
	// Loaded late: arguments that are wrong, and the embedded backend, need neither.
	const [{ createServer }, { listen }] = await Promise.all([
		import('../server/server.ts'),
		import('../server/listen.ts'),
	]);
	const server = createServer({
		store,
		key,
		now,
		newId,
		loopbackOnly: key === null && isLoopback(host),
		onUnexpected: (error) => stderr(t`tconv serve: ${safe(reasonOf(error))}`),
	});
	return await listen(server, { host: host.replace(/^\[(.*)\]$/, '$1'), port });
}

function announce({ host, key }: ServeRequest, port: number, count: number, { stdout }: ServeIo): void {
	const isBareIpv6 = host.includes(':') && !host.startsWith('[');
	const url = safe(`http://${isBareIpv6 ? `[${host}]` : host}:${port}/v2`);
	// Never the key itself: this is what ends up in logs.
	const bearer = key === null ? t`any` : t`$${safe(keyVariable)}`;
	stdout(t`listening on ${url}`);
	stdout(
		t`${count} conversations; ${key === null ? t`any bearer token is accepted` : t`the key is asked for`}`,
	);
	stdout(t`try: curl -H "Authorization: Bearer ${bearer}" "${url}/ai/conversations?limit=5"`);
}

function startProblem(error: unknown, { host, port }: ServeRequest): string {
	if (error instanceof DataError || error instanceof StoreError) return error.message;
	const code = error instanceof Error && 'code' in error ? error.code : null;
	switch (code) {
		case 'EADDRINUSE':
			return `port ${port} is in use; --port 0 takes one that is free`;
		case 'EACCES':
			return `no permission to listen on port ${port}`;
		case 'EADDRNOTAVAIL':
		case 'ENOTFOUND':
			return `${host} is no address of this machine`;
		default:
			return reasonOf(error);
	}
}
