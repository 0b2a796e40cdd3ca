import { demoAssistants, demoBundles, demoTemplates } from '../demo/index.ts';
import type { Instant } from '../domain/instant.ts';
import { readBundle } from '../server/bundle.ts';
import { StoreError } from '../store/errors.ts';
import { loadBundle, loadDirectories, type Store } from '../store/store.ts';
import { LineError, linesOfFile } from './ndjson.ts';

/** Data that cannot be loaded: `FILE:LINE: reason`, raw. */
export class DataError extends Error {
	override readonly name = 'DataError';
}

/** Conversations inserted between two turns for signals and other events. */
const batch = 200;

/**
 * Loads NDJSON files (one conversation with messages and insights per line; gzipped or not) in one transaction: an
 * invalid line leaves the store unchanged. Returns the number of conversations.
 * @throws {DataError} naming file, line and reason; for a duplicate id, both places.
 */
export async function loadFiles(store: Store, files: readonly string[], stop: AbortSignal): Promise<number> {
	const places = new Map<string, string>();
	return await store.transactionAsync(async () => {
		for (const file of files) {
			try {
				for await (const { number, text } of linesOfFile(file)) {
					stop.throwIfAborted();
					const place = `${file}:${number}`;
					const line = readBundle(text);
					if (!line.ok) throw new DataError(`${place}: ${line.problem}`);
					const { id } = line.bundle.conversation;
					const before = places.get(id);
					if (before !== undefined)
						throw new DataError(`${place}: duplicate conversation id ${id}, first at ${before}`);
					places.set(id, place);
					try {
						loadBundle(store, line.bundle);
					} catch (error) {
						if (!(error instanceof StoreError)) throw error;
						const reason =
							error.problem === 'duplicate'
								? `duplicate conversation id ${id}, already in the database`
								: error.message;
						throw new DataError(`${place}: ${reason}`, { cause: error });
					}
				}
			} catch (error) {
				if (!(error instanceof LineError)) throw error;
				const place = error.line === null ? file : `${file}:${error.line}`;
				throw new DataError(`${place}: ${error.message}`, { cause: error });
			}
		}
		return places.size;
	});
}

/**
 * Adds sample conversations, as of `now`, with their templates and assistants.
 * @throws {DataError} if an earlier start already put them into the database.
 */
export async function loadDemo(store: Store, count: number, now: Instant, stop: AbortSignal): Promise<void> {
	await store.transactionAsync(async () => {
		loadDirectories(store, demoTemplates, demoAssistants);
		let loaded = 0;
		for (const bundle of demoBundles({ count, now })) {
			try {
				loadBundle(store, bundle);
			} catch (error) {
				if (!(error instanceof StoreError) || error.problem !== 'duplicate') throw error;
				throw new DataError(
					'the database already has these sample conversations: start without --demo, or use another file',
					{ cause: error },
				);
			}
			if (++loaded % batch !== 0) continue;
			await new Promise((resolve) => setImmediate(resolve));
			stop.throwIfAborted();
		}
	});
}
