import { dirname, join } from 'node:path';
import type { Instant } from '../domain/instant.ts';
import type { DoneLog, Records, TakeoverLog } from '../writes/records.ts';
import { needOwnFolders } from './own-file.ts';
import type { TrashLimits } from './trash.ts';

export type RecordsTools = {
	/** The folder of this account. */
	readonly folder: string;
	readonly now: () => Instant;
	/** A UUID v4. */
	readonly newId: () => string;
	readonly limits: TrashLimits;
	/** Texts that must not get into a file: the API key. */
	readonly secrets: readonly string[];
};

/** The records in a folder. Nothing is opened, created or even loaded before its first use, to keep the start fast. */
export function openRecords({ folder, now, newId, limits, secrets }: RecordsTools): Records {
	const journal = once(async () => {
		const { openJournal } = await import('./journal.ts');
		return openJournal(join(folder, 'journal.ndjson'), secrets);
	});
	const trash = once(async () => {
		const { openTrash } = await import('./trash.ts');
		return openTrash({ folder: join(folder, 'trash'), now, newId, limits, secrets });
	});
	const batches = once(async () => {
		const { openBatches } = await import('./batches.ts');
		return openBatches({ folder: join(folder, 'runs'), now, keptDays: limits.days, secrets });
	});
	const takeovers = once(async () => {
		const { openTakeovers } = await import('./takeovers.ts');
		return openTakeovers({ folder: join(folder, 'held'), newId });
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
		return openExports(newId, secrets);
	});
	const spools = once(async () => {
		const { openSpools } = await import('./spool.ts');
		return openSpools({ folder: join(folder, 'exports'), now, keptDays: limits.days, secrets });
	});
	/**
	 * The same, after a check that the folders are the user's own: others could read or replace the records in them.
	 * Calls of the same moment share one check, so that they keep their order and go to disk together.
	 */
	const own = <T>(opened: () => Promise<T>, ...below: readonly string[]): (() => Promise<T>) => {
		const folders = [dirname(folder), folder, ...below.map((name) => join(folder, name))];
		let looking: Promise<void> | null = null;
		return () => {
			looking ??= needOwnFolders(folders).finally(() => {
				looking = null;
			});
			return looking.then(opened);
		};
	};
	const ownJournal = own(journal);
	const ownTrash = own(trash, 'trash');
	const ownBatches = own(batches, 'runs');
	const ownTakeovers = own(takeovers, 'held');
	const ownDone = own(done);
	const ownSpools = own(spools, 'exports');
	const ownRestorations = own(restorations, 'restoring');
	return {
		journal: {
			append: async (entry) => (await ownJournal()).append(entry),
			read: async (most) => (await ownJournal()).read(most),
		},
		trash: {
			keep: async (whole) => (await ownTrash()).keep(whole),
			settle: async (entry, how) => (await ownTrash()).settle(entry, how),
			list: async () => (await ownTrash()).list(),
			read: async (name) => (await ownTrash()).read(name),
			purge: async () => (await ownTrash()).purge(),
		},
		batches: {
			begin: async (plan) => (await ownBatches()).begin(plan),
			reopen: async (id) => (await ownBatches()).reopen(id),
			read: async (id) => (await ownBatches()).read(id),
			list: async () => (await ownBatches()).list(),
			purge: async () => (await ownBatches()).purge(),
		},
		takeovers: {
			list: async () => (await ownTakeovers()).list(),
			begin: async (id, at) => (await ownTakeovers()).begin(id, at),
			end: async (id) => (await ownTakeovers()).end(id),
			idle: async () => (await ownTakeovers().catch(takeovers)).idle(),
		},
		done: {
			list: async () => (await ownDone()).list(),
			note: async (doneThrough) => (await ownDone()).note(doneThrough),
			idle: async () => (await ownDone().catch(done)).idle(),
		},
		restorations: {
			begin: async (name) => (await ownRestorations()).begin(name),
			end: async (name) => (await ownRestorations()).end(name),
		},
		exports: {
			begin: async (path, options) => (await exports()).begin(path, options),
			check: async (path) => (await exports()).check(path),
		},
		spools: {
			open: async (id, ids) => (await ownSpools()).open(id, ids),
			list: async () => (await ownSpools()).list(),
			part: async (id, name) => (await ownSpools()).part(id, name),
			remove: async (id) => (await ownSpools()).remove(id),
			purge: async () => (await ownSpools()).purge(),
		},
	};
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
	let made: Promise<T> | null = null;
	return () => {
		made ??= make();
		return made;
	};
}

/** For an account that ends with the program: its takeovers need no storage. */
export function takeoversNowhere(): TakeoverLog {
	return {
		list: async () => ({ takeovers: new Map(), unreadable: [] }),
		begin: async () => undefined,
		end: async () => undefined,
		idle: async () => undefined,
	};
}

/** For an account that ends with the program: its done marks need no storage. */
export function doneNowhere(): DoneLog {
	return {
		list: async () => ({ doneThrough: new Map(), unreadable: 0 }),
		note: async () => undefined,
		idle: async () => undefined,
	};
}
