import { describe, expect, test } from 'vitest';
import type { Metadata } from '../../src/domain/conversation.ts';
import { jsonText } from '../../src/domain/json.ts';
import { resolveConflicts } from '../../src/domain/metadata-merge.ts';
import { WriteError } from '../../src/writes/write-error.ts';
import { failureOf } from '../api/http-server.ts';
import { objectOf } from '../domain/json-texts.ts';
import { bundle, conversation } from '../store/fixtures.ts';
import { breaking, isGet, isPut, refusing, type WriteBench, writeBench, writeMetadata } from './fixtures.ts';

const base = { tier: 'gold', note: 'old', channel: 'sms' };
const one = bundle('one', { conversation: conversation('one', { metadata: base }) });

const edit = (mine: Metadata, from: Metadata = base) => ({ id: 'one', base: from, mine });

/** Writes as another user. */
function elsewhere({ store }: WriteBench, metadata: Metadata): void {
	store.conversations.updateMetadata('one', metadata, 'replace');
}

describe('metadata', () => {
	test('is sent as a whole, after the conversation is read again', async () => {
		const bench = await writeBench({ bundles: [one] });
		const outcome = await writeMetadata(bench.writer, edit({ tier: 'silver', channel: 'sms', new: 'x' }));
		expect(outcome).toMatchObject({
			kind: 'written',
			before: base,
			meant: { tier: 'silver', channel: 'sms', new: 'x' },
			fromThem: [],
			discrepancies: [],
			note: null,
		});
		expect(bench.metadataOf('one')).toEqual({ tier: 'silver', channel: 'sms', new: 'x' });
		expect(bench.requests).toEqual(['GET /ai/conversations/one', 'PUT /ai/conversations/one']);
		const journal = await bench.journal();
		expect(journal.map(({ outcome: how, before, after }) => ({ how, before, after }))).toEqual([
			{ how: 'begun', before: base, after: { tier: 'silver', channel: 'sms', new: 'x' } },
			{ how: 'done', before: base, after: { tier: 'silver', channel: 'sms', new: 'x' } },
		]);
		expect(new Set(journal.map(({ attempt }) => attempt)).size).toBe(1);
	});

	test('keeps unchanged parts as received: digits, order, doubled keys', async () => {
		const bench = await writeBench({ bundles: [one] });
		const map = (tier: string): string =>
			`{"big":[{"id":9007199254740993,"7":1.10,"a":-0,"a":1e400}],"tier":"${tier}","twice":1,"twice":2,"5":true}`;
		elsewhere(bench, objectOf(map('gold')));
		const outcome = await writeMetadata(bench.writer, edit({ ...base, tier: 'silver' }));
		expect(outcome).toMatchObject({ kind: 'written', discrepancies: [] });
		expect(jsonText(bench.metadataOf('one'))).toBe(map('silver'));
		const entry = (await bench.journal()).at(-1);
		expect(jsonText([entry?.before ?? null, entry?.after ?? null])).toBe(`[${map('gold')},${map('silver')}]`);
	});

	test('without a difference is not sent', async () => {
		const bench = await writeBench({ bundles: [one] });
		elsewhere(bench, { ...base, tier: 'silver' });
		const outcome = await writeMetadata(bench.writer, edit({ ...base, tier: 'silver' }));
		expect(outcome.kind).toBe('unchanged');
		expect(bench.requests.some((request) => request.startsWith('PUT'))).toBe(false);
		expect(await bench.journal()).toEqual([]);
	});

	test('changed by someone else meanwhile keeps their change', async () => {
		const bench = await writeBench({ bundles: [one] });
		elsewhere(bench, { tier: 'gold', note: 'theirs', added: 't' });
		const outcome = await writeMetadata(bench.writer, edit({ ...base, tier: 'silver' }));
		expect(outcome).toMatchObject({
			kind: 'written',
			fromThem: [
				{ key: 'added', before: undefined, after: 't' },
				{ key: 'channel', before: 'sms', after: undefined },
				{ key: 'note', before: 'old', after: 'theirs' },
			],
		});
		expect(bench.metadataOf('one')).toEqual({ tier: 'silver', note: 'theirs', added: 't' });
	});

	test('changed differently by someone else is a conflict: nothing is sent until one side is chosen', async () => {
		const bench = await writeBench({ bundles: [one] });
		elsewhere(bench, { ...base, note: 'theirs', tier: 'bronze' });
		const mine = { ...base, note: 'mine', tier: 'silver' };
		const outcome = await writeMetadata(bench.writer, edit(mine));
		if (outcome.kind !== 'conflict') throw new Error(`It was ${outcome.kind}.`);
		expect(outcome.merge.conflicts.map(({ key }) => key)).toEqual(['note', 'tier']);
		expect(bench.metadataOf('one')).toEqual({ ...base, note: 'theirs', tier: 'bronze' });
		expect((await bench.journal()).at(-1)).toMatchObject({
			outcome: 'conflict',
			problem: 'Someone else changed note, tier; nothing was sent.',
		});

		const { merged } = resolveConflicts(
			outcome.merge,
			new Map([
				['note', 'mine'],
				['tier', 'bronze'],
			]),
		);
		elsewhere(bench, { ...base, note: 'theirs', tier: 'bronze', later: 'l' });
		await writeMetadata(bench.writer, edit(merged, outcome.theirs.metadata));
		expect(bench.metadataOf('one')).toEqual({ ...base, note: 'mine', tier: 'bronze', later: 'l' });
	});

	test('a choice applies only to the value it was made against', async () => {
		const bench = await writeBench({ bundles: [one] });
		elsewhere(bench, { ...base, note: 'theirs' });
		const first = await writeMetadata(bench.writer, edit({ ...base, note: 'mine' }));
		if (first.kind !== 'conflict') throw new Error(`It was ${first.kind}.`);
		const { merged } = resolveConflicts(first.merge, new Map([['note', 'mine']]));
		elsewhere(bench, { ...base, note: 'theirs, once more' });
		const second = await writeMetadata(bench.writer, edit(merged, first.theirs.metadata));
		expect(second.kind).toBe('conflict');
		expect(bench.metadataOf('one')).toEqual({ ...base, note: 'theirs, once more' });
	});

	test('on a server that merges, a restored key is reported', async () => {
		const bench = await writeBench({ bundles: [one], metadataWrites: 'merge' });
		const outcome = await writeMetadata(bench.writer, edit({ tier: 'silver', channel: 'sms' }));
		expect(outcome).toMatchObject({
			kind: 'written',
			discrepancies: [{ kind: 'came-back', key: 'note', after: 'old' }],
		});
		expect((await bench.journal()).at(-1)).toMatchObject({
			outcome: 'done',
			after: { tier: 'silver', channel: 'sms', note: 'old' },
			problem: 'The server stored a different result: note is still there.',
		});
	});

	test('keys named like properties of every object are ordinary keys', async () => {
		const bench = await writeBench({ bundles: [one] });
		let sent = '';
		bench.intervene(async (request, pass) => {
			if (isPut(request)) sent = await request.clone().text();
			return pass(request);
		});
		const odd = JSON.parse('{"__proto__":"p","constructor":"c","tier":"gold"}');
		const outcome = await writeMetadata(bench.writer, edit(odd));
		expect(sent).toBe('{"metadata":{"tier":"gold","__proto__":"p","constructor":"c"}}');
		expect(outcome).toMatchObject({ kind: 'written', discrepancies: [] });
		expect(JSON.stringify(bench.metadataOf('one'))).toContain('"__proto__":"p"');
	});

	test('in a read-only session is refused before any request', async () => {
		const bench = await writeBench({ bundles: [one], readOnly: true });
		expect(await failureOf(writeMetadata(bench.writer, edit({})))).toMatchObject({ kind: 'forbidden' });
		expect([bench.requests, await bench.journal()]).toEqual([[], []]);
	});
});

describe('when the connection breaks', () => {
	test('before the request arrives, the change is reported as missing', async () => {
		const bench = await writeBench({ bundles: [one] });
		bench.intervene(breaking(isPut, 'before'));
		const error = await failureOf(writeMetadata(bench.writer, edit({ ...base, tier: 'silver' })));
		expect(error).toMatchObject({ kind: 'network' });
		expect(error).not.toBeInstanceOf(WriteError);
		expect(bench.metadataOf('one')).toEqual(base);
		expect((await bench.journal()).map(({ outcome }) => outcome)).toEqual(['begun', 'failed']);
	});

	test('after the server carried it out, the change is found', async () => {
		const bench = await writeBench({ bundles: [one] });
		bench.intervene(breaking(isPut, 'after'));
		const outcome = await writeMetadata(bench.writer, edit({ ...base, tier: 'silver' }));
		expect(outcome).toMatchObject({ kind: 'written', discrepancies: [] });
		expect(outcome).toHaveProperty('note', expect.stringContaining('The answer was lost'));
		expect(bench.metadataOf('one')).toEqual({ ...base, tier: 'silver' });
		expect((await bench.journal()).map(({ outcome: how }) => how)).toEqual(['begun', 'done']);
	});

	test('after a merging server carried it out, the restored key is reported', async () => {
		const bench = await writeBench({ bundles: [one], metadataWrites: 'merge' });
		bench.intervene(breaking(isPut, 'after'));
		const outcome = await writeMetadata(bench.writer, edit({ tier: 'silver', channel: 'sms' }));
		expect(outcome).toMatchObject({ kind: 'written', discrepancies: [{ kind: 'came-back', key: 'note' }] });
	});

	test('and stays broken, the result is reported as unknown', async () => {
		const bench = await writeBench({ bundles: [one] });
		bench.intervene(breaking(isPut, 'after', isGet));
		const error = await failureOf(writeMetadata(bench.writer, edit({ ...base, tier: 'silver' })));
		expect(error).toMatchObject({ kind: 'network', mayHaveHappened: true });
		expect(error).toHaveProperty('message', expect.stringContaining('may have been saved anyway'));
		expect((await bench.journal()).at(-1)).toMatchObject({ outcome: 'unknown' });
	});

	test('once, and the retry is refused, the result of the first attempt is checked', async () => {
		const bench = await writeBench({ bundles: [one] });
		let puts = 0;
		bench.intervene(async (request, pass) => {
			if (!isPut(request)) return pass(request);
			puts += 1;
			if (puts > 1) return Response.json({ errors: [] }, { status: 403 });
			await pass(request);
			throw new TypeError('fetch failed');
		});
		const outcome = await writeMetadata(bench.writer, edit({ ...base, tier: 'silver' }));
		expect(outcome.kind).toBe('written');
	});

	test.each([429, 503])('(%d) a change by someone else before the retry is kept', async (status) => {
		const bench = await writeBench({ bundles: [one] });
		let puts = 0;
		bench.intervene((request, pass) => {
			if (!isPut(request)) return pass(request);
			puts += 1;
			if (puts > 1) return pass(request);
			elsewhere(bench, { ...base, channel: 'theirs' });
			return Response.json({ errors: [] }, { status });
		});
		const outcome = await writeMetadata(bench.writer, edit({ ...base, tier: 'silver' }));
		expect(outcome).toMatchObject({ kind: 'written', fromThem: [{ key: 'channel', after: 'theirs' }] });
		expect(bench.metadataOf('one')).toEqual({ ...base, tier: 'silver', channel: 'theirs' });
		expect((await bench.journal()).map(({ outcome: how }) => how)).toEqual([
			'begun',
			'failed',
			'begun',
			'done',
		]);
	});

	test('a change of the same key by someone else before the retry is a conflict', async () => {
		const bench = await writeBench({ bundles: [one] });
		bench.intervene((request, pass) => {
			if (!isPut(request)) return pass(request);
			elsewhere(bench, { ...base, tier: 'theirs' });
			return Response.json({ errors: [] }, { status: 429 });
		});
		const outcome = await writeMetadata(bench.writer, edit({ ...base, tier: 'silver' }));
		expect(outcome.kind).toBe('conflict');
		expect(bench.metadataOf('one')).toEqual({ ...base, tier: 'theirs' });
	});

	test('and someone changes it each time, the save gives up, and their value stays', async () => {
		const bench = await writeBench({ bundles: [one] });
		let puts = 0;
		bench.intervene((request, pass) => {
			if (!isPut(request)) return pass(request);
			puts += 1;
			elsewhere(bench, { ...base, count: String(puts) });
			return Response.json({ errors: [] }, { status: 503 });
		});
		const error = await failureOf(writeMetadata(bench.writer, edit({ ...base, tier: 'silver' })));
		expect(error).toMatchObject({ kind: 'conflict' });
		expect(bench.metadataOf('one')).toEqual({ ...base, count: '3' });
	});

	test('a value that the server converted counts as written', async () => {
		const bench = await writeBench({ bundles: [one] });
		bench.intervene((request, pass) => {
			if (!isPut(request)) return pass(request);
			elsewhere(bench, { ...base, tier: 'silver' });
			return new Response('', { status: 200 });
		});
		const error = await failureOf(writeMetadata(bench.writer, edit({ ...base, tier: ' Silver ' })));
		expect(error).toMatchObject({ mayHaveHappened: true });
		expect((await bench.journal()).at(-1)).toMatchObject({ outcome: 'unknown' });
	});

	test('a clear refusal is not checked again', async () => {
		const bench = await writeBench({ bundles: [one] });
		bench.intervene(refusing(isPut, 422));
		const error = await failureOf(writeMetadata(bench.writer, edit({ ...base, tier: 'silver' })));
		expect(error).toMatchObject({ kind: 'invalid' });
		expect(bench.requests).toEqual(['GET /ai/conversations/one', 'PUT /ai/conversations/one']);
		expect((await bench.journal()).at(-1)).toMatchObject({
			outcome: 'failed',
			problem: 'The server refused the request (422). The server says: as the test wants it',
		});
	});
});

test('a journal failure does not block a change, and is reported', async () => {
	const bench = await writeBench({
		bundles: [one],
		withRecords: (records) => ({
			...records,
			journal: { ...records.journal, append: () => Promise.reject(new Error('No space left on the disk.')) },
		}),
	});
	const outcome = await writeMetadata(bench.writer, edit({ ...base, tier: 'silver' }));
	expect(outcome.kind).toBe('written');
	expect(bench.unjournalled).toEqual(['No space left on the disk.']);
});

test('two simultaneous changes of different keys do not overwrite each other', async () => {
	const bench = await writeBench({ bundles: [one] });
	const keys = ['a', 'b', 'c', 'd'];
	await Promise.all(keys.map((key) => writeMetadata({ ...bench.writer }, edit({ ...base, [key]: 'set' }))));
	expect(bench.metadataOf('one')).toEqual({ ...base, a: 'set', b: 'set', c: 'set', d: 'set' });
});
