import type { Backend } from '../backend.ts';
import type { Settings } from '../config/settings.ts';
import { instantFromMillis } from '../domain/instant.ts';
import { reasonOf } from '../domain/reason.ts';
import { warn } from '../keep-settings.ts';
import { profileFolder } from '../records/file-names.ts';
import { doneNowhere, openRecords, takeoversNowhere } from '../records/open-records.ts';
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

/** Opens the records of this profile in their own folder, and schedules the purge of expired ones. */
export function openWriter(
	state: string,
	{ api, profile, lasts, secrets }: Backend,
	{ trashDays, trashMegabytes }: Settings,
	store: UiStore,
	nowMillis: () => number,
): OpenWriter {
	const now = () => instantFromMillis(nowMillis());
	const newId = () => crypto.randomUUID();
	const folder = profileFolder(state, profile);
	const limits = { days: trashDays, bytes: trashMegabytes * 1_000_000 };
	const kept = openRecords({ folder, now, newId, limits, secrets });
	const records = lasts ? kept : { ...kept, takeovers: takeoversNowhere(), done: doneNowhere() };
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
	} catch (error) {
		warn(store, reasonOf(error));
	}
}
