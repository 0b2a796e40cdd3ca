import { QueryClient } from '@tanstack/react-query';
import { expect, test } from 'vitest';
import type { ConversationPage } from '../../src/api/types.ts';
import {
	dropConversations,
	forgetUnlisted,
	knownOf,
	listKey,
	loadedPages,
	momentOf,
	noteChange,
	putAnswers,
	putPages,
	putWritten,
} from '../../src/data/conversation-cache.ts';
import { flattenPages, listRows } from '../../src/data/list-pages.ts';
import type { Conversation } from '../../src/domain/conversation.ts';
import { instantFromMillis } from '../../src/domain/instant.ts';
import { emptyQuery } from '../../src/filter/tree.ts';

const copy = (id: string, version: number): Conversation => ({
	id,
	name: null,
	createdAt: null,
	lastMessageAt: null,
	metadata: { version },
	raw: { id, version },
});

const page = (...rows: readonly Conversation[]): ConversationPage => ({
	rows: rows.map((value) => ({ ok: true, value })),
	next: null,
	skipped: 0,
	problem: null,
});

const query = emptyQuery;
const asOf = instantFromMillis(0);
const versions = (client: QueryClient): unknown[] =>
	flattenPages(loadedPages(client, query) ?? []).map(
		(row) => row.kind === 'conversation' && row.conversation.raw.version,
	);

test('a conversation in two lists is stored once, so a write shows in both', () => {
	const client = new QueryClient();
	const other = { ...query, limit: 5 };
	putPages(client, query, [page(copy('a', 1), copy('b', 1))], momentOf(client), asOf);
	putPages(client, other, [page(copy('a', 1))], momentOf(client), asOf);
	putWritten(client, copy('a', 2));
	expect(versions(client)).toEqual([2, 1]);
	expect(loadedPages(client, other)).toMatchObject([{ rows: [{ value: { raw: { version: 2 } } }] }]);
	expect(client.getQueryData(listKey(query))).toMatchObject({ pages: [{ rows: ['a', 'b'] }] });
});

test('an answer is dropped after a write, a deletion or another answer that came since its request began', () => {
	const client = new QueryClient();
	putPages(client, query, [page(copy('a', 1), copy('b', 1), copy('c', 1))], momentOf(client), asOf);
	const asked = momentOf(client);
	putWritten(client, copy('a', 2));
	dropConversations(client, ['b']);
	putAnswers(client, [{ conversation: copy('c', 2), asked }]);
	putPages(client, query, [page(copy('a', 1), copy('b', 1), copy('c', 1))], asked, asOf);
	expect(versions(client)).toEqual([2, 2]);
	putPages(client, query, [page(copy('a', 3), copy('b', 3), copy('c', 3))], momentOf(client), asOf);
	expect(versions(client)).toEqual([3, 3, 3]);
});

test('a write noted but not yet shown gives way to a later read', () => {
	const client = new QueryClient();
	putPages(client, query, [page(copy('a', 1))], momentOf(client), asOf);
	const before = momentOf(client);
	const asked = noteChange(client, 'a');
	putAnswers(client, [{ conversation: copy('a', 1.5), asked: before }]);
	expect(versions(client)).toEqual([1]);
	putAnswers(client, [{ conversation: copy('a', 3), asked: momentOf(client) }]);
	putAnswers(client, [{ conversation: copy('a', 2), asked }]);
	expect(versions(client)).toEqual([3]);
});

test('an equal copy, and a row of another list, keep the same array of rows', () => {
	const client = new QueryClient();
	putPages(client, query, [page(copy('a', 1))], momentOf(client), asOf);
	const pages = [{ ...page(), rows: ['a'], asOf }];
	const rows = listRows(pages, knownOf(client));
	putAnswers(client, [{ conversation: copy('a', 1), asked: momentOf(client) }]);
	putAnswers(client, [{ conversation: copy('z', 1), asked: momentOf(client) }]);
	expect(listRows(pages, knownOf(client))).toBe(rows);
	putWritten(client, copy('a', 2));
	expect(listRows(pages, knownOf(client))).not.toBe(rows);
});

test('a conversation that no list and no single read refers to is dropped', () => {
	const client = new QueryClient();
	putPages(client, query, [page(copy('a', 1))], momentOf(client), asOf);
	putWritten(client, copy('b', 1));
	putWritten(client, copy('c', 1));
	client.setQueryData(['conversation', 'c'], 'c');
	forgetUnlisted(client);
	expect([...knownOf(client).rows.keys()]).toEqual(['a', 'c']);
});
