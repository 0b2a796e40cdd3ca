import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { JournalEntry, WholeConversation } from '../../src/domain/records.ts';
import { openTrash, type TrashLimits } from '../../src/records/trash.ts';
import type { Trash } from '../../src/writes/records.ts';
import { at, Clock } from '../store/fixtures.ts';

/** A path for a new folder, in one that is removed after the test. */
export function newFolder(): string {
	const parent = mkdtempSync(join(tmpdir(), 'tconv-local-'));
	onTestFinished(() => rmSync(parent, { recursive: true, force: true }));
	return join(parent, 'state', 'demo');
}

/** The permissions of a file, such as `600`. */
export function modeOf(path: string): string {
	return (statSync(path).mode & 0o777).toString(8);
}

export function entry(fields: Partial<JournalEntry> = {}): JournalEntry {
	return {
		attempt: 'attempt-1',
		at: at('2026-11-22T12:00:00.123456Z'),
		operation: 'update-metadata',
		conversationId: 'conversation-1',
		runId: null,
		before: { tier: 'gold' },
		after: { tier: 'silver' },
		outcome: 'begun',
		problem: null,
		...fields,
	};
}

export function whole(id: string, fields: Partial<WholeConversation> = {}): WholeConversation {
	const metadata = { telnyx_end_user_target: '+13125550100', tier: 'gold' };
	return {
		conversation: { id, name: `About ${id}`, created_at: '2026-11-20T10:00:00Z', metadata },
		messages: [
			{ role: 'user', text: 'Hello' },
			{ role: 'assistant', text: 'Hello, how can I help?' },
		],
		insights: [{ id: 'insight-1', status: 'completed', conversation_insights: [] }],
		...fields,
	};
}

/** A trash in a folder, with an adjustable clock. */
export function trashIn(folder: string, limits: Partial<TrashLimits> = {}, clock = new Clock()): Trash {
	return openTrash({
		folder,
		now: clock.now,
		newId: () => crypto.randomUUID(),
		limits: { days: 30, bytes: 1_000_000, ...limits },
	});
}

/**
 * Runs module code in a process whose files are limited to `bytes`, as on a full disk. Returns the errors and the
 * output of the code.
 */
export function withSmallDisk(bytes: number, code: string): string {
	// dash and bash count blocks of 512 bytes here; a multiple of 1,024 suits shells that count larger ones.
	const script = `ulimit -f ${Math.ceil(bytes / 512)}; exec "$0" --input-type=module -e "$1"`;
	const { stdout, stderr, error } = spawnSync('sh', ['-c', script, process.execPath, code], {
		encoding: 'utf8',
		cwd: join(import.meta.dirname, '..', '..'),
	});
	if (error !== undefined) throw error;
	return stdout + stderr;
}
