import { useEffect, useRef } from 'react';
import { isNotFound } from '../../api/errors.ts';
import { readConversation } from '../../data/conversation-cache.ts';
import type { OpenData, ScreenData } from '../../data/screen-data.ts';
import { type Conversation, isAiDisabled, titleOf } from '../../domain/conversation.ts';
import { reasonOf } from '../../domain/reason.ts';
import { recallDone } from '../../services/done.ts';
import { setTakeover } from '../../services/takeover.ts';
import { notify } from '../../state/events.ts';
import type { UiState } from '../../state/ui-state.ts';
import type { Program } from '../program.ts';

/**
 * Most takeovers, the latest ones, that the server is asked about at the start; the others are checked when they are
 * shown.
 */
const mostAsked = 20;

/**
 * Keeps the takeovers current: restores the stored ones at the start and checks them against every answer. A takeover
 * ends, with a notice, if someone else handed back or deleted the conversation.
 */
export function useTakeovers(program: Program, state: UiState, data: ScreenData): void {
	const { isLoaded } = data.list;
	const isRecalled = useRef(false);
	useEffect(() => {
		// The first rows come first; a later filter does not read the takeovers again.
		if (!isLoaded || isRecalled.current) return;
		isRecalled.current = true;
		void recall(program);
		void recallDone(program);
	}, [program, isLoaded]);

	const { takeovers, edits } = state;
	useEffect(() => {
		const look = (conversation: Conversation): void => {
			const { id } = conversation;
			// A write under way is already shown but not yet in the answer.
			if (!takeovers.has(id) || edits.saving.has(id) || isAiDisabled(conversation)) return;
			endTakeover(program, id, `${titleOf(conversation)} was handed back elsewhere`);
		};
		if (takeovers.size === 0) return;
		for (const row of data.list.rows) if (row.kind === 'conversation') look(row.conversation);
		const { open } = data;
		if (open?.conversation.data !== undefined) look(open.conversation.data);
		if (open !== null && takeovers.has(open.id) && isGone(open))
			endTakeover(program, open.id, goneWords(open.id));
	}, [program, takeovers, edits.saving, data]);
}

/** Reads the takeovers stored on this machine and asks the server about them. */
async function recall(program: Program): Promise<void> {
	const { store, writer, client, api } = program;
	try {
		const { takeovers, unreadable } = await writer.records.takeovers.list();
		if (unreadable.length > 0) {
			const text = `Some of your takeovers are missing; tconv cannot read: ${unreadable.join(', ')}.`;
			notify(store, 'warn', text);
		}
		if (takeovers.size === 0) return;
		store.dispatch({ type: 'takeovers-before', takeovers });
		const latest = [...takeovers].sort(([, a], [, b]) => b - a).slice(0, mostAsked);
		for (const [id] of latest) await ask(id);
	} catch (error) {
		notify(store, 'warn', reasonOf(error));
	}

	async function ask(id: string): Promise<void> {
		try {
			const found = await readConversation(client, api, id);
			if (!isAiDisabled(found)) endTakeover(program, id, `${titleOf(found)} was handed back elsewhere`);
		} catch (error) {
			// Any other error leaves the takeover unchanged.
			if (isNotFound(error)) endTakeover(program, id, goneWords(id));
		}
	}
}

function endTakeover(program: Program, id: string, what: string): void {
	const { store } = program;
	if (!store.getState().takeovers.has(id)) return;
	setTakeover(program, id, null);
	notify(store, 'warn', `${what}: your takeover has ended.`);
}

function goneWords(id: string): string {
	return `Conversation ${id} was deleted elsewhere`;
}

function isGone({ conversation: { error } }: OpenData): boolean {
	return isNotFound(error);
}
