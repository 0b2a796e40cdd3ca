import { describe, expect, test } from 'vitest';
import { decodedValues } from '../../src/domain/decoded.ts';
import { instantFromMillis, parseInstant } from '../../src/domain/instant.ts';
import { all, apiOn, failureOf, json, serve } from './http-server.ts';

const id = '705469e5-59ae-54ef-9443-92a1828be8c6';
const conversation = {
	id,
	name: null,
	created_at: '2026-10-15T16:05:41.651903+00:00',
	last_message_at: '2026-10-15T16:06:42.651Z',
	metadata: { assistant_id: 'assistant-1', odd: { deep: [1, null] } },
	later_field: [1],
};
const decoded = {
	id,
	name: null,
	createdAt: parseInstant(conversation.created_at),
	lastMessageAt: instantFromMillis(Date.parse(conversation.last_message_at)),
	metadata: conversation.metadata,
	raw: conversation,
};

/** The request and the result of one operation. */
async function exchange<T>(
	body: unknown,
	call: (api: ReturnType<typeof apiOn>) => Promise<T>,
): Promise<{ result: T; sent: string; json: unknown }> {
	await using server = await serve((_, response) => {
		if (body === undefined) response.writeHead(204).end();
		else json(response, body);
	});
	const result = await call(apiOn(server.url));
	const [seen] = server.seen;
	return {
		result,
		sent: `${seen?.method} ${decodeURIComponent(seen?.url ?? '')}`,
		json: seen?.body === '' ? null : JSON.parse(seen?.body ?? 'null'),
	};
}

describe('conversations', () => {
	test.each([
		['wrapped', { data: conversation }],
		['bare', conversation],
	])('get, %s', async (_name, body) => {
		const { result, sent } = await exchange(body, (api) => api.get(id));
		expect(sent).toBe(`GET /v2/ai/conversations/${id}`);
		expect(result).toEqual(decoded);
	});

	test.each([
		['wrapped', { data: conversation }],
		['bare', conversation],
	])('create, %s', async (_name, body) => {
		const made = { name: 'Ünï', metadata: { 'a b': '+1' } };
		const { result, sent, json: posted } = await exchange(body, (api) => api.create(made));
		expect(sent).toBe('POST /v2/ai/conversations');
		expect(posted).toEqual(made);
		expect(result).toEqual(decoded);
	});

	test('update metadata', async () => {
		const metadata = { ai_disabled: 'true', odd: [1] };
		const answer = await exchange({ data: conversation }, (api) => api.updateMetadata(id, metadata));
		expect(answer.sent).toBe(`PUT /v2/ai/conversations/${id}`);
		expect(answer.json).toEqual({ metadata });
		expect(answer.result).toEqual(decoded);
	});

	test.each([
		['204', undefined],
		['200 with something', { data: null }],
	])('delete, answered by %s', async (_name, body) => {
		const { result, sent } = await exchange(body, (api) => api.delete(id));
		expect(sent).toBe(`DELETE /v2/ai/conversations/${id}`);
		expect(result).toBeUndefined();
	});

	test('add a message, answered by nothing', async () => {
		const message = { role: 'assistant', content: 'Hi', sent_at: '2026-10-15T16:05:41Z', metadata: { n: 1 } };
		const { sent, json: posted } = await exchange(undefined, (api) => api.addMessage(id, message));
		expect(sent).toBe(`POST /v2/ai/conversations/${id}/message`);
		expect(posted).toEqual(message);
	});

	test.each(['a/b', '?x', '#', 'ü', '%2e%2e', '..;', 'a\ud800'])(
		'an id like %j stays one segment',
		async (odd) => {
			const told = { ...conversation, id: odd.toWellFormed() };
			await using server = await serve((_, response) => json(response, told));
			await apiOn(`${server.url}/`).get(odd);
			const path = server.seen[0]?.url ?? '';
			expect(path.split('/')).toHaveLength(5);
			expect(decodeURIComponent(path.split('/').at(-1) ?? '')).toBe(odd.toWellFormed());
		},
	);

	test.each(['', '.', '..'])('an id like %j is refused, and nothing sent', async (odd) => {
		await using server = await serve((_, response) => json(response, conversation));
		const api = apiOn(server.url);
		expect(await failureOf(api.get(odd))).toMatchObject({ kind: 'invalid' });
		expect(await failureOf(api.delete(odd))).toMatchObject({ kind: 'invalid' });
		expect(await failureOf(all(api.messages(odd)))).toMatchObject({ kind: 'invalid' });
		expect(server.seen).toEqual([]);
	});
});

describe('messages', () => {
	const read = async (row: unknown) => {
		const { result, sent } = await exchange({ data: [row], meta: { total_pages: 1 } }, (api) =>
			all(api.messages(id)),
		);
		expect(sent).toBe(`GET /v2/ai/conversations/${id}/messages?page[number]=1&page[size]=100`);
		return result[0]?.rows[0];
	};

	test('everything that is documented', async () => {
		const raw = {
			role: 'assistant',
			text: '',
			created_at: '2026-10-15T16:06:11.886661+00:00',
			sent_at: '2026-10-15T16:06:11.9+00:00',
			metadata: { n: 1, list: [true] },
			tool_calls: [
				{ id: 'call_1', type: 'function', function: { name: 'Find', arguments: '{"a": 1}' } },
				{ function: { name: 'Object', arguments: { a: 1 } } },
				{ id: null, function: { name: 'Nothing' } },
			],
			tool_call_id: 'call_0',
			extra: 'kept',
		};
		expect(await read(raw)).toEqual({
			ok: true,
			value: {
				role: 'assistant',
				text: '',
				createdAt: parseInstant(raw.created_at),
				sentAt: parseInstant(raw.sent_at),
				metadata: raw.metadata,
				toolCalls: [
					{ id: 'call_1', name: 'Find', arguments: '{"a": 1}' },
					{ id: null, name: 'Object', arguments: '{"a":1}' },
					{ id: null, name: 'Nothing', arguments: '' },
				],
				toolCallId: 'call_0',
				raw,
			},
		});
	});

	test.each([
		[
			{ role: 'supervisor' },
			{ role: 'supervisor', text: null, createdAt: null, sentAt: null, toolCalls: [] },
		],
		[
			{ role: 'tool', text: null, metadata: null, tool_calls: null },
			{ text: null, metadata: {}, toolCallId: null },
		],
		[{ role: 'tool', metadata: { tool_call_id: 'call_9' } }, { toolCallId: 'call_9' }],
		[{ role: 'tool', metadata: { tool_call_id: 9 } }, { toolCallId: null }],
	])('%j is no fault', async (raw, value) => {
		expect(await read(raw)).toMatchObject({ ok: true, value });
	});

	test.each([
		[{ text: 'x' }, 'role: expected string'],
		[{ role: 'user', text: 7 }, 'text: expected string'],
		[{ role: 'user', sent_at: 'now' }, 'sent_at: not a timestamp'],
		[{ role: 'user', metadata: [] }, 'metadata: expected an object'],
		[{ role: 'user', tool_calls: [{ id: 'x' }] }, 'tool_calls.0.function: expected object'],
		['hi', 'the row is not an object'],
	])('%j is one, and keeps its JSON', async (raw, problem) => {
		expect(await read(raw)).toEqual({ ok: false, problem, raw });
	});

	test('a key named __proto__ is metadata like any other', async () => {
		await using server = await serve((_, response) => {
			response.setHeader('content-type', 'application/json');
			response.end('{"data":[{"role":"user","metadata":{"__proto__":{"x":"y"}}}],"meta":{"total_pages":1}}');
		});
		const [page] = await all(apiOn(server.url).messages(id));
		const row = page?.rows[0];
		expect(row?.ok && Object.keys(row.value.metadata)).toEqual(['__proto__']);
	});
});

describe('insights, templates, aggregates, assistants', () => {
	test('results in any status, with text, JSON or nothing', async () => {
		const raw = {
			id: 'r1',
			status: 'postponed',
			created_at: '2026-10-15T16:06:11.886661+00:00',
			conversation_insights: [
				{ insight_id: 'i1', result: 'fine' },
				{ insight_id: 'i2', result: { score: 5 } },
				{ insight_id: 'i3', result: null },
			],
		};
		const body = {
			data: [raw, { id: 'r2', status: 'pending', conversation_insights: null }],
			meta: { total_pages: 1 },
		};
		const { result, sent } = await exchange(body, (api) => all(api.insights(id)));
		expect(sent).toContain(`GET /v2/ai/conversations/${id}/conversations-insights?page[number]=1`);
		expect(result[0]?.rows).toMatchObject([
			{
				value: {
					status: 'postponed',
					insights: [
						{ insightId: 'i1', result: 'fine' },
						{ insightId: 'i2', result: '{"score":5}' },
						{ insightId: 'i3', result: '' },
					],
					raw,
				},
			},
			{ value: { createdAt: null, insights: [] } },
		]);
	});

	test('templates', async () => {
		const raw = { id: 't', name: 'Score', instructions: 'Rate it', json_schema: { type: 'object' } };
		const body = { data: [raw, { id: 'u' }], meta: { total_pages: 1 } };
		const { result, sent } = await exchange(body, (api) => all(api.insightTemplates({ pageSize: 7 })));
		expect(sent).toBe('GET /v2/ai/conversations/insights?page[number]=1&page[size]=7');
		expect(result[0]?.rows).toMatchObject([
			{ value: { id: 't', name: 'Score', instructions: 'Rate it', raw } },
			{ value: { id: 'u', name: '', instructions: '' } },
		]);
	});

	test('aggregates', async () => {
		const body = { data: [{ score: 'Poor', 'metadata.v': null, record_count: 3 }, { score: 'x' }] };
		const { result, sent } = await exchange(body, (api) =>
			api.insightAggregates({
				insightId: 'i1',
				groupBy: ['score', 'metadata.v'],
				createdAt: ['gte.2026-10-15T00:00:00+00:00', 'lt.2026-10-16T00:00:00Z'],
			}),
		);
		expect(sent).toBe(
			'GET /v2/ai/conversations/conversation-insights/aggregates?insight_id=i1&group_by=score&group_by=metadata.v' +
				'&created_at=gte.2026-10-15T00:00:00+00:00&created_at=lt.2026-10-16T00:00:00Z',
		);
		expect(result).toMatchObject([
			{ ok: true, value: { group: { score: 'Poor', 'metadata.v': null }, count: 3 } },
			{ ok: false, problem: 'record_count: expected number' },
		]);
	});

	test('aggregates on more than one page are read to the last', async () => {
		await using server = await serve((seen, response) => {
			const page = Number(new URL(seen.url, 'http://x').searchParams.get('page[number]') ?? 1);
			json(response, {
				data: [{ n: page, record_count: page }],
				meta: { page_number: page, total_pages: 3 },
			});
		});
		const rows = decodedValues(await apiOn(server.url).insightAggregates({ groupBy: ['n'] }));
		expect(rows.map(({ count }) => count)).toEqual([1, 2, 3]);
		expect(server.seen[0]?.url).not.toContain('page');
	});

	test.each([
		['wrapped', (rows: unknown[]) => ({ data: rows })],
		['bare', (rows: unknown[]) => rows],
	])('assistants, %s', async (_name, wrap) => {
		const raw = { id: 'assistant-1', name: 'Ann', model: 'm' };
		const { result, sent } = await exchange(wrap([raw, { name: 'nobody' }]), (api) => all(api.assistants()));
		expect(sent).toBe('GET /v2/ai/assistants?page[number]=1&page[size]=100');
		expect(result.flatMap(({ rows }) => rows)).toEqual([
			{ ok: true, value: { id: 'assistant-1', name: 'Ann', keepsHistory: true, raw } },
			{ ok: false, problem: 'id: expected string', raw: { name: 'nobody' } },
		]);
	});

	test('an assistant that keeps no history is known by its privacy settings', async () => {
		const rows = [{ data_retention: false }, { data_retention: true }, null].map((privacy_settings, at) => ({
			id: `a${at}`,
			privacy_settings,
		}));
		const { result } = await exchange({ data: rows }, (api) => all(api.assistants()));
		const assistants = result.flatMap((page) => decodedValues(page.rows));
		expect(assistants.map(({ keepsHistory }) => keepsHistory)).toEqual([false, true, true]);
	});

	test('404 for insights says that there are none yet', async () => {
		await using server = await serve((_, response) => json(response, {}, 404));
		expect(await all(apiOn(server.url).insights(id))).toEqual([]);
		expect(await failureOf(all(apiOn(server.url).messages(id)))).toMatchObject({ kind: 'not-found' });
	});

	test('a list that is none is a bad response', async () => {
		await using server = await serve((_, response) => json(response, { data: 'x' }));
		expect(await failureOf(all(apiOn(server.url).assistants()))).toMatchObject({ kind: 'bad-response' });
	});
});
