import type { DoneService } from '../../actions/done-service.ts';
import { reasonOf } from '../../domain/reason.ts';
import type { Program } from '../program.ts';

/** What is done with, on the screen at once, and on the disk. */
export function createDone({ store, writer }: Program): DoneService {
	return {
		note: (reaches) => {
			store.dispatch({ type: 'done', reaches });
			writer.records.done.note(reaches).catch((error: unknown) => {
				const text = reasonOf(error);
				store.dispatch({ type: 'notice', notice: { tone: 'warn', text } });
			});
		},
	};
}

/** Reads what was done with when programs like this ended. */
export async function recallDone({ store, writer }: Program): Promise<void> {
	try {
		const { reaches, unreadable } = await writer.records.done.list();
		if (reaches.size > 0) store.dispatch({ type: 'done-before', reaches });
		if (unreadable === 0) return;
		const text = `What you had marked done is not all known: ${unreadable} lines of its file cannot be read.`;
		store.dispatch({ type: 'notice', notice: { tone: 'warn', text } });
	} catch (error) {
		const text = reasonOf(error);
		store.dispatch({ type: 'notice', notice: { tone: 'warn', text } });
	}
}
