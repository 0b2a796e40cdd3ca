import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { ConversationsApi } from '../../src/api/conversations-api.ts';
import { millisOf } from '../../src/domain/instant.ts';
import type { JournalEntry } from '../../src/domain/records.ts';
import type { ConversationBundle } from '../../src/domain/wire.ts';
import { openRecords } from '../../src/local/open-records.ts';
import { createServer } from '../../src/server/server.ts';
import { loadBundles } from '../../src/store/load.ts';
import type { Store } from '../../src/store/store.ts';
import type { Records } from '../../src/writes/records.ts';
import type { Writer } from '../../src/writes/writer.ts';
import { Clock, testStore } from '../store/fixtures.ts';

/** Stands between program and server: answers, throws, or passes on what it is given. */
export type Between = (
	request: Request,
	pass: (request: Request) => Promise<Response>,
) => Response | Promise<Response>;

/** Everything a write needs, with real files and a real server; `store` is the hand of somebody else. */
export type WriteBench = {
	readonly writer: Writer;
	readonly store: Store;
	readonly clock: Clock;
	readonly records: Records;
	readonly folder: string;
	/** Every request so far, as `METHOD /path`. */
	readonly requests: readonly string[];
	readonly unjournalled: readonly string[];
	/** Puts something between from now on; null takes it away. */
	readonly intervene: (between: Between | null) => void;
	readonly journal: () => Promise<readonly JournalEntry[]>;
	/** The metadata that the server has; null where the conversation is gone. */
	readonly metadataOf: (id: string) => { readonly [key: string]: unknown } | null;
};

type BenchOptions = {
	readonly bundles?: readonly ConversationBundle[];
	readonly metadataWrites?: 'replace' | 'merge';
	readonly readOnly?: boolean;
	/** Puts other records in the place of the files. */
	readonly withRecords?: (records: Records) => Records;
};

/** A server with these conversations, and a writer on it. */
export async function writeBench(options: BenchOptions = {}): Promise<WriteBench> {
	const { bundles = [], metadataWrites = 'replace', readOnly = false, withRecords } = options;
	const clock = new Clock();
	const store = await testStore({ clock });
	loadBundles(store, bundles);
	const server = createServer({
		store,
		key: null,
		now: clock.now,
		newId: () => crypto.randomUUID(),
		metadataWrites,
	});
	const folder = mkdtempSync(join(tmpdir(), 'tconv-writes-'));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	const requests: string[] = [];
	let between: Between | null = null;
	const pass = async (request: Request): Promise<Response> => await server.fetch(request);
	const api = new ConversationsApi({
		baseUrl: 'http://embedded.invalid/v2',
		apiKey: 'none',
		readOnly,
		fetch: async (input, init) => {
			const request = new Request(input, init);
			requests.push(`${request.method} ${request.url.replace(/^.*?\/v2|\?.*$/g, '')}`);
			return between === null ? await pass(request) : await between(request, pass);
		},
		sleep: async () => undefined,
		random: () => 0.5,
		now: () => millisOf(clock.now()),
	});
	const files = openRecords({
		folder,
		now: clock.now,
		newId: () => crypto.randomUUID(),
		limits: { days: 30, bytes: 500_000_000 },
		secrets: [],
	});
	const records = withRecords?.(files) ?? files;
	const unjournalled: string[] = [];
	return {
		writer: {
			api,
			records,
			now: clock.now,
			newId: () => crypto.randomUUID(),
			onUnjournalled: (problem) => unjournalled.push(problem),
		},
		store,
		clock,
		records,
		folder,
		requests,
		unjournalled,
		intervene: (next) => {
			between = next;
		},
		journal: async () => (await files.journal.read(1000)).entries,
		metadataOf: (id) => store.conversations.get(id)?.metadata ?? null,
	};
}

/** The connection breaks: before the request arrives, or after the server has done what it asked for. */
export function breaking(
	which: (request: Request) => boolean,
	when: 'before' | 'after',
	then: (request: Request) => boolean = () => false,
): Between {
	let isBroken = false;
	return async (request, pass) => {
		if (isBroken && then(request)) throw new TypeError('fetch failed');
		if (!which(request)) return pass(request);
		isBroken = true;
		if (when === 'after') await pass(request);
		throw new TypeError('fetch failed');
	};
}

/** Refuses these requests with a status; nothing reaches the server. */
export function refusing(which: (request: Request) => boolean, status: number): Between {
	return async (request, pass) =>
		which(request)
			? Response.json(
					{ errors: [{ code: '1', title: 'Refused', detail: 'as the test wants it' }] },
					{ status },
				)
			: pass(request);
}

export const isPut = (request: Request): boolean => request.method === 'PUT';
export const isGet = (request: Request): boolean => request.method === 'GET';
export const isDelete = (request: Request): boolean => request.method === 'DELETE';
