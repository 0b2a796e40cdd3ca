import type { QueryClient } from '@tanstack/react-query';
import type { TrashService } from '../actions/services.ts';
import { ApiError, isNotFound, sentenceOf } from '../api/errors.ts';
import { putWritten, refreshConversation } from '../data/conversation-cache.ts';
import { rereadRecords, restoringKey, trashedOptions } from '../data/records-queries.ts';
import type { Restoring } from '../data/screen-data.ts';
import { showPart } from '../data/side-caches.ts';
import { titleOf } from '../domain/conversation.ts';
import { millisOf } from '../domain/instant.ts';
import { reasonOf } from '../domain/reason.ts';
import { notify } from '../state/events.ts';
import { countText } from '../text/count.ts';
import { listTime } from '../text/time.ts';
import { type RestoreProgress, restoreConversation } from '../writes/restore.ts';
import { showNew } from './create-conversation.ts';
import type { Runtime } from './runtime.ts';

/** Exports and restores deleted conversations, and checks deletions whose outcome is unknown. */
export function createTrash(runtime: Runtime, client: QueryClient): TrashService {
	const { store, writer, api } = runtime;
	const { records } = writer;
	const underWay = new Map<string, AbortController>();
	const refresh = (): void => rereadRecords(client);
	const progressOf = (): ReadonlyMap<string, Restoring> =>
		client.getQueryData<ReadonlyMap<string, Restoring>>(restoringKey) ?? new Map();
	const tellProgress = (name: string, progress: Restoring | null): void => {
		const next = new Map(progressOf());
		if (progress === null) next.delete(name);
		else next.set(name, progress);
		showPart(client, restoringKey, next);
	};

	const exportOne = async (name: string, typed: string): Promise<void> => {
		try {
			const whole = await client.fetchQuery(trashedOptions(records, name));
			const file = await records.exports.begin(typed);
			try {
				await file.append(whole);
			} catch (error) {
				await file.discard();
				throw error;
			}
			await file.finish();
			notify(store, 'good', `Exported to ${file.path}; tconv serve --data reads it.`);
		} catch (error) {
			notify(store, 'bad', wordsOf(error));
		}
	};

	/** Reads a restored conversation again: it may have been opened with fewer messages. */
	const showAnew = (id: string): void => {
		void client.invalidateQueries({ queryKey: ['messages', id] });
		void refreshConversation(client, api, id);
	};
	/** Notes the end of a restoration. A failed note gives a sentence for the notice, and adds no message twice. */
	const endOf = (name: string): Promise<string> =>
		records.restorations.end(name).then(
			() => '',
			(error: unknown) => ` ${wordsOf(error)}`,
		);

	const restore = async (name: string): Promise<void> => {
		if (underWay.has(name)) return notify(store, 'warn', 'This conversation is already being restored.');
		const stopping = new AbortController();
		underWay.set(name, stopping);
		store.dispatch({ type: 'edit-making', by: 1 });
		let progress: RestoreProgress = { newId: null, done: 0, total: 0 };
		const onProgress = (now: RestoreProgress): void => {
			progress = now;
			tellProgress(name, { ...now, problem: null });
		};
		onProgress(progress);
		try {
			// The id is on disk, so a restoration that was cut off continues and adds no message twice.
			const { attemptId, begunAt } = await records.restorations.begin(name);
			const since =
				begunAt === null ? '' : `, continued from ${listTime(millisOf(begunAt), runtime.now()).trim()}`;
			notify(store, 'plain', `Restoring${since}…`);
			const whole = await client.fetchQuery(trashedOptions(records, name));
			const made = await restoreConversation(writer, { whole, attemptId }, onProgress, stopping.signal);
			tellProgress(name, null);
			const unnoted = await endOf(name);
			const { conversation, messages, unreadable } = made;
			putWritten(client, conversation);
			showNew(store, conversation.id);
			const left = unreadable === 0 ? '' : ` ${unreadable} more could not be read and were left out.`;
			const odd = `${left}${unnoted}`;
			const title = titleOf(conversation);
			const tone = odd === '' ? 'good' : 'warn';
			notify(
				store,
				tone,
				`Restored ${title} as ${conversation.id}, with ${countText(messages)} messages.${odd}`,
			);
		} catch (error) {
			const { newId, done, total } = progress;
			const isStopped = stopping.signal.aborted;
			const reason = isStopped ? 'Stopped.' : wordsOf(error);
			// Another user deleted the new conversation meanwhile, so nothing is left to continue.
			const isGoneAnew = newId !== null && isNotFound(error);
			const next = isGoneAnew
				? `The new conversation was deleted; R starts over.${await endOf(name)}`
				: 'R continues, and adds no message twice.';
			const inNew =
				newId === null || isGoneAnew
					? ''
					: ` ${done} of ${total} messages are in the new conversation ${newId}.`;
			const problem = `Not restored. ${reason}${inNew} ${next}`;
			tellProgress(name, { ...progress, problem });
			const far = newId === null ? '' : ` after ${done} of ${total} messages`;
			notify(
				store,
				isStopped ? 'warn' : 'bad',
				`Not restored${far}: ${reason} ${isGoneAnew ? 'R starts over.' : 'R continues.'}`,
			);
		} finally {
			underWay.delete(name);
			store.dispatch({ type: 'edit-making', by: -1 });
			if (progress.newId !== null) showAnew(progress.newId);
			refresh();
		}
	};

	const check = async (name: string): Promise<void> => {
		try {
			const { entries } = await records.trash.list();
			const entry = entries.find((one) => one.name === name);
			if (entry === undefined) return notify(store, 'warn', 'It is no longer in the trash.');
			const title = entry.title || entry.conversationId;
			if (await isGone(api, entry.conversationId)) {
				await records.trash.settle(entry, 'deleted');
				notify(store, 'good', `${title} was deleted: the server no longer has it.`);
			} else {
				// The trash keeps its copy: a request to delete the conversation may still be in flight.
				notify(store, 'good', `${title} was not deleted: the server still has it.`);
			}
		} catch (error) {
			notify(store, 'bad', `Still unknown: ${wordsOf(error)}`);
		} finally {
			refresh();
		}
	};

	return {
		export: (name, path) => void exportOne(name, path),
		restore: (name) => void restore(name),
		stop: (name) => underWay.get(name)?.abort(),
		check: (name) => void check(name),
		refresh,
	};
}

async function isGone(api: Runtime['api'], id: string): Promise<boolean> {
	try {
		await api.get(id);
		return false;
	} catch (error) {
		if (isNotFound(error)) return true;
		throw error;
	}
}

/** A failure as a sentence, raw. */
function wordsOf(error: unknown): string {
	if (error instanceof ApiError) return sentenceOf(error);
	return reasonOf(error);
}
