import type { DoneService } from '../actions/services.ts';
import { reasonOf } from '../domain/reason.ts';
import { notify } from '../state/events.ts';
import type { Runtime } from './runtime.ts';

/** Marks conversations done: on the screen at once, then on disk. A failed write becomes a notice. */
export function createDone({ store, writer }: Runtime): DoneService {
	return {
		note: (doneThrough) => {
			store.dispatch({ type: 'done', doneThrough });
			writer.records.done.note(doneThrough).catch((error: unknown) => {
				notify(store, 'warn', reasonOf(error));
			});
		},
	};
}

/** Reads the done marks of earlier sessions. */
export async function recallDone({ store, writer }: Runtime): Promise<void> {
	try {
		const { doneThrough, unreadable } = await writer.records.done.list();
		if (doneThrough.size > 0) store.dispatch({ type: 'done-before', doneThrough });
		if (unreadable === 0) return;
		const text = `Some done marks are missing: ${unreadable} lines of their file cannot be read.`;
		notify(store, 'warn', text);
	} catch (error) {
		notify(store, 'warn', reasonOf(error));
	}
}
