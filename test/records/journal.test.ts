import { appendFileSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type JsonValue, jsonText } from '../../src/domain/json.ts';
import { fileProblem } from '../../src/records/file-problem.ts';
import { openJournal } from '../../src/records/journal.ts';
import { entry, modeOf, newFolder, withSmallDisk } from './fixtures.ts';

const key = 'KEY0123456789ABCDEF0123_abcdefghijklmnop';

describe('the journal', () => {
	test('returns its entries, oldest first, and only its owner can read it', async () => {
		const path = join(newFolder(), 'journal.ndjson');
		const journal = openJournal(path, []);
		expect(await journal.read(10)).toEqual({ entries: [], unreadable: 0 });
		expect(existsSync(dirname(path))).toBe(false);
		const entries = [
			entry(),
			entry({ outcome: 'failed', problem: 'Nobody there.', conversationId: null, before: null }),
		];
		for (const one of entries) await journal.append(one);
		expect(await journal.read(10)).toEqual({ entries, unreadable: 0 });
		expect([modeOf(path), modeOf(dirname(path)), modeOf(dirname(dirname(path)))]).toEqual([
			'600',
			'700',
			'700',
		]);
	});

	test('keeps any JSON unchanged: lone surrogates, line ends, __proto__', async () => {
		const journal = openJournal(join(newFolder(), 'journal.ndjson'), []);
		await fc.assert(
			fc.asyncProperty(fc.jsonValue(), fc.string({ unit: 'binary' }), async (value, text) => {
				const before: JsonValue = JSON.parse(
					`{"__proto__":${JSON.stringify(text)},"x":[${JSON.stringify(value)}]}`,
				);
				await journal.append(entry({ before }));
				const { entries } = await journal.read(1);
				expect(JSON.stringify(entries[0]?.before)).toBe(JSON.stringify(before));
			}),
			{ numRuns: 60 },
		);
	});

	test('returns only the latest entries, for any earlier content', async () => {
		const path = join(newFolder(), 'journal.ndjson');
		const journal = openJournal(path, []);
		await journal.append(entry());
		appendFileSync(path, `${'x'.repeat(300_000)}\n`.repeat(3));
		const long = 'ü'.repeat(100_000);
		for (const attempt of ['a', 'b', 'c']) await journal.append(entry({ attempt, before: long }));
		const { entries, unreadable } = await journal.read(2);
		expect(entries.map(({ attempt, before }) => [attempt, before === long])).toEqual([
			['b', true],
			['c', true],
		]);
		expect(unreadable).toBe(0);
		expect(await journal.read(100)).toMatchObject({ unreadable: 3, entries: { length: 4 } });
	});

	test('cut off at any byte, it loses at most its last line, and later lines are complete', async () => {
		const path = join(newFolder(), 'journal.ndjson');
		const journal = openJournal(path, []);
		const attempts = ['a', 'b', 'ü', 'd'];
		for (const attempt of attempts) await journal.append(entry({ attempt }));
		const bytes = readFileSync(path);
		const ends = [...bytes.keys()].filter((at) => bytes[at] === 0x0a);
		await fc.assert(
			fc.asyncProperty(fc.nat(bytes.length), async (length) => {
				writeFileSync(path, bytes.subarray(0, length));
				const whole = attempts.slice(0, ends.filter((end) => end <= length).length);
				const cut = await journal.read(100);
				expect(cut.entries.map(({ attempt }) => attempt)).toEqual(whole);
				await journal.append(entry({ attempt: 'next' }));
				const after = await journal.read(100);
				expect(after.entries.map(({ attempt }) => attempt)).toEqual([...whole, 'next']);
				expect(after.unreadable).toBe(cut.unreadable);
			}),
			{ numRuns: 80 },
		);
	});

	test('two journals on one file keep every line complete', async () => {
		const path = join(newFolder(), 'journal.ndjson');
		const [one, two] = [openJournal(path, []), openJournal(path, [])];
		const attempts = Array.from({ length: 200 }, (_, index) => `attempt-${index}`);
		await Promise.all(attempts.map((attempt, index) => (index % 2 ? one : two).append(entry({ attempt }))));
		const { entries, unreadable } = await one.read(1000);
		expect(entries.map(({ attempt }) => attempt).sort()).toEqual([...attempts].sort());
		expect(unreadable).toBe(0);
	});

	test('never contains a key: as a value, as a name, or in nested JSON text', async () => {
		const path = join(newFolder(), 'journal.ndjson');
		const journal = openJournal(path, [key, 'a "quoted" secret']);
		const nested = JSON.stringify({ headers: JSON.stringify({ api_key: 'abcdef0123456789' }) });
		await journal.append(
			entry({
				before: { [key]: 'x', token: `Bearer ${key}`, nested, quoted: 'a "quoted" secret' },
				after: { api_key: '0123456789abcdef0123' },
				problem: `401 for ${key}`,
			}),
		);
		const text = readFileSync(path, 'utf8');
		for (const secret of [key, 'abcdef0123456789', 'quoted\\" secret', '0123456789abcdef0123']) {
			expect(text).not.toContain(secret);
		}
		expect(await journal.read(1)).toMatchObject({
			entries: [{ problem: expect.stringContaining('401 for KEY…') }],
		});
	});

	test('an entry is kept completely at any depth', async () => {
		const journal = openJournal(join(newFolder(), 'journal.ndjson'), []);
		const deep: JsonValue = JSON.parse(`${'['.repeat(20_000)}${']'.repeat(20_000)}`);
		await journal.append(entry({ before: deep }));
		const before = (await journal.read(1)).entries[0]?.before ?? null;
		expect(jsonText(before)).toBe(jsonText(deep));
	});
});

describe('a journal that cannot be written', () => {
	test.runIf(existsSync('/dev/full'))('reports a full disk, with advice', async () => {
		const full = await writeFile('/dev/full', 'a line').catch((error: unknown) => error);
		expect(fileProblem('The journal could not be written', '/j', full).message).toBe(
			'The journal could not be written: /j: no space is left on the disk. Free some space, then try again.',
		);
	});

	test('reports a link, which it does not follow', async () => {
		const path = join(newFolder(), 'journal.ndjson');
		mkdirSync(dirname(path), { recursive: true });
		symlinkSync('/dev/full', path);
		await expect(openJournal(path, []).append(entry())).rejects.toThrow(
			`The journal could not be written: ${path}: it is a link, and tconv does not follow links.`,
		);
	});

	test('reports a file in place of its folder', async () => {
		const folder = newFolder();
		mkdirSync(dirname(folder), { recursive: true });
		writeFileSync(folder, '');
		const path = join(folder, 'journal.ndjson');
		await expect(openJournal(path, []).append(entry())).rejects.toThrow(
			/a file is in the place of a folder\. Move it away/,
		);
		await expect(openJournal(path, []).read(1)).rejects.toThrow('The journal could not be read');
	});

	test('half a line from a full disk does not damage the next one', async () => {
		const path = join(newFolder(), 'journal.ndjson');
		const said = withSmallDisk(
			2048,
			`import { openJournal } from './src/records/journal.ts';
			const journal = openJournal(${JSON.stringify(path)}, []);
			const one = ${JSON.stringify({ ...entry(), before: 'x'.repeat(900) })};
			for (const attempt of ['a', 'b', 'c'])
				await journal.append({ ...one, attempt }).catch((error) => console.log(attempt, error.message));`,
		);
		expect(said).toMatch(/^b|c The journal could not be written: .*the file cannot grow any larger/);
		const journal = openJournal(path, []);
		await journal.append(entry({ attempt: 'after' }));
		const { entries, unreadable } = await journal.read(10);
		expect(entries.map(({ attempt }) => attempt)).toEqual(['a', 'after']);
		expect(unreadable).toBe(1);
	});
});
