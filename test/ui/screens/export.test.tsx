import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { unpackTar } from 'modern-tar';
import { describe, expect, test } from 'vitest';
import { callers, idOf } from '../bundles.ts';
import { type ScreenOptions, startScreen, type TestScreen } from '../screen-harness.tsx';

/** Callers whose first words hold a number and an address. */
function withNumbers(count: number) {
	return callers(count).map((bundle, index) => ({
		...bundle,
		messages: bundle.messages.map((message, at) =>
			at === 0 && message !== null
				? { ...message, text: `Call me: 312 555 010${index}, or ann@example.com` }
				: message,
		),
	}));
}

/** A screen with the export form of the first `count` conversations, at the format after so many turns. */
async function form(count: number, turns: number, options: ScreenOptions = {}): Promise<TestScreen> {
	const screen = await startScreen({ bundles: withNumbers(3), ...options });
	await screen.waitFor('3 loaded');
	if (count > 1) {
		screen.press('V', ...Array<string>(count - 1).fill('j'), 'V');
		await screen.waitFor(`${count} marked`);
	}
	screen.press('X');
	await screen.waitFor('─ Export: ');
	screen.press(...Array<string>(turns).fill('l'));
	return screen;
}

/** Types the path into the last row, and begins. */
async function begin(screen: TestScreen, name: string): Promise<string> {
	const path = join(screen.stateFolder, name);
	screen.press('\t', '\t', '\t', '\t', '\x15', ...path);
	await screen.waitFor(new RegExp(`file +/.*${name}`));
	screen.press('\x18');
	return path;
}

const filesIn = (screen: TestScreen): string[] => readdirSync(join(screen.stateFolder, 'exports'));

describe('an export', () => {
	test('as NDJSON is not redacted, as the form says, and has the order of the marks', async () => {
		const screen = await form(3, 0);
		await screen.waitFor('personal data stay in the file');
		const path = await begin(screen, 'out.ndjson');
		await screen.waitFor('Exported to');
		const lines = readFileSync(path, 'utf8').trim().split('\n');
		expect(lines.map((line) => JSON.parse(line).conversation.id)).toEqual([1, 2, 3].map((one) => idOf(one)));
		expect(lines[0]).toContain('312 555 0100');
		expect(filesIn(screen)).toEqual([]);
	});

	test('for people shows first what it redacts, and takes back what the user wants to stay', async () => {
		const screen = await form(2, 3);
		const path = await begin(screen, 'out.md');
		await screen.waitFor('Nothing is written yet.');
		await screen.waitFor('Not looked for: names and postal addresses');
		const rows = await screen.waitFor(/goes +\[email 1\] +2x/);
		expect(rows.join('\n')).toMatch(/goes +\[phone \d\] +1x .*312 555 0100/);
		expect(existsSync(path)).toBe(false);
		// The cursor stays, so a second press takes the first one back.
		screen.press('g', ' ');
		await screen.waitFor(/stays +\[/);
		screen.press(' ');
		await screen.waitFor((now) => !/stays +\[/.test(now.join('\n')));
		screen.press('G', ' ');
		await screen.waitFor(/stays +\[email 1\]/);
		screen.press('\x18');
		await screen.waitFor('Exported to');
		const text = readFileSync(path, 'utf8');
		expect(text).not.toContain('312 555');
		expect(text).toContain('], or ann@example.com');
		expect(filesIn(screen)).toEqual([]);
	});

	test('asks before it replaces a file, and lets it be if the answer is no', async () => {
		const screen = await form(1, 0);
		const path = join(screen.stateFolder, 'taken.ndjson');
		writeFileSync(path, 'mine');
		await begin(screen, 'taken.ndjson');
		await screen.waitFor('Replace the file?');
		screen.press('\x1b');
		await screen.waitFor('Nothing was exported.');
		expect(readFileSync(path, 'utf8')).toBe('mine');
		screen.press('\x18');
		await screen.waitFor('Replace the file?');
		screen.press('y');
		await screen.waitFor('Exported to');
		expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ conversation: { id: idOf(1) } });
	});

	test('asks again if a file takes the name while the preview is read', async () => {
		const screen = await form(1, 4);
		const path = await begin(screen, 'late.html');
		await screen.waitFor('Nothing is written yet.');
		writeFileSync(path, 'mine');
		screen.press('\x18');
		await screen.waitFor('Replace the file?');
		screen.press('n');
		await screen.waitFor('Nothing was written.');
		screen.press('n');
		await screen.waitFor('write to the file:');
		screen.press('\x15', ...`${path}2`, '\r');
		await screen.waitFor(/file +\/.*late\.html2/);
		screen.press('\x18');
		await screen.waitFor('Exported to');
		expect([readFileSync(path, 'utf8'), readFileSync(`${path}2`, 'utf8').slice(0, 15)]).toEqual([
			'mine',
			'<!doctype html>',
		]);
	});

	test('that was left goes on from the batch, and one given up leaves nothing', async () => {
		const screen = await form(1, 3);
		await begin(screen, 'later.md');
		await screen.waitFor('Nothing is written yet.');
		screen.press('\x1b');
		await screen.waitFor('goes on with this export');
		expect(filesIn(screen)).toHaveLength(1);
		screen.press(':');
		await screen.waitFor('─ Palette ─');
		screen.press(...'batches', '\r');
		await screen.waitFor(/finished +Export to/);
		screen.press('\r');
		await screen.waitFor('w shows the redaction');
		screen.press('w');
		await screen.waitFor(/goes +\[email 1\]/);
		screen.press('\x12');
		await screen.waitFor('The export was given up.');
		expect(filesIn(screen)).toEqual([]);
	});

	test('to a folder that is not there says so in the form, which stays', async () => {
		const screen = await form(1, 0);
		await begin(screen, 'no/out.ndjson');
		await screen.waitFor(/it does not exist\.\s/);
		expect(screen.text()).toContain('─ Export: Caller 1');
	});

	test('form keeps its draft when it is left, and its choices after an export', async () => {
		const screen = await form(1, 2);
		await screen.waitFor('< one a conversation >');
		screen.press('j', 'l');
		await screen.waitFor('< one a turn >');
		screen.press('\x1b');
		await screen.waitFor('X reopens the form');
		screen.press('X');
		await screen.waitFor('< one a turn >');
		screen.press('\x12');
		await screen.waitFor('Nothing was exported.');
		screen.press('X');
		await screen.waitFor('< NDJSON >');
	});

	test('as a bundle is a .tar.gz with everything and nothing else', async () => {
		const screen = await form(2, 5);
		const path = await begin(screen, 'case.tar.gz');
		await screen.waitFor(/goes +\[email 1\] +2x/);
		screen.press('\x18');
		await screen.waitFor('Exported to');
		const entries = await unpackTar(gunzipSync(readFileSync(path)));
		const texts = new Map(
			entries.map(({ header, data }) => [header.name, Buffer.from(data ?? []).toString()]),
		);
		expect([...texts.keys()]).toEqual([
			'case/conversations.md',
			'case/conversations.html',
			'case/conversations.ndjson',
			'case/signals-and-waits.json',
			'case/filter.txt',
			'case/requests.sh',
			'case/manifest.json',
		]);
		for (const text of texts.values()) expect(text).not.toMatch(/555 010|example\.com/);
		expect(JSON.parse(texts.get('case/manifest.json') ?? '')).toMatchObject({
			conversations: 2,
			redaction: { kinds: { phone: { replaced: 4 }, email: { replaced: 1 } } },
		});
	});
});

test.each([
	[60, 15],
	[80, 24],
])('at %i by %i cells the form has its rows and the name of the file whole', async (columns, rows) => {
	const screen = await form(1, 5, { size: { columns, rows } });
	await screen.waitFor(/format +< incident bundle >/);
	await screen.waitFor(/redact +< yes >/);
	await screen.waitFor(/file +conversations-20261122T120000\.tar\.gz/);
});

test('a yes to one file replaces no other: the name itself can be redacted', async () => {
	const screen = await form(1, 3);
	const typed = join(screen.stateFolder, 'call 312-555-0188.md');
	const real = join(screen.stateFolder, 'call [phone 1].md');
	writeFileSync(typed, 'mine');
	writeFileSync(real, 'mine too');
	await begin(screen, 'call 312-555-0188.md');
	await screen.waitFor('Replace the file?');
	screen.press('y');
	await screen.waitFor('Nothing is written yet.');
	screen.press('\x18');
	// The path is longer than a row of the question.
	await screen.waitFor((rows) => rows.join('').replaceAll(/[│\s]/g, '').includes('[phone1].mdalreadyexists'));
	screen.press('y');
	await screen.waitFor('Exported to');
	expect([readFileSync(typed, 'utf8'), readFileSync(real, 'utf8').includes('Caller 1')]).toEqual([
		'mine',
		true,
	]);
});

test('without a preview nothing is written: a country that is none is named, and the conversations stay', async () => {
	const screen = await form(1, 3, { redactCountry: 'XX' });
	const path = await begin(screen, 'out.md');
	await screen.waitFor('redactCountry is “XX”');
	expect([existsSync(path), filesIn(screen).length]).toEqual([false, 1]);
	expect(screen.text()).not.toContain('─ Redaction');
});
