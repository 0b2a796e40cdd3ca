import type { Instant } from '../domain/instant.ts';
import type { Records } from '../writes/records.ts';

/**
 * The records of an account, with those that were kept under its earlier names. New records go to its own folder;
 * earlier ones are read, restored, continued and purged where they are.
 */
export function joinedRecords(own: Records, earlier: readonly Records[]): Records {
	if (earlier.length === 0) return own;
	const all = [own, ...earlier];
	/** Names of trashed conversations, with the records that have them. */
	const holders = new Map<string, Records>();
	const holderOf = async (name: string): Promise<Records> => {
		const known = holders.get(name);
		if (known !== undefined) return known;
		for (const one of all) {
			const { entries } = await one.trash.list();
			for (const entry of entries) if (!holders.has(entry.name)) holders.set(entry.name, one);
			if (holders.has(name)) break;
		}
		return holders.get(name) ?? own;
	};
	const spoolsWith = async (id: string): Promise<Records['spools']> => {
		for (const { spools } of earlier) if ((await spools.list()).includes(id)) return spools;
		return own.spools;
	};
	/** The answer of the first records that have it; without any, the error of the own ones. */
	const firstOf = async <T>(ask: (one: Records) => Promise<T>): Promise<T> => {
		const asked = await Promise.allSettled(all.map(ask));
		const found = asked.find((one) => one.status === 'fulfilled');
		return found === undefined ? await ask(own) : found.value;
	};
	return {
		...own,
		journal: {
			append: own.journal.append,
			read: async (most) => {
				const read = await Promise.all(all.map(({ journal }) => journal.read(most)));
				const entries = read.flatMap((one) => one.entries).sort((a, b) => compare(a.at, b.at));
				return { entries: entries.slice(-most), unreadable: sum(read.map((one) => one.unreadable)) };
			},
		},
		trash: {
			keep: async (whole) => {
				const entry = await own.trash.keep(whole);
				holders.set(entry.name, own);
				return entry;
			},
			settle: async (entry, how) => (await holderOf(entry.name)).trash.settle(entry, how),
			list: async () => {
				const lists = await Promise.all(all.map(({ trash }) => trash.list()));
				const entries = lists.flatMap((one) => one.entries).sort((a, b) => compare(b.keptAt, a.keptAt));
				return { entries, unreadable: lists.flatMap((one) => one.unreadable) };
			},
			read: async (name) => (await holderOf(name)).trash.read(name),
			purge: async () => sum(await Promise.all(all.map(({ trash }) => trash.purge()))),
		},
		batches: {
			begin: own.batches.begin,
			reopen: async (id) => {
				for (const one of earlier) {
					const { batches } = await one.batches.list();
					if (batches.some(({ plan }) => plan.id === id)) return one.batches.reopen(id);
				}
				return own.batches.reopen(id);
			},
			read: (id) => firstOf(({ batches }) => batches.read(id)),
			list: async () => {
				const lists = await Promise.all(all.map(({ batches }) => batches.list()));
				const batches = lists.flatMap((one) => one.batches).sort((a, b) => compare(b.plan.at, a.plan.at));
				return { batches, unreadable: lists.flatMap((one) => one.unreadable) };
			},
			purge: async () => sum(await Promise.all(all.map(({ batches }) => batches.purge()))),
		},
		takeovers: {
			list: async () => {
				const lists = await Promise.all(all.map(({ takeovers }) => takeovers.list()));
				// The latest wins, and the own ones come first.
				const found = lists.toReversed().flatMap((one) => [...one.takeovers]);
				return { takeovers: new Map(found), unreadable: lists.flatMap((one) => one.unreadable) };
			},
			begin: own.takeovers.begin,
			end: async (id) => void (await Promise.all(all.map(({ takeovers }) => takeovers.end(id)))),
			idle: async () => void (await Promise.all(all.map(({ takeovers }) => takeovers.idle()))),
		},
		done: {
			list: async () => {
				const lists = await Promise.all(all.map(({ done }) => done.list()));
				const found = lists.flatMap((one) => [...one.doneThrough]).sort(([, a], [, b]) => compare(a, b));
				return { doneThrough: new Map(found), unreadable: sum(lists.map((one) => one.unreadable)) };
			},
			note: async (reaches) => {
				const opened = new Map([...reaches].filter(([, reach]) => reach === null));
				await own.done.note(reaches);
				if (opened.size > 0) await Promise.all(earlier.map(({ done }) => done.note(opened)));
			},
			idle: async () => void (await Promise.all(all.map(({ done }) => done.idle()))),
		},
		spools: {
			open: async (id, ids) => (await spoolsWith(id)).open(id, ids),
			list: async () => (await Promise.all(all.map(({ spools }) => spools.list()))).flat(),
			part: async (id, name) => (await spoolsWith(id)).part(id, name),
			remove: async (id) => (await spoolsWith(id)).remove(id),
			purge: async () => sum(await Promise.all(all.map(({ spools }) => spools.purge()))),
		},
		restorations: {
			begin: async (name) => (await holderOf(name)).restorations.begin(name),
			end: async (name) => (await holderOf(name)).restorations.end(name),
		},
	};
}

function compare(one: Instant, other: Instant): number {
	return one < other ? -1 : one > other ? 1 : 0;
}

function sum(numbers: readonly number[]): number {
	return numbers.reduce((all, one) => all + one, 0);
}
