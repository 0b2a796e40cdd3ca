import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Instant, parseInstant } from '../../src/domain/instant.ts';
import type { ConversationBundle, WireConversation } from '../../src/domain/wire.ts';
import { parseListQuery } from '../../src/filter/parse.ts';
import type { ListQuery } from '../../src/filter/tree.ts';
import { openStore, type Store } from '../../src/store/store.ts';

/** The instant of a valid timestamp. */
export function at(text: string): Instant {
	const instant = parseInstant(text);
	if (instant === null) throw new TypeError(`${text} is not a timestamp`);
	return instant;
}

/** A clock that only the test advances. */
export class Clock {
	instant: Instant = at('2026-11-22T12:00:00Z');
	readonly now = (): Instant => this.instant;
	set(text: string): void {
		this.instant = at(text);
	}
}

/** Distinct UUID-shaped ids, the same in every run. */
export function countedIds(): () => string {
	let count = 0;
	return () => `00000000-0000-4000-8000-${String(++count).padStart(12, '0')}`;
}

/** A directory that is removed after the test. */
export function scratch(): string {
	const directory = mkdtempSync(join(tmpdir(), 'tconv-store-'));
	onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
	return directory;
}

/** An open store, closed after the test; in memory unless a path is given. */
export async function testStore(
	options: { path?: string; clock?: Clock; readOnly?: boolean } = {},
): Promise<Store> {
	const { path = ':memory:', clock = new Clock(), readOnly = false } = options;
	const store = await openStore({ path, readOnly, now: clock.now, newId: countedIds() });
	onTestFinished(() => store.close());
	return store;
}

/** A conversation with only the required fields. */
export function conversation(id: string, fields: Partial<WireConversation> = {}): WireConversation {
	return {
		id,
		created_at: '2026-11-20T10:00:00.000000+00:00',
		last_message_at: '2026-11-20T10:05:00.000000+00:00',
		metadata: {},
		...fields,
	};
}

/** A bundle with only the required fields. */
export function bundle(id: string, parts: Partial<ConversationBundle> = {}): ConversationBundle {
	return { conversation: conversation(id), messages: [], insights: [], ...parts };
}

/** A list query from text, `limit=5&order=created_at.desc`, with verbatim values. */
export function query(text = ''): ListQuery {
	return parseListQuery(
		text
			.split('&')
			.filter((part) => part !== '')
			.map((part): [string, string] => {
				const equals = part.indexOf('=');
				return [part.slice(0, equals), part.slice(equals + 1)];
			}),
	);
}
