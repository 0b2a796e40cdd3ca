import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { isAgreedCluster, isAgreedRow } from '../../src/text/agreed.ts';
import { Emulator } from '../harness/emulator.ts';

const units = Array.from({ length: 0x1_0000 - 0x20 }, (_, index) => String.fromCharCode(index + 0x20));
const agreed = units.filter((unit) => isAgreedCluster(unit));
const marked = units.map((unit) => `a${unit}`).filter((text) => isAgreedCluster(text));

/** The texts that a terminal draws wider or narrower than we measure. */
async function counted(texts: readonly string[], unicode: '6' | '11'): Promise<string[]> {
	const emulator = new Emulator(6, texts.length + 1, () => undefined, unicode);
	await emulator.write(Buffer.from(texts.map((text) => `${text}|\r\n`).join('')));
	const wrong = texts.filter((text, y) => emulator.cells(y)[stringWidth(text)]?.text !== '|');
	emulator.dispose();
	return wrong;
}

test.each(['6', '11'] as const)(
	'a terminal of Unicode %s measures agreed characters and marks as we do',
	async (unicode) => {
		expect(agreed.length).toBeGreaterThan(30_000);
		expect(marked.length).toBeGreaterThan(200);
		expect(await counted(agreed, unicode)).toEqual([]);
		expect(await counted(marked, unicode)).toEqual([]);
	},
);

test('emoji, joined letters, spacing vowels, selectors and many marks are disputed', () => {
	for (const text of [
		'🫨',
		'😀',
		'🇩🇪',
		'1\ufe0f\u20e3',
		'☎',
		'की',
		'क्ष',
		'กำ',
		'\u1112\u1161',
		'e\u0301\u0302\u0303',
		'﷽',
	])
		expect([text, isAgreedCluster(text)]).toEqual([text, false]);
});

test('a row with colours is agreed if all its characters are', () => {
	expect(isAgreedRow('\u001b[31m│ é 日本 привет\u001b[39m …')).toBe(true);
	expect(isAgreedRow('\u001b[31m│\u001b[39m 🫨')).toBe(false);
});
