import { execFileSync } from 'node:child_process';
import {
	chmodSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { instantFromMillis } from '../../src/domain/instant.ts';
import type { JournalEntry, WholeConversation } from '../../src/domain/records.ts';
import { openRecords } from '../../src/records/open-records.ts';
import type { Records } from '../../src/writes/records.ts';

const at = instantFromMillis(Date.UTC(2026, 10, 22, 12));
const conversation: WholeConversation = { conversation: { id: 'one' }, messages: [], insights: [] };
const entry: JournalEntry = {
	attempt: 'a',
	at,
	operation: 'delete',
	conversationId: 'one',
	runId: null,
	before: null,
	after: null,
	outcome: 'begun',
	problem: null,
};

/** A state folder with the records of a profile. */
function state(): { readonly base: string; readonly folder: string; readonly records: Records } {
	const base = mkdtempSync(join(tmpdir(), 'tconv-own-'));
	onTestFinished(() => rmSync(base, { recursive: true, force: true }));
	const folder = join(base, 'tconv', 'demo');
	const records = openRecords({
		folder,
		now: () => at,
		newId: () => crypto.randomUUID(),
		limits: { days: 30, bytes: 1_000_000 },
		secrets: [],
	});
	return { base, folder, records };
}

/** All operations that write records. */
const writes: readonly [string, (records: Records) => Promise<unknown>][] = [
	['the journal', ({ journal }) => journal.append(entry)],
	['the trash', ({ trash }) => trash.keep(conversation)],
	['a takeover', ({ takeovers }) => takeovers.begin('one', at)],
	['a mark', ({ done }) => done.note(new Map([['one', at]]))],
	['a restoration', ({ restorations }) => restorations.begin('x')],
];

describe.each(writes)('%s', (_, write) => {
	test('is stored in a folder of the user', async () => {
		const { folder, records } = state();
		await write(records);
		expect(readdirSync(folder)).not.toEqual([]);
	});

	test('is not stored behind a link anywhere in the path', async () => {
		for (const part of [['tconv'], ['tconv', 'demo']]) {
			const { base, records } = state();
			const elsewhere = join(base, 'elsewhere');
			mkdirSync(elsewhere);
			mkdirSync(join(base, ...part.slice(0, -1)), { recursive: true });
			symlinkSync(elsewhere, join(base, ...part));
			await expect(write(records)).rejects.toThrow(/is a link, and tconv does not follow links/);
			expect(readdirSync(elsewhere)).toEqual([]);
		}
	});

	test('is not stored behind a link created while the program runs', async () => {
		const { base, folder, records } = state();
		await write(records);
		renameSync(folder, join(base, 'moved'));
		symlinkSync(join(base, 'moved'), folder);
		const before = readdirSync(join(base, 'moved'), { recursive: true });
		await expect(write(records)).rejects.toThrow(/is a link/);
		expect(readdirSync(join(base, 'moved'), { recursive: true })).toEqual(before);
	});

	test('is not stored where every user can write', async () => {
		const { base, folder, records } = state();
		mkdirSync(folder, { recursive: true });
		chmodSync(folder, 0o777);
		await expect(write(records)).rejects.toThrow(
			`tconv does not store anything in ${folder}: every user can write`,
		);
		chmodSync(folder, 0o700);
		chmodSync(base, 0o777);
		await expect(write(records)).rejects.toThrow(`tconv does not store anything in ${base}`);
		chmodSync(base, 0o1777);
		await write(records);
	});

	test.runIf(process.getuid?.() === 0)('is not stored in a folder of another user', async () => {
		const { folder, records } = state();
		mkdirSync(folder, { recursive: true });
		execFileSync('chown', ['4321', folder]);
		await expect(write(records)).rejects.toThrow('belongs to another user (uid 4321)');
	});
});

describe('a file of the records', () => {
	test('that is a link is neither read nor written to', async () => {
		const { base, folder, records } = state();
		mkdirSync(folder, { recursive: true });
		const target = join(base, 'target');
		writeFileSync(target, 'theirs\n');
		symlinkSync(target, join(folder, 'journal.ndjson'));
		symlinkSync(target, join(folder, 'done.ndjson'));
		await expect(records.journal.append(entry)).rejects.toThrow(
			'it is a link, and tconv does not follow links',
		);
		await expect(records.journal.read(5)).rejects.toThrow('it is a link');
		await expect(records.done.note(new Map([['one', at]]))).rejects.toThrow('it is a link');
		await expect(records.done.list()).rejects.toThrow('it is a link');
		expect(readFileSync(target, 'utf8')).toBe('theirs\n');
	});

	test('that is a FIFO does not block', async () => {
		const { folder, records } = state();
		mkdirSync(folder, { recursive: true });
		execFileSync('mkfifo', [join(folder, 'journal.ndjson')]);
		await expect(records.journal.read(5)).rejects.toThrow('is not a regular file');
		await expect(records.journal.append(entry)).rejects.toThrow('is not a regular file');
	});

	test('that every user can write to is not used', async () => {
		const { folder, records } = state();
		await records.journal.append(entry);
		chmodSync(join(folder, 'journal.ndjson'), 0o666);
		await expect(records.journal.read(5)).rejects.toThrow(
			/tconv does not use .*: every user can write .* chmod o-w/,
		);
	});

	test('in the trash that is a link is not read as a conversation', async () => {
		const { base, folder, records } = state();
		const kept = await records.trash.keep(conversation);
		const path = join(folder, 'trash', `${kept.name}.pending.ndjson`);
		renameSync(path, join(base, 'moved'));
		symlinkSync(join(base, 'moved'), path);
		await expect(records.trash.read(kept.name)).rejects.toThrow('it is a link');
		expect(await records.trash.list()).toMatchObject({ entries: [], unreadable: [path] });
		await records.trash.settle(kept, 'not-deleted');
		expect(existsSync(join(base, 'moved'))).toBe(true);
	});
});

test('the last request wins, and quitting waits for it', async () => {
	const { folder, records } = state();
	void records.takeovers.begin('one', at);
	void records.takeovers.end('one');
	void records.takeovers.begin('two', at);
	await records.takeovers.idle();
	expect([...(await records.takeovers.list()).takeovers.keys()]).toEqual(['two']);
	expect(readdirSync(join(folder, 'held'))).toHaveLength(1);
});
