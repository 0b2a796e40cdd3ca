import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openRecords } from '../../src/records/open-records.ts';
import { withoutSecrets } from '../../src/records/trash-file.ts';
import { at, Clock } from '../store/fixtures.ts';
import { entry, newFolder, whole } from './fixtures.ts';

const key = 'KEY0123456789ABCDEF0123456789ABCDEF_aB3dE6gH9jK2mN5pQ8sT1v';

const leaking = whole('a', {
	messages: [
		{ role: 'user', text: `${key} and ${btoa(`Bearer ${key}`)}`, parts: [{ [key]: [key, 1, null, true] }] },
	],
});

test('no record contains the key: journal, batches, trash, exports', async () => {
	const folder = newFolder();
	const records = openRecords({
		folder,
		now: new Clock().now,
		newId: () => crypto.randomUUID(),
		limits: { days: 30, bytes: 1_000_000 },
		secrets: [key],
	});
	await records.journal.append(entry({ after: { note: btoa(key), more: `\\u004b${key.slice(1)}` } }));
	const kept = await records.trash.keep(leaking);
	const path = join(folder, 'out.ndjson');
	const file = await records.exports.begin(path);
	await file.append(leaking);
	await file.finish();
	const task = { kind: 'set-key', key: 'note', value: btoa(`Bearer ${key}`) } as const;
	const plan = { id: 'run-1', at: at('2026-11-22T12:00:00Z'), task, ids: ['a'] };
	await expect(records.batches.begin(plan)).rejects.toThrow('it contains your API key');
	await expect(records.exports.begin(join(folder, `${key}.ndjson`))).rejects.toThrow('contains your API key');

	const texts = readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((one) => one.isFile())
		.map((one) => `${one.name} ${readFileSync(join(one.parentPath, one.name), 'utf8')}`);
	expect(texts).toHaveLength(3);
	for (const text of texts) {
		expect(text).toContain('KEY…sT1v');
		for (const trace of [key.slice(4, 40), btoa(key).slice(4, 50), btoa(`Bearer ${key}`).slice(14, 60)])
			expect(text).not.toContain(trace);
	}
	expect((await records.trash.read(kept.name)).messages).toEqual([
		{
			role: 'user',
			text: 'KEY…sT1v and QmVhcmVyIEKEY…sT1vY=',
			parts: [{ 'KEY…sT1v': ['KEY…sT1v', 1, null, true] }],
		},
	]);
});

test('a conversation without it is stored unchanged', () => {
	const clean = whole('a', { messages: [{ text: key.slice(0, -1) }] });
	expect(withoutSecrets(clean, [key])).toBe(clean);
});
