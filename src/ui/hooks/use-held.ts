import { useEffect, useRef } from 'react';
import { isNotFound } from '../../api/errors.ts';
import { type Conversation, isAiDisabled, titleOf } from '../../domain/conversation.ts';
import { reasonOf } from '../../domain/reason.ts';
import type { UiState } from '../../state/ui-state.ts';
import { recallDone } from '../changes/done.ts';
import { setHeld } from '../changes/held.ts';
import type { OpenData, ScreenData } from '../model/screen-data.ts';
import type { Program } from '../program.ts';
import { conversationOptions } from '../queries/detail-queries.ts';

/** Of more than this many held from before, only the latest are asked about at the start: the others when they are seen. */
const mostAsked = 20;

/**
 * Keeps what is held true: at the start what was held before, and from then on by what is read: a conversation that
 * somebody else handed back, or deleted, is held no longer, which is said once.
 */
export function useHeld(program: Program, state: UiState, data: ScreenData): void {
	const { isLoaded } = data.list;
	const isRecalled = useRef(false);
	useEffect(() => {
		// The first rows come first; another filter's are no reason to read it again.
		if (!isLoaded || isRecalled.current) return;
		isRecalled.current = true;
		void recall(program);
		void recallDone(program);
	}, [program, isLoaded]);

	const { held, edits } = state;
	useEffect(() => {
		const look = (conversation: Conversation): void => {
			const { id } = conversation;
			// What is being written is shown already, and not there yet.
			if (!held.has(id) || edits.saving.has(id) || isAiDisabled(conversation)) return;
			release(program, id, `${titleOf(conversation)} was handed back elsewhere`);
		};
		if (held.size === 0) return;
		for (const row of data.list.rows) if (row.kind === 'conversation') look(row.conversation);
		const { open } = data;
		if (open?.conversation.data !== undefined) look(open.conversation.data);
		if (open !== null && held.has(open.id) && isGone(open)) release(program, open.id, goneWords(open.id));
	}, [program, held, edits.saving, data]);
}

/** Reads what was held when a program like this ended last, and asks the server whether it still is. */
async function recall(program: Program): Promise<void> {
	const { store, writer, client, api } = program;
	try {
		const { held, unreadable } = await writer.records.held.list();
		if (unreadable.length > 0) {
			const text = `What you had taken over is not all known: this cannot be read: ${unreadable.join(', ')}.`;
			store.dispatch({ type: 'notice', notice: { tone: 'warn', text } });
		}
		if (held.size === 0) return;
		store.dispatch({ type: 'held-before', held });
		const latest = [...held].sort(([, a], [, b]) => b - a).slice(0, mostAsked);
		for (const [id] of latest) await ask(id);
	} catch (error) {
		const text = reasonOf(error);
		store.dispatch({ type: 'notice', notice: { tone: 'warn', text } });
	}

	async function ask(id: string): Promise<void> {
		try {
			const found = await client.fetchQuery(conversationOptions(api, id));
			if (!isAiDisabled(found)) release(program, id, `${titleOf(found)} was handed back elsewhere`);
		} catch (error) {
			// Whatever else stands in the way, it is held until the server says otherwise.
			if (isNotFound(error)) release(program, id, goneWords(id));
		}
	}
}

function release(program: Program, id: string, what: string): void {
	const { store } = program;
	if (!store.getState().held.has(id)) return;
	setHeld(program, id, null);
	const text = `${what}: you hold it no longer.`;
	store.dispatch({ type: 'notice', notice: { tone: 'warn', text } });
}

function goneWords(id: string): string {
	return `Conversation ${id} was deleted elsewhere`;
}

function isGone({ conversation: { error } }: OpenData): boolean {
	return isNotFound(error);
}
