import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { ConversationsApi } from '../../src/api/conversations-api.ts';
import type { Metadata } from '../../src/domain/conversation.ts';
import { millisOf } from '../../src/domain/instant.ts';
import { mergeMetadata } from '../../src/domain/metadata-merge.ts';
import type { JournalEntry } from '../../src/domain/records.ts';
import type { ConversationBundle } from '../../src/domain/wire.ts';
import { openRecords } from '../../src/records/open-records.ts';
import { createServer } from '../../src/server/server.ts';
import { loadBundles, type Store } from '../../src/store/store.ts';
import type { Writer } from '../../src/writes/attempt.ts';
import type { Records } from '../../src/writes/records.ts';
import { changeMetadata, type MetadataOutcome } from '../../src/writes/write-metadata.ts';
import { Clock, testStore } from '../store/fixtures.ts';

/** An interceptor between program and server: answers, throws, or passes the request on. */
export type Between = (
	request: Request,
	pass: (request: Request) => Promise<Response>,
) => Response | Promise<Response>;

/** Everything a write needs, with real files and a real server; `store` stands for another user. */
export type WriteBench = {
	readonly writer: Writer;
	readonly store: Store;
	readonly clock: Clock;
	readonly records: Records;
	readonly folder: string;
	/** Every request so far, as `METHOD /path`. */
	readonly requests: readonly string[];
	readonly unjournalled: readonly string[];
	/** Installs an interceptor; null removes it. */
	readonly intervene: (between: Between | null) => void;
	readonly journal: () => Promise<readonly JournalEntry[]>;
	/** The metadata on the server; null if the conversation is deleted. */
	readonly metadataOf: (id: string) => Metadata | null;
};

type BenchOptions = {
	readonly bundles?: readonly ConversationBundle[];
	readonly metadataWrites?: 'replace' | 'merge';
	readonly readOnly?: boolean;
	/** Replaces the files by other records. */
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

/** Breaks the connection before the request arrives, or after the server has carried it out. */
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

/** Changes metadata from the map `base` to the map `mine`. */
export async function writeMetadata(
	writer: Writer,
	{ id, base, mine, runId = null }: MetadataEdit,
	signal?: AbortSignal,
): Promise<MetadataOutcome> {
	return changeMetadata(writer, { id, runId, change: (now) => mergeMetadata(base, mine, now) }, signal);
}

type MetadataEdit = {
	readonly id: string;
	readonly base: Metadata;
	readonly mine: Metadata;
	readonly runId?: string | null;
};
