import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonText } from '../../src/domain/json.ts';
import { openRecords } from '../../src/records/open-records.ts';
import { readBundle } from '../../src/server/bundle.ts';
import { objectOf, sourceText } from '../domain/json-texts.ts';
import { at, Clock } from '../store/fixtures.ts';
import { entry, newFolder, whole } from './fixtures.ts';

const key = 'KEY0123456789ABCDEF0123456789ABCDEF_aB3dE6gH9jK2mN5pQ8sT1v';

test('all records hold JSON as received: journal, trash, exports, batches', async () => {
	await fc.assert(
		fc.asyncProperty(sourceText, sourceText, fc.uuid(), fc.boolean(), async (one, other, id, hasKey) => {
			const folder = newFolder();
			const records = openRecords({
				folder,
				now: new Clock().now,
				newId: () => crypto.randomUUID(),
				limits: { days: 30, bytes: 1_000_000 },
				secrets: [key],
			});
			const map = objectOf(`{"b":${one},"7":${other},"b":1.10}`);
			await records.journal.append(entry({ before: map, after: [map] }));
			const [written] = (await records.journal.read(1)).entries;
			expect([written?.before, written?.after].map((value) => jsonText(value ?? null))).toEqual([
				jsonText(map),
				jsonText([map]),
			]);

			const note = hasKey ? { role: 'user', text: key } : null;
			const given = whole('a', { messages: [map, note], conversation: { id: 'a', metadata: map } });
			const kept = await records.trash.keep(given);
			const { messages, conversation } = await records.trash.read(kept.name);
			expect(jsonText(messages[0] ?? null)).toBe(jsonText(map));
			expect(jsonText(conversation)).toBe(jsonText(given.conversation));

			const path = join(folder, 'out.ndjson');
			const file = await records.exports.begin(path);
			await file.append(given);
			await file.finish();
			expect(readFileSync(path, 'utf8')).toContain(`"messages":[${jsonText(map)},`);

			const task = { kind: 'undo', writes: [{ id: 'a', before: map, after: { b: 1 } }] } as const;
			await records.batches.begin({ id, at: at('2026-11-22T12:00:00Z'), task, ids: ['a'] });
			expect(jsonText({ ...(await records.batches.read(id)).plan.task })).toBe(jsonText({ ...task }));
		}),
		{ numRuns: 30 },
	);
});

test('`serve --data` reads an export, exact to the digit', () => {
	const times = '"created_at":"2026-11-01T00:00:00Z","last_message_at":"2026-11-01T00:00:00Z"';
	const line = `{"conversation":{"id":"a",${times},"metadata":{"n":9007199254740993,"7":1.10,"a":-0,"a":[]}},"messages":[null],"insights":[]}`;
	const read = readBundle(line);
	expect(read.ok ? jsonText({ ...read.bundle }) : read.problem).toBe(line);
});
