import type { ActionContext } from '../../src/actions/action.ts';
import { runAction } from '../../src/actions/keys/router.ts';
import { paletteActions } from '../../src/actions/palette.ts';
import { actions } from '../../src/actions/table.ts';
import type { Conversation } from '../../src/domain/conversation.ts';
import { instantFromMillis } from '../../src/domain/instant.ts';
import { createUiStore, type UiStore } from '../../src/state/store.ts';
import type { UiState } from '../../src/state/ui-state.ts';

const known: ReadonlyMap<string, Conversation> = new Map(
	['a', 'b', 'c', 'd', 'e', 'f'].map((id) => [
		id,
		{ id, name: id.toUpperCase(), createdAt: null, lastMessageAt: null, metadata: {}, raw: { id } },
	]),
);

export type RecordingContext = {
	readonly context: ActionContext;
	readonly store: UiStore;
	/** The service calls so far, in words. */
	readonly done: readonly string[];
};

/** A context over a real store with conversations `a` to `f` in the list, and services that only record their calls. */
export function recordingContext(
	start: Partial<UiState> = {},
	readOnly: string | null = null,
): RecordingContext {
	const done: string[] = [];
	const store = createUiStore(start);
	const { openId = null } = start;
	const note = (what: string) => () => void done.push(what);
	const context: ActionContext = {
		state: store.getState,
		view: () => ({
			shown: ['list', 'transcript'],
			signalsRead: { rows: 6, of: 6 },
			listIds: ['a', 'b', 'c', 'd', 'e', 'f'],
			listHeight: 10,
			openId,
			targetId: store.getState().selectedId,
			inSight: [],
			signals: null,
			foldable: [],
			conversationOf: (id) => known.get(id) ?? null,
			detail: () => null,
			hits: [],
			metadataKeys: [],
			refusals: [],
			lineOfHit: () => null,
			area: null,
			editor: null,
			records: null,
			copy: [],
			help: { lineCount: 0, height: 10, parts: [] },
		}),
		dispatch: store.dispatch,
		readOnly,
		language: () => ({
			context: { now: instantFromMillis(0), zone: () => 0 },
			known: { assistants: new Map(), metadataKeys: [], valuesOf: () => [] },
		}),
		services: {
			conversations: { trashDays: 30, remove: (id) => done.push(`delete ${id}`) },
			exports: {
				begin: ({ path }) => done.push(`export to ${path.text}`),
				start: note('start the export'),
				resume: note('resume the export'),
				write: note('write the export'),
				pause: note('pause the export'),
				discard: note('discard the export'),
			},
			refresh: (pane) => done.push(`refresh ${pane}`),
			refreshAll: note('refresh all'),
			jump: (text) => done.push(`open ${text}`),
			account: { show: () => undefined, change: () => undefined },
			outside: {
				editField: note('edit the field'),
				editMetadata: (id) => done.push(`edit ${id} as JSON`),
				showConfig: note('show the config'),
				editConfig: ({ path }) => done.push(`edit ${path}`),
			},
			done: { note: (doneThrough) => done.push(`done ${doneThrough.size}`) },
			messages: { send: (id) => done.push(`send to ${id}`) },
			metadata: { save: ({ id }) => done.push(`save ${id}`), create: note('create') },
			trash: {
				export: (name, path) => done.push(`export ${name} to ${path}`),
				restore: (name) => done.push(`restore ${name}`),
				stop: (name) => done.push(`stop restoring ${name}`),
				check: (name) => done.push(`check ${name}`),
				refresh: note('refresh the records'),
			},
			batches: {
				start: (task, ids) => done.push(`batch ${task.kind} on ${ids.length}`),
				end: note('end the batch'),
				read: note('read the batches'),
				settle: (batchId) => done.push(`settle ${batchId}`),
				again: (batchId, again) => done.push(`${again} of ${batchId} again`),
				markAll: note('mark all'),
				endAndQuit: note('end and quit'),
			},
			copy: (name) => done.push(`copy ${name}`),
			alerts: { hasCommand: true, latest: () => null },
			suspend: note('suspend'),
			redraw: note('redraw'),
			endWaits: () => false,
			quit: note('quit'),
		},
		perform: (id) => {
			const action = actions.find((one) => one.id === id);
			if (action !== undefined) runAction(action, context);
		},
		paletteIds: () => paletteActions(store.getState(), actions).map(({ id }) => id),
	};
	return { context, store, done };
}
