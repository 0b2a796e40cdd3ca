import type { Known } from '../filter/line/complete-line.ts';
import type { LineContext } from '../filter/line/line-context.ts';
import type { UiEvent } from '../state/events.ts';
import type { PaneId, UiState } from '../state/ui-state.ts';
import type { View } from '../state/view.ts';
import type { ConversationsService } from './conversations-service.ts';
import type { DoneService } from './done-service.ts';
import type { MessageService } from './message-service.ts';
import type { MetadataService } from './metadata-service.ts';
import type { OutsideService } from './outside-service.ts';
import type { RunsService } from './runs-service.ts';
import type { TrashService } from './trash-service.ts';
import type { WatchesService } from './watches-service.ts';

/** Where an action lives. Scopes are derived from state; the first live one that knows a stroke takes it. */
export const scopes = [
	'global',
	'app',
	'list',
	'detail',
	'transcript',
	'insights',
	'waits',
	'help',
	'sort',
	'filter',
	'step',
	'line',
	'views',
	'palette',
	'prompt',
	'records',
	'trash',
	'dialog',
	'message',
	'json',
	'conflict',
	'area',
	'metadata',
	'answer',
	'long',
	'diff',
	'sure',
	'run',
	'runs',
	'field',
] as const;
export type ScopeName = (typeof scopes)[number];

/** How help and the README put actions together. */
export const groups = [
	'In the list',
	'In a conversation',
	'Panes',
	'Conversation',
	'Find',
	'Program',
	'Overlays and typing',
] as const;
export type Group = (typeof groups)[number];

/** What actions can have done outside the UI state. Nothing here waits: answers come back as data or as a notice. */
export type Services = {
	readonly refresh: (pane: PaneId) => void;
	readonly refreshAll: () => void;
	/** Opens what an id, a call control id or a phone number leads to. */
	readonly jump: (text: string) => void;
	readonly conversations: ConversationsService;
	readonly done: DoneService;
	readonly messages: MessageService;
	readonly outside: OutsideService;
	readonly trash: TrashService;
	readonly suspend: () => void;
	readonly redraw: () => void;
	readonly quit: () => void;
	readonly metadata: MetadataService;
	readonly runs: RunsService;
	readonly watches: WatchesService;
};

/** What a filter is typed against: the clock, the zone and the names of things, and what can be offered. */
export type FilterLanguage = { readonly context: LineContext; readonly known: Known };

/** What an action works with. `state` and `view` are asked anew each time, never kept. */
export type ActionContext = {
	readonly state: () => UiState;
	readonly view: () => View;
	/** As things are now. */
	readonly language: () => FilterLanguage;
	readonly dispatch: (event: UiEvent) => void;
	/** Where it comes from that nothing may be written to the account, as in “started with --read-only”; null where it may. */
	readonly readOnly: string | null;
	readonly services: Services;
	/** Runs another action by its id, as the palette does. */
	readonly perform: (id: string) => void;
	/** What the palette offers for the words typed, best first. */
	readonly paletteIds: () => readonly string[];
};

/** One thing a user can do. Dispatch, footer, help, palette and the README all read these rows. */
export type Action = {
	/** `scope.verb`; what user key overrides name. */
	readonly id: string;
	readonly title: string;
	readonly group: Group;
	readonly scope: ScopeName;
	/** Default strokes; the first is the one that is shown. */
	readonly keys: readonly string[];
	/** A word or two for the footer; absent keeps it out of there. */
	readonly hint?: string;
	/** True for what writes to the account: read-only mode is one filter over this. */
	readonly mutates: boolean;
	/** Why it cannot be done now, for the user; null when it can. */
	readonly disabled?: (context: ActionContext) => string | null;
	readonly run: (context: ActionContext) => void;
};

/**
 * Makes the rows of one scope: each a verb, a title, keys, what it does, and a word for the
 * footer if it is to be there. `opening` stands before every title.
 */
export function rowsIn(prefix: string, group: Group, scope: ScopeName, opening = '') {
	return (
		verb: string,
		title: string,
		keys: readonly string[],
		run: (context: ActionContext) => void,
		hint?: string,
	): Action => ({
		id: `${prefix}.${verb}`,
		title: `${opening}${title}`,
		group,
		scope,
		keys,
		...(hint === undefined ? {} : { hint }),
		mutates: false,
		run,
	});
}
