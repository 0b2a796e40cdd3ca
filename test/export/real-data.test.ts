import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { instantFromMillis } from '../../src/domain/instant.ts';
import type { JsonObject } from '../../src/domain/json.ts';
import { defaultSignalSettings } from '../../src/domain/signals/signal.ts';
import { bundleDocuments } from '../../src/export/bundle.ts';
import { openDocument } from '../../src/export/document.ts';
import { Redactor } from '../../src/export/redaction/redactor.ts';
import { exportedOf } from '../../src/services/exported-conversation.ts';
import { utc } from '../../src/text/time.ts';

const file = new URL('../../../shared/data/sgd-conversations.ndjson.gz', import.meta.url);
const context = {
	templateNames: new Map(),
	assistantNames: new Map(),
	zone: utc,
	signals: defaultSignalSettings,
	now: instantFromMillis(Date.UTC(2027, 0, 1)),
};

describe.skipIf(!existsSync(file))('a redaction of real conversations', () => {
	const lines = (): string[] => gunzipSync(readFileSync(file)).toString().trim().split('\n');

	test('leaves none of their numbers in any file, and finds nothing else', () => {
		// All assistants and all channels are among these.
		const some = lines().filter((_, index) => index % 21 === 0);
		const numbers = new Set(
			some.flatMap((line) => [
				...(line.match(/\+\d[\d -]{7,16}\d/g) ?? []),
				...(line.match(/\(?\b\d{3}\)?[-. ]\d{3}[-. ]\d{4}\b/g) ?? []),
				...[...line.matchAll(/phone_number\\": \\"([^"\\]+)/g)].map(([, number = '']) => number),
			]),
		);
		expect(numbers.size).toBeGreaterThan(200);
		const redactor = new Redactor({ country: 'US', words: [], kept: new Set() });
		const facts = { count: some.length, exportedAt: context.now, zone: utc, remarks: [] };
		const documents = [openDocument('csv', 'turns', facts), ...bundleDocuments(facts).values()];
		const texts = documents.map((document) => document.head());
		for (const line of some) {
			const {
				conversation,
				messages,
				insights = [],
			} = JSON.parse(line) as Record<string, JsonObject[]> & {
				conversation: JsonObject;
			};
			const one = exportedOf(redactor.whole({ conversation, messages: messages ?? [], insights }), context);
			for (const [index, document] of documents.entries()) texts[index] += document.next(one);
		}
		for (const text of texts) expect([...numbers].filter((number) => text.includes(number))).toEqual([]);
		expect(redactor.findings().filter(({ kind }) => kind !== 'phone')).toEqual([]);
	});
});
