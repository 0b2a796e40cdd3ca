import type { Instant } from '../domain/instant.ts';
import { integerColumn, textColumn } from './columns.ts';
import type { Connection } from './connection.ts';

/** The answer to a write that succeeded, kept so that the same request again gets the same answer. */
export type SavedAnswer = {
	/** Tells one request from another: a hash of who asked for what, with which body. */
	readonly fingerprint: string;
	readonly status: number;
	readonly body: string;
};

/** Saved answers by idempotency key. */
export type Idempotency = {
	/** The answer under a key, unless it is a day old as of `now`. */
	readonly find: (key: string, now: Instant) => SavedAnswer | null;
	/** Saves an answer as of `now`, and forgets the ones that are too old by then. */
	readonly save: (key: string, answer: SavedAnswer, now: Instant) => void;
};

/** How long the API gives an answer again: 24 hours, in microseconds. */
export const replayWindow = 24 * 60 * 60 * 1_000_000;

/** The saved answers behind a connection. */
export function idempotencyOf(connection: Connection): Idempotency {
	const byKey = connection.prepare(
		'SELECT fingerprint, status, body FROM idempotency WHERE key = ? AND saved_at > ?',
	);
	const saved = connection.prepare(
		'INSERT OR REPLACE INTO idempotency (key, fingerprint, status, body, saved_at) VALUES (?, ?, ?, ?, ?)',
	);
	const expired = connection.prepare('DELETE FROM idempotency WHERE saved_at <= ?');
	return {
		find: (key, now) => {
			const row = byKey.get(key, now - replayWindow);
			if (row === undefined) return null;
			return {
				fingerprint: textColumn(row, 'fingerprint'),
				status: integerColumn(row, 'status'),
				body: textColumn(row, 'body'),
			};
		},
		save: (key, { fingerprint, status, body }, now) =>
			connection.transaction(() => {
				expired.run(now - replayWindow);
				saved.run(key, fingerprint, status, body, now);
			}),
	};
}
