import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { conversationFacts, type LastWords } from '../../actions/targets.ts';
import { isNotFound, sentenceOf } from '../../api/errors.ts';
import { conversationOptions, refreshConversation } from '../../data/conversation-cache.ts';
import { messageCountOptions } from '../../data/count-query.ts';
import { type MessageSet, messagesOptions } from '../../data/detail-queries.ts';
import { mediumOf, turnsOf } from '../../data/transcript-cache.ts';
import { type Conversation, isAiDisabled, titleOf } from '../../domain/conversation.ts';
import { askedAbout, type Dialog, type DialogFact } from '../../state/dialog.ts';
import { topOverlay } from '../../state/ui-state.ts';
import { countText } from '../../text/count.ts';
import type { Program } from '../program.ts';

/** Milliseconds between two reads of the conversation while a question is open. */
const rereadMillis = 3_000;

/** Longer texts are cut before layout: a dialog shows two rows of them. */
const mostLetters = 400;

/**
 * Keeps a question about one conversation current while it is open, and returns its facts: new messages appear in it,
 * and it closes if the conversation is deleted, taken over or handed back elsewhere.
 */
export function useQuestion(
	program: Program,
	dialog: Dialog,
	shown: Conversation | null,
): readonly DialogFact[] {
	const { api, store, ticker, terminalPresence } = program;
	const client = useQueryClient();
	const about = askedAbout(dialog.ask);
	const id = about?.id ?? '';
	const isAsked = about !== null;
	const count = useQuery({ ...messageCountOptions(api, id), enabled: isAsked });
	const messages = useQuery({ ...messagesOptions(client, api, id, program.now), enabled: isAsked });
	const conversation = useQuery({ ...conversationOptions(client, api, id), enabled: false });

	useEffect(() => {
		if (!isAsked) return;
		const read = async (): Promise<void> => {
			// The state of the queries holds the failures.
			if (!terminalPresence.isAway()) {
				await client.refetchQueries({ queryKey: ['message-count', id] });
				await refreshConversation(client, api, id);
			}
			if (!isOver) callOff = ticker.after(rereadMillis, () => void read());
		};
		let isOver = false;
		let callOff = ticker.after(rereadMillis, () => void read());
		return () => {
			isOver = true;
			callOff();
		};
	}, [client, api, ticker, terminalPresence, id, isAsked]);

	const total = messages.data?.complete === true ? messages.data.total : null;
	useEffect(() => {
		if (count.data === undefined || total === null || count.data === total) return;
		void client.refetchQueries({ queryKey: ['messages', id] });
	}, [client, id, count.data, total]);

	const isGone = isAsked && [count, messages, conversation].some(({ error }) => isNotFound(error));
	useEffect(() => {
		if (isGone) store.dispatch({ type: 'live-checked', asked: [id], gone: [id] });
	}, [store, isGone, id]);

	const { ask } = dialog;
	const isOvertaken = ask.what === 'takeover' && shown !== null && isAiDisabled(shown) === ask.disabled;
	useEffect(() => {
		const top = topOverlay(store.getState());
		if (!isOvertaken || shown === null || top?.kind !== 'dialog' || top.dialog.ask !== ask) return;
		store.dispatch({ type: 'overlay-close' });
		const done = isAiDisabled(shown) ? 'was taken over' : 'was handed back';
		const text = `Question closed: ${titleOf(shown)} ${done} elsewhere. Nothing was changed.`;
		store.dispatch({ type: 'notice', notice: { tone: 'warn', text, stays: true } });
	}, [store, isOvertaken, shown, ask]);

	if (about === null || shown === null) return dialog.facts;
	return conversationFacts(shown, {
		count: known(count, (value) => countText(value)) ?? 'counting…',
		said: known(messages, (set) => saidLast(set, shown)) ?? 'loading…',
	} satisfies LastWords);
}

/** The result of a query in words: its error or its data; null while it loads. */
function known<T>(
	{ data, error }: { readonly data: T | undefined; readonly error: Error | null },
	words: (data: T) => string | null,
): string | null {
	if (error !== null) return `unknown: ${sentenceOf(error)}`;
	return data === undefined ? null : words(data);
}

/** The last message and its speaker, on one line; null while messages load. */
function saidLast(set: MessageSet, conversation: Conversation): string | null {
	if (!set.complete) return null;
	const turn = turnsOf(set, mediumOf(conversation)).turns.findLast(({ kind }) => kind === 'speech');
	if (turn?.kind !== 'speech') return 'no messages';
	const text = turn.text.replaceAll(/\s+/g, ' ').trim();
	return `${turn.role.slice(0, 20)}: “${text.length > mostLetters ? `${text.slice(0, mostLetters)}…` : text}”`;
}
