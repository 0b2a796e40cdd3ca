import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { parseInstant } from '../../src/domain/instant.ts';
import type { ConversationBundle } from '../../src/domain/wire.ts';
import { formatListQuery } from '../../src/filter/format.ts';
import { afterRow, type KeysetRow, withTiebreak } from '../../src/filter/keyset.ts';
import { parseListQuery } from '../../src/filter/parse.ts';
import type { Filter } from '../../src/filter/tree.ts';
import { databaseOf } from './database.ts';
import { holds, sorted } from './reference.ts';

const file = new URL('../../../shared/data/sgd-conversations.ndjson.gz', import.meta.url);

function load(): KeysetRow[] {
	return gunzipSync(readFileSync(file))
		.toString('utf8')
		.split('\n')
		.filter((line) => line !== '')
		.map((line) => {
			const { conversation }: ConversationBundle = JSON.parse(line);
			return {
				id: conversation.id,
				name: conversation.name ?? null,
				createdAt: parseInstant(conversation.created_at),
				lastMessageAt: parseInstant(conversation.last_message_at),
				metadata: conversation.metadata,
			};
		});
}

test.skipIf(!existsSync(file))('finds, sorts and pages through real conversations, each exactly once', () => {
	const all = load();
	const database = databaseOf(all);
	const searches = [
		'metadata->telnyx_conversation_channel=in.(phone_call,web_call)&order=metadata->assistant_id,created_at.desc',
		'or=(name.ilike.*restaurant*,and(metadata->telnyx_end_user_target.like."+1205*",created_at.gte."2026-10-15T00:00:00Z"))',
		'metadata->ai_disabled=not.is.true&name=not.imatch.^(chat|call):&order=name.desc.nullslast',
		'order=metadata->assistant_version_id.desc,metadata->telnyx_conversation_channel',
	];
	let most = 0;
	for (const search of searches) {
		const { filters, order: asked } = parseListQuery(new URLSearchParams(search.replaceAll('+', '%2B')));
		const order = withTiebreak(asked);
		const expected = all.filter((row) => filters.every((filter) => holds(filter, row) === true));
		const found: string[] = [];
		for (let after: Filter[] = []; ; ) {
			const query = { filters: [...filters, ...after], order, limit: 97, offset: null };
			const ids = database.idsOf(parseListQuery(formatListQuery(query)));
			found.push(...ids);
			const last = all.find(({ id }) => id === ids.at(-1));
			if (last === undefined) break;
			after = [afterRow(order, last)];
		}
		expect(found).toEqual(sorted(expected, order).map(({ id }) => id));
		expect(found.length).toBeGreaterThan(0);
		most = Math.max(most, found.length);
	}
	expect(most).toBe(all.length);
	database.close();
});
