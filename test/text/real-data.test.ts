import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { parseJsonText } from '../../src/domain/json-source.ts';
import { lineWidth } from '../../src/text/line.ts';
import { safeLines } from '../../src/text/safe.ts';
import { cellWidth } from '../../src/text/width.ts';
import { wrap } from '../../src/text/wrap.ts';
import { jsonLines, jsonTree } from '../../src/view/json-lines.ts';

const file = new URL('../../../shared/data/sgd-conversations.ndjson.gz', import.meta.url);

describe.skipIf(!existsSync(file))('real conversations', () => {
	it('wrap within the pane, words and JSON alike', () => {
		let texts = 0;
		for (const row of gunzipSync(readFileSync(file)).toString().trim().split('\n')) {
			const bundle: { messages: { text: string | null }[] } = JSON.parse(row);
			for (const { text } of bundle.messages) {
				if (text === null) continue;
				texts++;
				const lines = safeLines(text).flatMap((line) => wrap(line, 60));
				if (lines.some((line) => cellWidth(line) > 60)) expect.unreachable(text);
				const value = parseJsonText(text);
				if (value === undefined) continue;
				const rows = [...jsonLines(value, 60), ...jsonTree(value, 60)];
				if (rows.some((line) => lineWidth(line) > 60)) expect.unreachable(text);
			}
		}
		expect(texts).toBeGreaterThan(10_000);
	});
});
