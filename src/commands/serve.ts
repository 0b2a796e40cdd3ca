import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { aborted } from '../api/sleep.ts';
import type { Instant } from '../domain/instant.ts';
import { reasonOf } from '../domain/reason.ts';
import { controlledChaos } from '../server/chaos/control.ts';
import { Rules, SkewedClock } from '../server/chaos/rules.ts';
import { isLoopback } from '../server/host.ts';
import type { Listening } from '../server/listen.ts';
import { StoreError } from '../store/errors.ts';
import { openStore, type Store } from '../store/store.ts';
import { safe, t } from '../text/safe.ts';
import type { SafeText } from '../text/safe-text.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { serveKeyVariable, withoutKeys } from './masked.ts';
import { DataError, loadDemo, loadFiles } from './serve-data.ts';
import { type ServeRequest, serveArguments, serveHelp } from './serve-options.ts';

/** The process that `serve` runs in. */
type ServeIo = {
	/** Writes one line; the caller adds the line end. */
	readonly stdout: (line: SafeText) => void;
	readonly stderr: (line: SafeText) => void;
	readonly environment: Readonly<Record<string, string | undefined>>;
	readonly now: () => Instant;
	/** Aborted when the process should end (SIGINT, SIGTERM). */
	readonly stop: AbortSignal;
	readonly newId?: () => string;
};

/** `tconv serve`: serves the API until it is stopped. Returns the exit code; does not throw. */
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
	const { stop, newId = randomUUID } = io;
	const clock = new SkewedClock(io.now);
	const { now } = clock;
	let store: Store | null = null;
	let isServing = false;
	try {
		store = await openStore({ path: request.database ?? ':memory:', now, newId });
		if (request.data.length > 0) await loadFiles(store, request.data, stop);
		if (request.demo > 0) await loadDemo(store, request.demo, now(), stop);
		const listening = await start(store, request, io, clock, newId);
		isServing = true;
		announce(request, listening.port, store.conversations.count(), io);
		await aborted(stop);
		await listening.close();
		return exitCodes.ok;
	} catch (error) {
		// Stopped while loading: nothing was promised yet, so nothing failed.
		if (stop.aborted) return exitCodes.ok;
		// The reason may quote a key given in place of a file.
		io.stderr(t`tconv serve: ${withoutKeys(startProblem(error, request), io.environment)}`);
		return exitCodes.failed;
	} finally {
		store?.close();
		// A failed start leaves no file: its data would block the next start.
		if (request.database !== null && store?.isNew === true && !isServing)
			rmSync(request.database, { force: true });
	}
}

async function start(
	store: Store,
	{ host, port, key, chaos }: ServeRequest,
	{ stderr }: ServeIo,
	clock: SkewedClock,
	newId: () => string,
): Promise<Listening> {
	// Loaded lazily: neither wrong arguments nor the embedded backend need them.
	const [{ createServer }, { listen }] = await Promise.all([
		import('../server/server.ts'),
		import('../server/listen.ts'),
	]);
	const loopbackOnly = key === null && isLoopback(host);
	const server = createServer({
		store,
		key,
		now: clock.now,
		newId,
		loopbackOnly,
		onUnexpected: (error) => stderr(t`tconv serve: ${safe(reasonOf(error))}`),
	});
	const rules = chaos === null ? null : new Rules(chaos.rules, chaos.seed);
	const answering = rules === null ? server : controlledChaos({ server, rules, clock, key, loopbackOnly });
	return await listen(answering, { host: host.replace(/^\[(.*)\]$/, '$1'), port });
}

function announce(
	{ host, key, chaos }: ServeRequest,
	port: number,
	count: number,
	{ stdout }: ServeIo,
): void {
	const isBareIpv6 = host.includes(':') && !host.startsWith('[');
	const origin = safe(`http://${isBareIpv6 ? `[${host}]` : host}:${port}`);
	const url = t`${origin}/v2`;
	// Never the key itself: this line ends up in logs.
	const bearer = key === null ? t`any` : t`$${safe(serveKeyVariable)}`;
	stdout(t`listening on ${url}`);
	stdout(
		t`${count} conversations; ${key === null ? t`any bearer token is accepted` : t`the key is required`}`,
	);
	if (chaos !== null)
		stdout(
			t`${chaos.rules.length} chaos rules, seed ${chaos.seed}; replace them: curl -X PUT --data "SPEC" ${origin}/chaos`,
		);
	stdout(t`try: curl -H "Authorization: Bearer ${bearer}" "${url}/ai/conversations?limit=5"`);
}

function startProblem(error: unknown, { host, port }: ServeRequest): string {
	if (error instanceof DataError || error instanceof StoreError) return error.message;
	const code = error instanceof Error && 'code' in error ? error.code : null;
	switch (code) {
		case 'EADDRINUSE':
			return `port ${port} is in use; --port 0 takes a free one`;
		case 'EACCES':
			return `no permission to listen on port ${port}`;
		case 'EADDRNOTAVAIL':
		case 'ENOTFOUND':
			return `${host} is not an address of this machine`;
		default:
			return reasonOf(error);
	}
}
