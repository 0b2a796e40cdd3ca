import { useQueryClient } from '@tanstack/react-query';
import { useApp } from 'ink';
import { useCallback, useLayoutEffect, useMemo, useRef } from 'react';
import type { ActionContext } from '../../actions/action.ts';
import { runAction } from '../../actions/keys/router.ts';
import { paletteActions } from '../../actions/palette.ts';
import type { BatchesService, Services } from '../../actions/services.ts';
import { refreshConversation } from '../../data/conversation-cache.ts';
import { refreshList } from '../../data/list-query.ts';
import type { ScreenData } from '../../data/screen-data.ts';
import { reasonOf } from '../../domain/reason.ts';
import { createBatches } from '../../services/batches.ts';
import { createCopy } from '../../services/copy.ts';
import { createConversationsService } from '../../services/delete-conversation.ts';
import { createDone } from '../../services/done.ts';
import { createExports } from '../../services/exports.ts';
import { createOutside } from '../../services/external-editor.ts';
import { createMessages } from '../../services/messages.ts';
import { createMetadata } from '../../services/metadata.ts';
import { jump } from '../../services/open-by-id.ts';
import { createAccountService } from '../../services/switch-account.ts';
import { createTrash } from '../../services/trash.ts';
import { notify } from '../../state/events.ts';
import type { PaneId } from '../../state/panes.ts';
import type { UiState } from '../../state/ui-state.ts';
import { languageOf } from '../../view/filter-language.ts';
import type { Size } from '../../view/geometry.ts';
import type { ScreenView } from '../../view/view-model.ts';
import type { Program } from '../program.ts';

type Derive = (state: UiState, data: ScreenData, size: Size) => ScreenView;

/** The context for actions. It is always current: state and view are derived anew at each read. */
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
	const suspend = useCallback(
		async (wait: () => Promise<void>): Promise<void> => {
			try {
				await program.terminalPresence.awayDuring(() => suspendTerminal(wait));
			} catch (error) {
				const text = reasonOf(error);
				notify(program.store, 'bad', `The editor could not take over the terminal: ${text}`);
			}
		},
		[program, suspendTerminal],
	);
	useLayoutEffect(() => program.followSuspends(suspend), [program, suspend]);
	return useMemo(() => {
		const { api, store, bindings } = program;
		const refreshOpen = (keys: readonly string[]): void => {
			const { selectedId } = store.getState();
			if (selectedId === null) return;
			for (const key of keys) void client.refetchQueries({ queryKey: [key, selectedId], type: 'active' });
		};
		const refreshConversationOf = (pane: PaneId): void => {
			const { open } = latest.current.data;
			// An unreadable row has no id to fetch.
			if (open === null || open.broken !== null || pane === 'insights') return;
			void readAgain(open.id);
		};
		const readAgain = async (id: string): Promise<void> => {
			// A conversation that was taken for deleted but exists can be changed again.
			if (await refreshConversation(client, api, id))
				store.dispatch({ type: 'live-checked', asked: [id], gone: [] });
		};
		const refreshRows = (): void => {
			const { query, edits } = store.getState();
			// The filter excludes this row; it was shown only because it is new.
			for (const { id, isHidden } of edits.pinned) {
				if (isHidden) store.dispatch({ type: 'unpin', id });
				else void readAgain(id);
			}
			void refreshList(client, program, query);
		};
		const batches: BatchesService = createBatches(
			program,
			client,
			() => exit(),
			(history) => exports.fetched(history),
		);
		const exports = createExports(program, client, () => batches);
		const services: Services = {
			refresh: (pane) => {
				program.brake.release();
				if (pane === 'list') refreshRows();
				else {
					refreshConversationOf(pane);
					refreshOpen(refreshedBy[pane]);
				}
			},
			refreshAll: () => {
				program.brake.release();
				refreshRows();
				refreshConversationOf('raw');
				refreshOpen(refreshedBy.raw);
				void client.refetchQueries({ queryKey: ['insight-templates'], type: 'active' });
				void client.refetchQueries({ queryKey: ['assistants'], type: 'active' });
			},
			jump: (text, options) => void jump(program, text, { ...options, view: context.view }),
			conversations: createConversationsService(program, client),
			done: createDone(program),
			messages: createMessages(program, client),
			account: createAccountService(program, () => exit()),
			outside: createOutside({ runtime: program, suspend, context: () => context }),
			metadata: createMetadata(program, client),
			batches,
			exports,
			trash: createTrash(program, client),
			alerts: program.alerts,
			copy: createCopy(program, client),
			suspend: () => void suspend(program.stopProcess),
			// Handing the terminal over and taking it back at once redraws every cell.
			endWaits: () => {
				const isWaiting = program.waits.getState().length > 0;
				program.waits.end();
				return isWaiting;
			},
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
			perform: (id, isAnswered = false) => {
				const action = bindings.actions.find((candidate) => candidate.id === id);
				if (action !== undefined) runAction(action, context, isAnswered);
			},
			paletteIds: () => paletteActions(store.getState(), bindings.actions).map(({ id }) => id),
		};
		return context;
	}, [program, client, derive, exit, suspend]);
}

/** The queries behind each pane, besides the one for the conversation itself. */
const refreshedBy = {
	transcript: ['messages'],
	insights: ['insights'],
	metadata: [],
	raw: ['messages', 'insights'],
	waits: ['messages'],
} as const;
