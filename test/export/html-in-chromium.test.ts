import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { openDocument } from '../../src/export/document.ts';
import { Chromium, chromiumPath } from '../harness/chromium.ts';
import { said, textOf } from './conversation-text.ts';

const hostile =
	'</div></script><script>document.title="taken"</script><img src=x onerror="document.title=\'taken\'">';

test.skipIf(chromiumPath === null)(
	'the page opens in a browser: read, searched, dark, printed, and deaf to callers',
	async () => {
		const text = textOf([
			said('user', `The parcel is late. ${hostile}`, 1),
			said('assistant', 'Parcel 7 is on its way.', 3, {
				toolCalls: [{ id: 'a', name: 'track', arguments: '{"secret_place":"depot nine"}' }],
			}),
		]);
		const document = openDocument('html', 'turns', {
			count: 2,
			exportedAt: text.conversation.createdAt ?? expect.fail('no time'),
			zone: text.zone,
			remarks: ['Redacted: nothing was found.'],
		});
		const one = { text, whole: { conversation: {}, messages: [], insights: [] } };
		const folder = mkdtempSync(join(tmpdir(), 'tconv-html-'));
		onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
		const path = join(folder, 'page.html');
		writeFileSync(path, document.head() + document.next(one) + document.next(one) + document.tail());

		await using page = await Chromium.start();
		await page.open(pathToFileURL(path).href);
		const body = await page.evaluate('document.querySelector("main").innerText');
		expect(body).toContain(`The parcel is late. ${hostile}`);
		expect(await page.evaluate('document.title')).toBe('2 conversations');
		expect(await page.evaluate('document.images.length + document.scripts.length')).toBe(1);

		const find = async (words: string): Promise<unknown> =>
			page.evaluate(`(() => {
			const field = document.querySelector('.finder input');
			field.value = ${JSON.stringify(words)};
			field.dispatchEvent(new Event('input'));
			return document.querySelector('.finder output').textContent;
		})()`);
		expect(await page.evaluate('document.querySelector(".finder").hidden')).toBe(false);
		expect(await find('PARCEL 7')).toBe('2 places');
		expect(await page.evaluate('CSS.highlights.get("found").size')).toBe(2);
		expect(await find('zebra')).toBe('not found');
		expect(await find('depot nine')).toBe('2 places');
		await page.evaluate('document.querySelector(".finder .next").click()');
		// The finder opens the tool that holds the place.
		expect(await page.evaluate('document.querySelector(".now").closest("details").open')).toBe(true);

		const paper = 'getComputedStyle(document.body).backgroundColor';
		expect(await page.evaluate(paper)).toBe('rgb(255, 255, 255)');
		await page.send('Emulation.setEmulatedMedia', {
			features: [{ name: 'prefers-color-scheme', value: 'dark' }],
		});
		expect(await page.evaluate(paper)).toBe('rgb(21, 23, 26)');
		await page.send('Emulation.setDeviceMetricsOverride', {
			width: 360,
			height: 740,
			deviceScaleFactor: 2,
			mobile: true,
		});
		expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
		await page.send('Emulation.setEmulatedMedia', { media: 'print', features: [] });
		expect(await page.evaluate('getComputedStyle(document.querySelector(".finder")).display')).toBe('none');
		const { data } = (await page.send('Page.printToPDF')) as { data: string };
		expect(Buffer.from(data, 'base64').subarray(0, 5).toString()).toBe('%PDF-');
		expect(page.complaints).toEqual([]);
	},
);
