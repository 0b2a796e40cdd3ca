import type { Known } from '../filter/query-text/offers.ts';
import type { QueryTextContext } from '../filter/query-text/query-text-context.ts';
import type { UiEvent } from '../state/events.ts';
import type { UiState } from '../state/ui-state.ts';
import type { View } from '../state/view.ts';
import type { Services } from './services.ts';

/** Where an action lives. The state decides which scopes are live; the first live one that binds a stroke takes it. */
export const scopes = [
	'global',
	'app',
	'list',
	'detail',
	'transcript',
	'insights',
	'waits',
	'help',
	'search',
	'sort',
	'copy',
	'filter',
	'step',
	'query',
	'views',
	'palette',
	'prompt',
	'records',
	'trash',
	'dialog',
	'message',
	'json',
	'config',
	'accounts',
	'conflict',
	'area',
	'metadata',
	'input',
	'editor',
	'diff',
	'confirm',
	'form',
	'draft',
	'batch',
	'batches',
	'export',
	'choice',
	'redaction',
	'field',
] as const;
export type ScopeName = (typeof scopes)[number];

/** The headings under which help and KEYS.md list actions. */
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

/** The input of the filter parser (clock, time zone, names) and the values that completion offers. */
export type FilterLanguage = { readonly context: QueryTextContext; readonly known: Known };

/** Everything an action works with. `state` and `view` read the current value at each call; never keep the result. */
export type ActionContext = {
	readonly state: () => UiState;
	readonly view: () => View;
	/** The language as of this call. */
	readonly language: () => FilterLanguage;
	readonly dispatch: (event: UiEvent) => void;
	/** Why this session may not write, as in “started with --read-only”; null if it may. */
	readonly readOnly: string | null;
	readonly services: Services;
	/**
	 * Runs another action by its id, as the palette does. `isAnswered`: the user has confirmed a possible API key in
	 * the text.
	 */
	readonly perform: (id: string, isAnswered?: boolean) => void;
	/** Ids of the actions that match the text in the palette, best first. */
	readonly paletteIds: () => readonly string[];
};

/** One thing a user can do. Dispatch, footer, help, palette and KEYS.md all read these rows. */
export type Action = {
	/** `scope.verb`; the name that `keys` in the settings refers to. */
	readonly id: string;
	readonly title: string;
	/** Other words that people type in the palette and in the search of help, such as `exit` for “Quit”. */
	readonly words?: readonly string[];
	readonly group: Group;
	readonly scope: ScopeName;
	/** Default strokes; the first is the one shown. */
	readonly keys: readonly string[];
	/**
	 * A word or two for the footer, or how they follow from the state; without it, or with null, the action is not in the
	 * footer.
	 */
	readonly hint?: string | ((state: UiState, language: FilterLanguage) => string | null);
	/** True if the action writes to the account, or whether it does in a state; read-only mode blocks it then. */
	readonly mutates: boolean | ((state: UiState) => boolean);
	/** Why the action is unavailable now, as a sentence for the user; null if it is available. */
	readonly disabled?: (context: ActionContext) => string | null;
	readonly run: (context: ActionContext) => void;
};

/**
 * Returns a maker of action rows for one scope. Each row takes a verb, a title, keys, a run function and an optional
 * footer word. `opening` is put before every title.
 */
export function rowsIn(prefix: string, group: Group, scope: ScopeName, opening = '') {
	return (
		verb: string,
		title: string,
		keys: readonly string[],
		run: (context: ActionContext) => void,
		hint?: Action['hint'],
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
