import { useQueryClient } from '@tanstack/react-query';
import { useApp } from 'ink';
import { useLayoutEffect, useMemo, useRef } from 'react';
import type { ActionContext, Services } from '../../actions/action.ts';
import { paletteActions } from '../../actions/palette.ts';
import { runAction } from '../../actions/router.ts';
import { reasonOf } from '../../domain/reason.ts';
import type { PaneId, UiState } from '../../state/ui-state.ts';
import { createConversationsService } from '../changes/conversations.ts';
import { createDone } from '../changes/done.ts';
import { createMessages } from '../changes/messages.ts';
import { createMetadata } from '../changes/metadata.ts';
import { createOutside } from '../changes/outside.ts';
import { createRuns } from '../changes/runs.ts';
import { createTrash } from '../changes/trash.ts';
import type { Size } from '../geometry.ts';
import { jump } from '../jump.ts';
import { languageOf } from '../model/filter-language.ts';
import type { ScreenData } from '../model/screen-data.ts';
import type { ScreenView } from '../model/view-model.ts';
import type { Program } from '../program.ts';
import { refreshList } from '../queries/list-query.ts';
import { refreshConversation } from '../queries/refresh-conversation.ts';

type Derive = (state: UiState, data: ScreenData, size: Size) => ScreenView;

/** What actions work with. It always speaks of now: state and view are derived anew when they are asked for. */
export function useActionContext(
	program: Program,
	derive: Derive,
	data: ScreenData,
	size: Size,
): ActionContext {
	const client = useQueryClient();
	const { exit, suspendTerminal } = useApp();
	const latest = useRef({ data, size });
	useLayoutEffect(() => {
		latest.current = { data, size };
	}, [data, size]);
	return useMemo(() => {
		const { api, store, bindings } = program;
		const refreshOpen = (keys: readonly string[]): void => {
			const { openId } = store.getState();
			if (openId === null) return;
			for (const key of keys) void client.refetchQueries({ queryKey: [key, openId], type: 'active' });
		};
		const refreshConversationOf = (pane: PaneId): void => {
			const { open } = latest.current.data;
			// A row that could not be read has no id to ask for.
			if (open === null || open.broken !== null || pane === 'insights') return;
			void refreshConversation(client, api, open.id);
		};
		const refreshRows = (): void => {
			const { query, edits } = store.getState();
			// What the filter hides was shown for having been made just now.
			for (const { id, isHidden } of edits.pinned) if (isHidden) store.dispatch({ type: 'unpin', id });
			void refreshList(client, api, query);
		};
		const suspend = async (wait: () => Promise<void>): Promise<void> => {
			try {
				await program.presence.awayDuring(() => suspendTerminal(wait));
			} catch (error) {
				const text = reasonOf(error);
				store.dispatch({
					type: 'notice',
					notice: { tone: 'bad', text: `The terminal was not handed over: ${text}` },
				});
			}
		};
		const services: Services = {
			refresh: (pane) => {
				if (pane === 'list') refreshRows();
				else {
					refreshConversationOf(pane);
					refreshOpen(refreshedBy[pane]);
				}
			},
			refreshAll: () => {
				refreshRows();
				refreshConversationOf('raw');
				refreshOpen(refreshedBy.raw);
				void client.refetchQueries({ queryKey: ['insight-templates'], type: 'active' });
				void client.refetchQueries({ queryKey: ['assistants'], type: 'active' });
			},
			jump: (text) => void jump(program, text),
			conversations: createConversationsService(program, client),
			done: createDone(program),
			messages: createMessages(program, client),
			outside: createOutside({ program, suspend, context: () => context }),
			metadata: createMetadata(program, client),
			runs: createRuns(program, client, () => exit()),
			trash: createTrash(program, client),
			watches: program.watches,
			suspend: () => void suspend(program.stopProcess),
			// Giving the terminal away and taking it back at once draws every cell anew.
			redraw: () => void suspend(async () => undefined),
			quit: () => exit(),
		};
		const context: ActionContext = {
			state: store.getState,
			language: () =>
				languageOf(
					program.now(),
					derive(store.getState(), latest.current.data, latest.current.size),
					latest.current.data,
				),
			view: () => derive(store.getState(), latest.current.data, latest.current.size),
			dispatch: store.dispatch,
			readOnly: program.readOnly,
			services,
			perform: (id) => {
				const action = bindings.actions.find((candidate) => candidate.id === id);
				if (action !== undefined) runAction(action, context);
			},
			paletteIds: () => paletteActions(store.getState(), bindings.actions).map(({ id }) => id),
		};
		return context;
	}, [program, client, derive, exit, suspendTerminal]);
}

/** Which requests stand behind a pane, beside the one for the conversation itself. */
const refreshedBy = {
	transcript: ['messages'],
	insights: ['insights'],
	metadata: [],
	raw: ['messages', 'insights'],
	waits: ['messages'],
} as const;
