import { describe, expect, test } from 'vitest';
import type { Metadata } from '../../src/domain/conversation.ts';
import { resolveConflicts } from '../../src/domain/metadata-merge.ts';
import { WriteError } from '../../src/writes/write-error.ts';
import { writeMetadata } from '../../src/writes/write-metadata.ts';
import { failureOf } from '../api/http-server.ts';
import { bundle, conversation } from '../store/fixtures.ts';
import { breaking, isGet, isPut, refusing, type WriteBench, writeBench } from './fixtures.ts';

const base = { tier: 'gold', note: 'old', channel: 'sms' };
const one = bundle('one', { conversation: conversation('one', { metadata: base }) });

const edit = (mine: Metadata, from: Metadata = base) => ({ id: 'one', base: from, mine });

/** Somebody else writes. */
function elsewhere({ store }: WriteBench, metadata: Metadata): void {
	store.conversations.updateMetadata('one', metadata, 'replace');
}

describe('metadata', () => {
	test('goes out as a whole, after the conversation was read again', async () => {
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

	test('with a number beyond those that are exact was sent back rounded: it is not sent', async () => {
		const bench = await writeBench({ bundles: [one] });
		elsewhere(bench, { ...base, big: [{ id: 2 ** 53 }] });
		const error = await failureOf(writeMetadata(bench.writer, edit({ ...base, tier: 'silver' })));
		expect(error).toMatchObject({ kind: 'invalid', sentence: expect.stringContaining('“big”') });
		expect(bench.requests.some((request) => request.startsWith('PUT'))).toBe(false);
	});

	test('that is as wanted already is not sent', async () => {
		const bench = await writeBench({ bundles: [one] });
		elsewhere(bench, { ...base, tier: 'silver' });
		const outcome = await writeMetadata(bench.writer, edit({ ...base, tier: 'silver' }));
		expect(outcome.kind).toBe('unchanged');
		expect(bench.requests.some((request) => request.startsWith('PUT'))).toBe(false);
		expect(await bench.journal()).toEqual([]);
	});

	test('that somebody else changed meanwhile keeps their change', async () => {
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

	test('that somebody else changed otherwise is a conflict: nothing is sent until one side is chosen', async () => {
		const bench = await writeBench({ bundles: [one] });
		elsewhere(bench, { ...base, note: 'theirs', tier: 'bronze' });
		const mine = { ...base, note: 'mine', tier: 'silver' };
		const outcome = await writeMetadata(bench.writer, edit(mine));
		if (outcome.kind !== 'conflict') throw new Error(`It was ${outcome.kind}.`);
		expect(outcome.merge.conflicts.map(({ key }) => key)).toEqual(['note', 'tier']);
		expect(bench.metadataOf('one')).toEqual({ ...base, note: 'theirs', tier: 'bronze' });
		expect((await bench.journal()).at(-1)).toMatchObject({
			outcome: 'conflict',
			problem: 'Somebody else changed note, tier; nothing was sent.',
		});

		const { merged } = resolveConflicts(
			outcome.merge,
			new Map([['note', 'mine'] as const, ['tier', 'theirs']]),
		);
		elsewhere(bench, { ...base, note: 'theirs', tier: 'bronze', later: 'l' });
		await writeMetadata(bench.writer, edit(merged, outcome.theirs.metadata));
		expect(bench.metadataOf('one')).toEqual({ ...base, note: 'mine', tier: 'bronze', later: 'l' });
	});

	test('a choice holds only against what was chosen against', async () => {
		const bench = await writeBench({ bundles: [one] });
		elsewhere(bench, { ...base, note: 'theirs' });
		const first = await writeMetadata(bench.writer, edit({ ...base, note: 'mine' }));
		if (first.kind !== 'conflict') throw new Error(`It was ${first.kind}.`);
		const { merged } = resolveConflicts(first.merge, new Map([['note', 'mine'] as const]));
		elsewhere(bench, { ...base, note: 'theirs, once more' });
		const second = await writeMetadata(bench.writer, edit(merged, first.theirs.metadata));
		expect(second.kind).toBe('conflict');
		expect(bench.metadataOf('one')).toEqual({ ...base, note: 'theirs, once more' });
	});

	test('on a server that merges, a removed key that came back is said', async () => {
		const bench = await writeBench({ bundles: [one], metadataWrites: 'merge' });
		const outcome = await writeMetadata(bench.writer, edit({ tier: 'silver', channel: 'sms' }));
		expect(outcome).toMatchObject({
			kind: 'written',
			discrepancies: [{ kind: 'came-back', key: 'note', after: 'old' }],
		});
		expect((await bench.journal()).at(-1)).toMatchObject({
			outcome: 'done',
			after: { tier: 'silver', channel: 'sms', note: 'old' },
			problem: 'The server has something other than what was sent: note is still there.',
		});
	});

	test('keys that every object inherits are keys like others', async () => {
		const bench = await writeBench({ bundles: [one] });
		let sent = '';
		bench.intervene(async (request, pass) => {
			if (isPut(request)) sent = await request.clone().text();
			return pass(request);
		});
		const odd = JSON.parse('{"__proto__":"p","constructor":"c","tier":"gold"}');
		const outcome = await writeMetadata(bench.writer, edit(odd));
		expect(sent).toBe('{"metadata":{"__proto__":"p","constructor":"c","tier":"gold"}}');
		expect(outcome).toMatchObject({ kind: 'written', discrepancies: [] });
		expect(JSON.stringify(bench.metadataOf('one'))).toContain('"__proto__":"p"');
	});

	test('in a read-only session is refused before anything is asked', async () => {
		const bench = await writeBench({ bundles: [one], readOnly: true });
		expect(await failureOf(writeMetadata(bench.writer, edit({})))).toMatchObject({ kind: 'forbidden' });
		expect([bench.requests, await bench.journal()]).toEqual([[], []]);
	});
});

describe('when the connection breaks', () => {
	test('before the request arrives, the change is not there, and that is said', async () => {
		const bench = await writeBench({ bundles: [one] });
		bench.intervene(breaking(isPut, 'before'));
		const error = await failureOf(writeMetadata(bench.writer, edit({ ...base, tier: 'silver' })));
		expect(error).toMatchObject({ kind: 'network' });
		expect(error).not.toBeInstanceOf(WriteError);
		expect(bench.metadataOf('one')).toEqual(base);
		expect((await bench.journal()).map(({ outcome }) => outcome)).toEqual(['begun', 'failed']);
	});

	test('after the server did it, the change is found there: it is written', async () => {
		const bench = await writeBench({ bundles: [one] });
		bench.intervene(breaking(isPut, 'after'));
		const outcome = await writeMetadata(bench.writer, edit({ ...base, tier: 'silver' }));
		expect(outcome).toMatchObject({ kind: 'written', discrepancies: [] });
		expect(outcome).toHaveProperty('note', expect.stringContaining('The answer was lost'));
		expect(bench.metadataOf('one')).toEqual({ ...base, tier: 'silver' });
		expect((await bench.journal()).map(({ outcome: how }) => how)).toEqual(['begun', 'done']);
	});

	test('after a server that merges did it, the key that came back is said too', async () => {
		const bench = await writeBench({ bundles: [one], metadataWrites: 'merge' });
		bench.intervene(breaking(isPut, 'after'));
		const outcome = await writeMetadata(bench.writer, edit({ tier: 'silver', channel: 'sms' }));
		expect(outcome).toMatchObject({ kind: 'written', discrepancies: [{ kind: 'came-back', key: 'note' }] });
	});

	test('and does not come back, nobody knows, and that is said', async () => {
		const bench = await writeBench({ bundles: [one] });
		bench.intervene(breaking(isPut, 'after', isGet));
		const error = await failureOf(writeMetadata(bench.writer, edit({ ...base, tier: 'silver' })));
		expect(error).toMatchObject({ kind: 'network', mayHaveHappened: true });
		expect(error).toHaveProperty('message', expect.stringContaining('may have been written all the same'));
		expect((await bench.journal()).at(-1)).toMatchObject({ outcome: 'unknown' });
	});

	test('once, and the second attempt is refused for another reason, the first one is looked for', async () => {
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

	test.each([429, 503])(
		'(%d) what somebody else wrote before it is sent again was overwritten',
		async (status) => {
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
		},
	);

	test('what somebody else set under the same key before it is sent again is a conflict', async () => {
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

	test('and somebody changes it every time, it is given up, and theirs stays', async () => {
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

	test('a value that the server wrote in a way of its own was said not to be written', async () => {
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

	test('a sure refusal is not looked after', async () => {
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

test('a journal that cannot be written does not hold a change up, and is told of', async () => {
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

test('two changes of our own at the same time, each of another key, overwrote each other', async () => {
	const bench = await writeBench({ bundles: [one] });
	const keys = ['a', 'b', 'c', 'd'];
	await Promise.all(keys.map((key) => writeMetadata({ ...bench.writer }, edit({ ...base, [key]: 'set' }))));
	expect(bench.metadataOf('one')).toEqual({ ...base, a: 'set', b: 'set', c: 'set', d: 'set' });
});
