import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { JournalEntry, WholeConversation } from '../../src/domain/records.ts';
import { openTrash, type TrashLimits } from '../../src/local/trash.ts';
import type { Trash } from '../../src/writes/records.ts';
import { at, Clock } from '../store/fixtures.ts';

/** A folder that is not there yet, in one that is gone when the test is over. */
export function newFolder(): string {
	const parent = mkdtempSync(join(tmpdir(), 'tconv-local-'));
	onTestFinished(() => rmSync(parent, { recursive: true, force: true }));
	return join(parent, 'state', 'demo');
}

/** Who may do what with a file, as `600`. */
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

/** A trash in a folder, with a clock that can be moved. */
export function trashIn(folder: string, limits: Partial<TrashLimits> = {}, clock = new Clock()): Trash {
	return openTrash({
		folder,
		now: clock.now,
		newId: () => crypto.randomUUID(),
		limits: { days: 30, bytes: 1_000_000, ...limits },
	});
}

/**
 * Runs a piece of a module in a process that can write no file beyond so many bytes, as on a disk that is full; what it
 * throws or logs is given back.
 */
export function withSmallDisk(bytes: number, code: string): string {
	// dash and bash count in blocks of 512 bytes here; a multiple of 1,024 serves those that count in these.
	const script = `ulimit -f ${Math.ceil(bytes / 512)}; exec "$0" --input-type=module -e "$1"`;
	const { stdout, stderr, error } = spawnSync('sh', ['-c', script, process.execPath, code], {
		encoding: 'utf8',
		cwd: join(import.meta.dirname, '..', '..'),
	});
	if (error !== undefined) throw error;
	return stdout + stderr;
}
