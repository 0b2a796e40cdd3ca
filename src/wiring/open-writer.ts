import type { Backend } from '../backend.ts';
import type { Settings } from '../config/settings.ts';
import { spoolOf } from '../domain/batch-task.ts';
import { instantFromMillis } from '../domain/instant.ts';
import { reasonOf } from '../domain/reason.ts';
import { warn } from '../keep-settings.ts';
import { accountFolder, presentFolders } from '../records/file-names.ts';
import { joinedRecords } from '../records/joined-records.ts';
import { doneNowhere, openRecords, takeoversNowhere } from '../records/open-records.ts';
import { isGoing } from '../state/batches.ts';
import { notify } from '../state/events.ts';
import type { UiStore } from '../state/store.ts';
import type { Writer } from '../writes/attempt.ts';
import type { Records } from '../writes/records.ts';

/** Expired records are purged this long after the start, once the first rows are there. Milliseconds. */
const purgeAfterMillis = 5000;

/** The writer, and its clean-up at the end. */
type OpenWriter = {
	readonly writer: Writer;
	/** Cancels a purge that has not started. */
	readonly endPurge: () => void;
	/** Settles once every takeover and done mark is on disk. */
	readonly idle: () => Promise<void>;
};

/**
 * The records of an account in their own folder, with those of its earlier names. Those of sample data end with the
 * session, where they must.
 */
export function openWriterRecords(
	state: string,
	{ names, lasts, secrets }: Pick<Backend, 'names' | 'lasts' | 'secrets'>,
	{ trashDays, trashMegabytes }: Settings,
	nowMillis: () => number,
): Records {
	const now = () => instantFromMillis(nowMillis());
	const newId = () => crypto.randomUUID();
	const limits = { days: trashDays, bytes: trashMegabytes * 1_000_000 };
	const open = (folder: string): Records => openRecords({ folder, now, newId, limits, secrets });
	const before = presentFolders(state, names.earlier);
	const kept = joinedRecords(open(accountFolder(state, names.own)), before.map(open));
	return lasts ? kept : { ...kept, takeovers: takeoversNowhere(), done: doneNowhere() };
}

/** Opens the records of this account, and schedules the purge of expired ones. */
export function openWriter(
	state: string,
	backend: Backend,
	settings: Settings,
	store: UiStore,
	nowMillis: () => number,
): OpenWriter {
	const { api } = backend;
	const now = () => instantFromMillis(nowMillis());
	const newId = () => crypto.randomUUID();
	const records = openWriterRecords(state, backend, settings, nowMillis);
	// The timer must not delay quitting.
	const purging = setTimeout(() => void purge(records, store), purgeAfterMillis).unref();
	return {
		writer: { api, records, now, newId, onUnjournalled: (problem) => warn(store, problem) },
		endPurge: () => clearTimeout(purging),
		idle: async () => {
			// A takeover made right before quitting must reach the disk.
			await records.takeovers.idle();
			await records.done.idle();
		},
	};
}

/** Deletes expired records. A failure becomes a notice. */
async function purge({ trash, batches, spools }: Records, store: UiStore): Promise<void> {
	try {
		await trash.purge();
		await batches.purge();
		await spools.purge();
		await tellOfExports({ batches, spools }, store);
	} catch (error) {
		warn(store, reasonOf(error));
	}
}

/** Says that an earlier export has no file yet. One that is under way, here or in another tconv, is left out. */
async function tellOfExports(
	{ batches, spools }: Pick<Records, 'batches' | 'spools'>,
	store: UiStore,
): Promise<void> {
	const waiting = await spools.list();
	if (waiting.length === 0) return;
	const alive = (await batches.list()).batches
		.filter(({ isAlive }) => isAlive)
		.map(({ plan }) => spoolOf(plan));
	const { exports, batches: here } = store.getState();
	const left = waiting.filter((id) => !alive.includes(id) && exports.job?.spool !== id);
	if (left.length > 0 && !isGoing(here))
		notify(store, 'warn', 'An earlier export has no file yet. :batches shows it; w or c goes on.');
}
