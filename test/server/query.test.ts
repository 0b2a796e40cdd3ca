import { beforeAll, describe, expect, test } from 'vitest';
import { formatInstant } from '../../src/domain/instant.ts';
import { type ApiServer, createServer } from '../../src/server/server.ts';
import { openStore } from '../../src/store/store.ts';
import { at, Clock, conversation, countedIds } from '../store/fixtures.ts';
import { idsOf, startServer, telnyxError } from './fixtures.ts';

const rows: [string, string | null, string, string, Record<string, string>][] = [
	['a', 'Voice: Booking', '2026-11-01', '2026-11-05', { channel: 'phone_call', to: '+13128675309' }],
	['b', 'voice: billing', '2026-11-02', '2026-11-04', { channel: 'sms_chat', tier: 'gold, "top"' }],
	['c', null, '2026-11-03', '2026-11-03', { channel: 'phone_call', ai_disabled: 'true', 'a.b c': '1' }],
	['d', 'Chat (old)', '2026-11-04', '2026-11-04', { tier: 'silver' }],
	['e', '100% *new*', '2026-11-05', '2026-11-05', { channel: 'web_chat', to: '+4930123', n: '10' }],
];

let server: Awaited<ReturnType<typeof startServer>>;
let store: Awaited<ReturnType<typeof openStore>>;
let direct: ApiServer;

beforeAll(async () => {
	store = await openStore({ path: ':memory:', now: new Clock().now, newId: countedIds() });
	for (const [id, name, created, last, metadata] of rows)
		store.conversations.insert(
			conversation(id, {
				name,
				created_at: formatInstant(at(`${created}T00:00:00Z`)),
				last_message_at: formatInstant(at(`${last}T00:00:00Z`)),
				metadata,
			}),
		);
	direct = createServer({ store, key: null, now: new Clock().now, newId: countedIds() });
	return () => store.close();
});

async function ask(pairs: [string, string][]) {
	server = await startServer({ store });
	return await server.request('GET', `/ai/conversations?${new URLSearchParams(pairs)}`);
}

describe('the query language over a socket', () => {
	test.each([
		['id=eq.c', 'c'],
		['id=neq.c', 'b d a e'],
		['id=in.(a,e,zz)', 'a e'],
		['name=like.Voice*', 'a'],
		['name=ilike.VOICE%', 'b a'],
		['name=match.^[Vv]oice', 'b a'],
		['name=imatch.^chat \\(', 'd'],
		['name=eq.100% *new*', 'e'],
		['name=is.null', 'c'],
		['name=not.is.null', 'b d a e'],
		['name=neq.Chat (old)', 'b a e'],
		['created_at=gt.2026-11-04', 'e'],
		['created_at=gte.2026-11-04T00:00:00.000000+00:00', 'd e'],
		['created_at=lt.2026-11-01T01:00:00+01:00', ''],
		['created_at=lte.2026-11-01T01:00:00+01:00', 'a'],
		['created_at=gte.2026-11-02&created_at=lt.2026-11-04', 'c b'],
		['metadata->channel=eq.phone_call', 'c a'],
		['metadata->>channel=not.eq.phone_call', 'b e'],
		['metadata->channel=is.null', 'd'],
		['metadata->to=eq.+13128675309', 'a'],
		['metadata->"a.b c"=eq.1', 'c'],
		['metadata->tier=eq.gold, "top"', 'b'],
		['metadata->tier=in.(silver,"gold, \\"top\\"")', 'b d'],
		['metadata->ai_disabled=is.true', 'c'],
		['or=(id.eq.a,metadata->channel.eq.web_chat)', 'a e'],
		['or=(name.is.null,and(created_at.gte.2026-11-04,not.or(id.eq.d,id.eq.x)))', 'c e'],
		['and=(id.neq.a,or(id.eq.a,id.eq.b))', 'b'],
		['not.or=(id.eq.a,id.eq.b)', 'c d e'],
	])('%s gives %s', async (text, expected) => {
		const pairs = text.split('&').map((part): [string, string] => {
			const equals = part.indexOf('=');
			return [part.slice(0, equals), part.slice(equals + 1)];
		});
		const ids = idsOf(await ask([...pairs, ['order', 'last_message_at.asc,id.asc']]));
		expect(ids.join(' ')).toBe(expected);
	});

	test.each([
		['order=created_at', 'a b c d e'],
		['order=created_at.desc&limit=2', 'e d'],
		['order=created_at.desc&limit=2&offset=4', 'a'],
		['order=last_message_at.desc,id.asc', 'a e b d c'],
		['order=name.asc.nullsfirst,id.asc&limit=1', 'c'],
		['order=metadata->>n.desc.nullslast,id.asc&limit=2', 'e a'],
	])('%s gives %s', async (text, expected) => {
		const pairs = [...new URLSearchParams(text)];
		expect(idsOf(await ask(pairs)).join(' ')).toBe(expected);
	});

	test('walks the whole list by keyset, two rows at a time, over tied rows', async () => {
		const order: [string, string][] = [
			['order', 'last_message_at.desc,id.desc'],
			['limit', '2'],
		];
		const walked: unknown[] = [];
		let pairs = order;
		for (;;) {
			const answer = await ask(pairs);
			const ids = idsOf(answer);
			walked.push(...ids);
			if (ids.length < 2) break;
			const last = store.conversations.get(String(ids.at(-1)));
			const time = last?.last_message_at;
			pairs = [
				...order,
				['or', `(last_message_at.lt."${time}",and(last_message_at.eq."${time}",id.lt.${last?.id}))`],
			];
		}
		expect(walked).toEqual(['e', 'a', 'd', 'b', 'c']);
	});

	test.each([
		['nam=eq.x', 'nam', 0],
		['name=eqq.x', 'name', 0],
		['limit=-1', 'limit', 0],
		['limit=ten', 'limit', 0],
		['order=created_at.up', 'order', 10],
		['or=(id.eq.a,id.xx.b)', 'or', 12],
		['or=(id.eq.a', 'or', 8],
		['created_at=gte.someday', 'created_at', 4],
	])('%s is 400 and names %s at %i', async (text, parameter, position) => {
		const failed = await ask([...new URLSearchParams(text)]);
		expect(failed.status).toBe(400);
		expect(failed.json).toEqual(
			telnyxError('10015', {
				detail: expect.stringContaining(`${parameter}, position ${position}`),
				source: { parameter },
				meta: expect.objectContaining({ position }),
			}),
		);
	});

	test('is the same without a socket', async () => {
		const answer = await direct.fetch(
			new Request('http://x.invalid/v2/ai/conversations?id=in.(a,b)&order=id.asc', {
				headers: { authorization: 'Bearer any' },
			}),
		);
		expect(await answer.json()).toMatchObject({ data: [{ id: 'a' }, { id: 'b' }] });
	});
});
