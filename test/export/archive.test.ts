import { spawnSync } from 'node:child_process';
import { gunzipSync } from 'node:zlib';
import { unpackTar } from 'modern-tar';
import { describe, expect, test } from 'vitest';
import { instantFromMillis } from '../../src/domain/instant.ts';
import { startArchive } from '../../src/export/archive.ts';
import { failureOf } from '../api/http-server.ts';

const at = instantFromMillis(Date.UTC(2026, 9, 15));

describe('an archive', () => {
	test('is unpacked by tar, with the names, times and bytes that went in', async () => {
		const chunks: Uint8Array[] = [];
		const archive = startArchive(async (bytes) => void chunks.push(bytes), 'case/', at);
		const large = Buffer.alloc(3_000_000, 'x');
		await archive.add('a.md', 5, [Buffer.from('Hello')]);
		await archive.add('b.bin', large.length, [large.subarray(0, 1_000_001), large.subarray(1_000_001)]);
		await archive.end();
		const all = Buffer.concat(chunks);
		const entries = await unpackTar(gunzipSync(all));
		expect(entries.map(({ header, data }) => [header.name, header.mtime, data?.length])).toEqual([
			['case/a.md', new Date(Date.UTC(2026, 9, 15)), 5],
			['case/b.bin', new Date(Date.UTC(2026, 9, 15)), 3_000_000],
		]);
		const listed = spawnSync('tar', ['tzf', '-'], { input: all });
		if (listed.error === undefined) expect(listed.stdout.toString()).toBe('case/a.md\ncase/b.bin\n');
	});

	test('ends with the error of a full disk, wherever it comes', async () => {
		const full = new Error('No space is left on the disk.');
		const archive = startArchive(() => Promise.reject(full), 'case/', at);
		const large = Buffer.alloc(64_000_000, 'x');
		const adding = archive.add(
			'a',
			large.length,
			Array.from({ length: 64 }, (_, index) => large.subarray(index * 1_000_000, (index + 1) * 1_000_000)),
		);
		expect(await failureOf(adding.then(() => archive.end()))).toBe(full);
	});
});
