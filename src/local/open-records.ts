import { join } from 'node:path';
import type { Instant } from '../domain/instant.ts';
import type { DoneLog, HeldLog, Records } from '../writes/records.ts';
import type { TrashLimits } from './trash.ts';

export type RecordsTools = {
	/** This profile's own. */
	readonly folder: string;
	readonly now: () => Instant;
	/** A UUID v4. */
	readonly newId: () => string;
	readonly limits: TrashLimits;
	/** What must not get into a file: the API key. */
	readonly secrets: readonly string[];
};

/** The records in a folder. Nothing is opened, made or even loaded before it is used: a start must not pay for it. */
export function openRecords({ folder, now, newId, limits, secrets }: RecordsTools): Records {
	const journal = once(async () => {
		const { openJournal } = await import('./journal.ts');
		return openJournal(join(folder, 'journal.ndjson'), secrets);
	});
	const trash = once(async () => {
		const { openTrash } = await import('./trash.ts');
		return openTrash({ folder: join(folder, 'trash'), now, newId, limits });
	});
	const runs = once(async () => {
		const { openRuns } = await import('./runs.ts');
		return openRuns({ folder: join(folder, 'runs'), now, keptDays: limits.days, secrets });
	});
	const held = once(async () => {
		const { openHeld } = await import('./held.ts');
		return openHeld({ folder: join(folder, 'held'), newId });
	});
	const done = once(async () => {
		const { openDone } = await import('./done.ts');
		return openDone({ path: join(folder, 'done.ndjson'), newId });
	});
	const restorations = once(async () => {
		const { openRestorations } = await import('./restorations.ts');
		return openRestorations({ folder: join(folder, 'restoring'), now, newId });
	});
	const exports = once(async () => {
		const { openExports } = await import('./export-file.ts');
		return openExports(newId);
	});
	return {
		journal: {
			append: async (entry) => (await journal()).append(entry),
			read: async (most) => (await journal()).read(most),
		},
		trash: {
			keep: async (whole) => (await trash()).keep(whole),
			settle: async (entry, how) => (await trash()).settle(entry, how),
			list: async () => (await trash()).list(),
			read: async (name) => (await trash()).read(name),
			purge: async () => (await trash()).purge(),
		},
		runs: {
			begin: async (plan) => (await runs()).begin(plan),
			reopen: async (id) => (await runs()).reopen(id),
			read: async (id) => (await runs()).read(id),
			list: async () => (await runs()).list(),
			purge: async () => (await runs()).purge(),
		},
		held: {
			list: async () => (await held()).list(),
			hold: async (id, at) => (await held()).hold(id, at),
			release: async (id) => (await held()).release(id),
			idle: async () => (await held()).idle(),
		},
		done: {
			list: async () => (await done()).list(),
			note: async (reaches) => (await done()).note(reaches),
			idle: async () => (await done()).idle(),
		},
		restorations: {
			begin: async (name) => (await restorations()).begin(name),
			end: async (name) => (await restorations()).end(name),
		},
		exports: { begin: async (path) => (await exports()).begin(path) },
	};
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
	let made: Promise<T> | null = null;
	return () => {
		made ??= make();
		return made;
	};
}

/** For an account that is gone with the program: what is held there need not be known later. */
export function heldNowhere(): HeldLog {
	return {
		list: async () => ({ held: new Map(), unreadable: [] }),
		hold: async () => undefined,
		release: async () => undefined,
		idle: async () => undefined,
	};
}

/** The same for what is done with. */
export function doneNowhere(): DoneLog {
	return {
		list: async () => ({ reaches: new Map(), unreadable: 0 }),
		note: async () => undefined,
		idle: async () => undefined,
	};
}
