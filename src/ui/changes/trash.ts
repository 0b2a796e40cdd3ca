import type { QueryClient } from '@tanstack/react-query';
import type { TrashService } from '../../actions/trash-service.ts';
import { ApiError, isNotFound } from '../../api/errors.ts';
import { titleOf } from '../../domain/conversation.ts';
import { millisOf } from '../../domain/instant.ts';
import { reasonOf } from '../../domain/reason.ts';
import type { Notice } from '../../state/ui-state.ts';
import { countText } from '../../text/count.ts';
import { listTime } from '../../text/time.ts';
import { type RestoreProgress, restoreConversation } from '../../writes/restore.ts';
import { restoringKey } from '../hooks/use-records-data.ts';
import { sentenceOf } from '../lines/error-lines.ts';
import type { Restoring } from '../model/records-data.ts';
import type { Program } from '../program.ts';
import { conversationOptions } from '../queries/detail-queries.ts';
import { rereadRecords, trashedOptions } from '../queries/records-queries.ts';
import { refreshConversation } from '../queries/refresh-conversation.ts';

/** Exports and restores what was deleted. */
export function createTrash(program: Program, client: QueryClient): TrashService {
	const { store, writer, api } = program;
	const { records } = writer;
	const underWay = new Map<string, AbortController>();
	const notice = (tone: Notice['tone'], text: string): void =>
		store.dispatch({ type: 'notice', notice: { tone, text } });
	const refresh = (): void => rereadRecords(client);
	const progressOf = (): ReadonlyMap<string, Restoring> =>
		client.getQueryData<ReadonlyMap<string, Restoring>>(restoringKey) ?? new Map();
	const tellProgress = (name: string, progress: Restoring | null): void => {
		const next = new Map(progressOf());
		if (progress === null) next.delete(name);
		else next.set(name, progress);
		client.setQueryData<ReadonlyMap<string, Restoring>>(restoringKey, next);
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
			notice('good', `Exported to ${file.path}; tconv serve --data reads it.`);
		} catch (error) {
			notice('bad', wordsOf(error));
		}
	};

	/** It may have been looked at when it had fewer messages. */
	const showAnew = (id: string): void => {
		void client.invalidateQueries({ queryKey: ['messages', id] });
		void refreshConversation(client, api, id);
	};
	/** Notes that a restoration is over; gives what to say where that failed, which doubles nothing either. */
	const endOf = (name: string): Promise<string> =>
		records.restorations.end(name).then(
			() => '',
			(error: unknown) => ` ${wordsOf(error)}`,
		);

	const restore = async (name: string): Promise<void> => {
		if (underWay.has(name)) return notice('warn', 'It is being restored already.');
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
			// The disk knows under which id: cut off, it goes on, and nothing is made twice.
			const { attemptId, begunAt } = await records.restorations.begin(name);
			const since =
				begunAt === null ? '' : ` goes on, begun ${listTime(millisOf(begunAt), program.now()).trim()}`;
			notice('plain', `Restoring${since}…`);
			const whole = await client.fetchQuery(trashedOptions(records, name));
			const made = await restoreConversation(writer, { whole, attemptId }, onProgress, stopping.signal);
			tellProgress(name, null);
			const unnoted = await endOf(name);
			const { conversation, messages, unreadable } = made;
			client.setQueryData(conversationOptions(api, conversation.id).queryKey, conversation);
			store.dispatch({ type: 'pin', pinned: { id: conversation.id, isHidden: false } });
			store.dispatch({ type: 'open', id: conversation.id });
			const left = unreadable === 0 ? '' : ` ${unreadable} more could not be read and were left out.`;
			const odd = `${left}${unnoted}`;
			const title = titleOf(conversation);
			const tone = odd === '' ? 'good' : 'warn';
			notice(tone, `Restored ${title} as ${conversation.id}, with ${countText(messages)} messages.${odd}`);
		} catch (error) {
			const { newId, done, total } = progress;
			const isStopped = stopping.signal.aborted;
			const reason = isStopped ? 'Stopped.' : wordsOf(error);
			// Somebody deleted the new one meanwhile: there is nothing to go on with.
			const isGoneAnew = newId !== null && isNotFound(error);
			const next = isGoneAnew
				? `The new conversation is gone; R begins anew.${await endOf(name)}`
				: 'R goes on, and doubles nothing.';
			const inNew =
				newId === null || isGoneAnew
					? ''
					: ` ${done} of ${total} messages are in the new conversation ${newId}.`;
			const problem = `Not restored. ${reason}${inNew} ${next}`;
			tellProgress(name, { ...progress, problem });
			const far = newId === null ? '' : ` after ${done} of ${total} messages`;
			notice(
				isStopped ? 'warn' : 'bad',
				`Not restored${far}: ${reason} ${isGoneAnew ? 'R begins anew.' : 'R goes on.'}`,
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
			if (entry === undefined) return notice('warn', 'It is in the trash no longer.');
			const title = entry.title || entry.conversationId;
			if (await isGone(api, entry.conversationId)) {
				await records.trash.settle(entry, 'deleted');
				notice('good', `${title} was deleted: the server does not have it.`);
			} else {
				// It stays here too: a request to delete it may be on its way at this moment.
				notice('good', `${title} was not deleted: the server has it.`);
			}
		} catch (error) {
			notice('bad', `It is still not known: ${wordsOf(error)}`);
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

async function isGone(api: Program['api'], id: string): Promise<boolean> {
	try {
		await api.get(id);
		return false;
	} catch (error) {
		if (isNotFound(error)) return true;
		throw error;
	}
}

/** What went wrong, in the words of whoever refused it. */
function wordsOf(error: unknown): string {
	if (error instanceof ApiError) return sentenceOf(error);
	return reasonOf(error);
}
