import type { Action, ScopeName } from '../action.ts';
import { shadowProblems } from './shadowed-keys.ts';
import { strokeNames } from './strokes.ts';

/** This key always interrupts: without a way out, the program would take the terminal with it. */
const lastKey = 'Ctrl-c';
const interrupt = 'program.interrupt';

/** Keys as the user set them: action id → strokes. An empty list takes an action off the keyboard. */
export type KeyOverrides = { readonly [actionId: string]: readonly string[] };

/** The bindings in force. */
export type Bindings = {
	readonly actions: readonly Action[];
	readonly actionFor: (scope: ScopeName, stroke: string) => Action | undefined;
	/** The two-stroke keys that begin with this stroke in a scope, each with its action. */
	readonly after: (scope: ScopeName, prefix: string) => readonly (readonly [string, Action])[];
	readonly keysOf: (action: Action) => readonly string[];
	/** The problems in the user's settings, each as a sentence. */
	readonly problems: readonly string[];
};

/**
 * Renamed action ids, old to new. The user's `keys` and the palette accept the old ones. A name that ends with a dot
 * stands for every id with that prefix; a whole id takes precedence.
 */
const renamed: Readonly<Record<string, string>> = {
	'conversation.take-over': 'conversation.takeover',
	'filter.back': 'history.back',
	'runs.open-run': 'batches.open-batch',
	'pane.timeline': 'pane.activity',
	'views.watch': 'views.alert',
	'run.': 'batch.',
	'runs.': 'batches.',
	'watch.': 'alert.',
	'answer.long': 'input.editor',
	'filter.apply': 'form.send',
	'filter.cancel': 'draft.leave',
	'step.operator': 'step.back',
	'metadata.save': 'form.send',
	'message.send': 'form.send',
	'editor.take': 'form.send',
	'long.take': 'form.send',
	'metadata.close': 'draft.leave',
	'message.leave': 'draft.leave',
	'metadata.revert': 'metadata.take-back',
	'confirm.drop': 'draft.discard',
	'sure.drop': 'draft.discard',
	'sure.': 'confirm.',
	'answer.': 'input.',
	'long.': 'editor.',
	'query.cancel': 'draft.leave',
	'line.cancel': 'draft.leave',
	'line.': 'query.',
};

/** The current id of an action, given its current or old id. */
export function currentId(id: string): string {
	if (Object.hasOwn(renamed, id)) return renamed[id] ?? id;
	const scope = id.slice(0, id.indexOf('.') + 1);
	return Object.hasOwn(renamed, scope) ? `${renamed[scope]}${id.slice(scope.length)}` : id;
}

/** The former ids of an action. */
export function oldIds(id: string): readonly string[] {
	const whole = Object.keys(renamed).filter((old) => renamed[old] === id);
	if (whole.length > 0) return whole;
	return Object.entries(renamed).flatMap(([old, now]) =>
		old.endsWith('.') && id.startsWith(now) ? [`${old}${id.slice(now.length)}`] : [],
	);
}

/**
 * Lays the user's keys over the defaults. The user's key always wins: a default on the same stroke in the same scope
 * gives way. Unknown actions and strokes, keys that no terminal sends, and keys that hide one another are reported, not
 * guessed at. If none of the user's keys can be read, the defaults stay: only an empty list removes an action from the
 * keyboard.
 */
export function bindKeys(actions: readonly Action[], overrides: KeyOverrides = {}): Bindings {
	const problems: string[] = [];
	const byId = new Map(actions.map((action) => [action.id, action]));
	const users = new Map<string, readonly string[]>();
	for (const [id, keys] of Object.entries(overrides)) {
		const action = byId.get(id) ?? byId.get(currentId(id));
		if (action === undefined) {
			problems.push(`keys: there is no action “${id}”. Help (?) lists all names.`);
			continue;
		}
		if (action.id !== id && Object.hasOwn(overrides, action.id)) {
			problems.push(
				`keys: “${id}” is the old name of “${action.id}”, which is also set. Remove the old one.`,
			);
			continue;
		}
		const known: string[] = [];
		for (const key of keys) {
			const why = whyUnusable(action, key);
			if (why === null) known.push(key);
			else problems.push(`keys.${id}: ${why}`);
		}
		if (known.length > 0 || keys.length === 0) users.set(action.id, known);
	}
	const wayOut = users.get(interrupt);
	if (wayOut !== undefined && !wayOut.includes(lastKey)) {
		users.set(interrupt, [...wayOut, lastKey]);
		problems.push(`keys.${interrupt}: ${lastKey} also quits: one key must always quit.`);
	}
	const table = new Map<string, Action>();
	const lost = new Map<Action, string[]>();
	const take = (action: Action, key: string, isUsers: boolean): void => {
		const place = `${action.scope} ${key}`;
		const other = table.get(place);
		if (other === undefined) table.set(place, action);
		else if (other !== action && !isUsers) lost.set(action, [...(lost.get(action) ?? []), key]);
		else if (other !== action) {
			problems.push(`keys.${action.id}: ${key} already belongs to ${other.id}, which keeps it.`);
		}
	};
	for (const action of actions) for (const key of users.get(action.id) ?? []) take(action, key, true);
	for (const action of actions) {
		if (users.has(action.id)) continue;
		for (const key of action.keys) take(action, key, false);
	}
	const actionFor = (scope: ScopeName, stroke: string) => table.get(`${scope} ${stroke}`);
	const after = (scope: ScopeName, prefix: string): readonly (readonly [string, Action])[] =>
		[...table].flatMap(([place, action]): [string, Action][] =>
			place.length > scope.length + 2 && place.startsWith(`${scope} ${prefix}`) && isPrefix(prefix)
				? [[place.slice(scope.length + 1), action]]
				: [],
		);
	const keysOf = (action: Action): readonly string[] =>
		(users.get(action.id) ?? action.keys).filter((key) => actionFor(action.scope, key) === action);
	const isUsers = (action: Action, key: string): boolean => users.get(action.id)?.includes(key) ?? false;
	for (const [action, keys] of lost) problems.push(lostProblem(action, keys, keysOf(action), actionFor));
	// An action's own default keys cause no new conflict.
	const set = actions.flatMap((action) =>
		users.has(action.id)
			? keysOf(action)
					.filter((key) => !action.keys.includes(key))
					.map((key) => ({ action, key }))
			: [],
	);
	problems.push(...shadowProblems(set, { actionFor, after, isUsers }));
	return { actions, actionFor, after, keysOf, problems };
}

/** The problem of an action that lost default keys to another action, by the user's settings. */
function lostProblem(
	action: Action,
	lost: readonly string[],
	left: readonly string[],
	actionFor: Bindings['actionFor'],
): string {
	const takers = lost.map((key) => `${key} now belongs to ${actionFor(action.scope, key)?.id}`).join(', ');
	const rest = left.length === 0 ? 'has no key' : `keeps ${left.join(' ')}`;
	return `keys: ${takers}; ${action.id} ${rest}. Also set keys.${action.id}.`;
}

/** The key whose bytes a terminal sends for these. */
const sameAs: Readonly<Record<string, string>> = {
	'Ctrl-m': 'Enter',
	'Ctrl-j': 'Enter',
	'Ctrl-i': 'Tab',
	'Ctrl-h': 'Backspace',
	'Ctrl-[': 'Esc',
	'Ctrl-@': 'Ctrl-Space',
	'Ctrl-2': 'Ctrl-Space',
	'Ctrl-3': 'Esc',
	'Ctrl-4': 'Ctrl-\\',
	'Ctrl-8': 'Backspace',
	'Ctrl-?': 'Backspace',
	'Alt-Esc': 'Esc',
	'Alt-Tab': 'Tab',
	'Ctrl-Tab': 'Tab',
	'Ctrl-Shift-Tab': 'Shift-Tab',
	'Alt-Shift-Tab': 'Shift-Tab',
	'Ctrl-Enter': 'Enter',
	'Ctrl-Esc': 'Esc',
	'Ctrl-Backspace': 'Backspace',
};

/**
 * Why a terminal cannot distinguish this key from another one, and which key to use instead, as the rest of a sentence.
 * Null for a usable key, and for text that is not a key. tconv does not turn on the protocols that distinguish more
 * keys.
 */
function whyUnsendable(key: string): string | null {
	const same = sameAs[key] ?? withoutShift(key);
	if (same !== null) return `a terminal sends ${same} for ${key}; use that, or another key.`;
	const control = /^Ctrl-(.)$/u.exec(key)?.[1];
	if (control !== undefined && !/[a-z\\]/.test(control))
		return `a terminal cannot send ${key}; choose another key.`;
	if (/^Alt-[[\]OP_^]$/.test(key)) return `${key} starts other keys in a terminal; choose another key.`;
	return null;
}

/** The key that a terminal sends for the same key with Shift: a capital letter, or the key without Shift. */
function withoutShift(key: string): string | null {
	const capital = /^Ctrl-(\p{Lu})$/u.exec(key)?.[1];
	if (capital !== undefined) return `Ctrl-${capital.toLowerCase()}`;
	const [, before = '', after = ''] = /^((?:Ctrl-|Alt-)?)Shift-(.+)$/.exec(key) ?? [];
	if (after === '' || key === 'Shift-Tab') return null;
	if (strokeNames.includes(after)) return `${before}${after}`;
	if (!/^\p{L}$/u.test(after)) return null;
	return before === 'Ctrl-' ? `${before}${after.toLowerCase()}` : `${before}${after.toUpperCase()}`;
}

/** Why this stroke cannot be a key of an action, as the rest of a sentence; null if it can. */
function whyUnusable({ id, keys }: Action, key: string): string | null {
	if (keys.includes(key)) return null;
	if (key === lastKey && id !== interrupt) return `${key} always quits; choose another key.`;
	const why = whyUnsendable(key);
	if (why !== null) return why;
	return isStroke(key) ? null : `“${key}” is not a key; write j, G, Ctrl-d, PgDn, Space, ]s …`;
}

/** The key problems that fit one notice: the first problem, and where to find the others. */
export function keyProblemsInShort({ problems }: Pick<Bindings, 'problems'>): readonly string[] {
	const [first, ...rest] = problems;
	if (first === undefined || rest.length === 0) return problems;
	return [first, `Help (?) lists ${rest.length} more.`];
}

/** True for a stroke that starts two-stroke keys. */
export function isPrefix(stroke: string): boolean {
	return stroke === ']' || stroke === '[';
}

function isStroke(key: string): boolean {
	const [first = '', ...rest] = key;
	if (isPrefix(first) && rest.length === 1) return !/[\s\p{Cc}]/u.test(rest.join(''));
	if (strokeNames.includes(key)) return true;
	const bare = key.replace(/^(?:Ctrl|Alt)-/, '');
	if (strokeNames.includes(bare)) return true;
	// The space key is written as Space.
	return [...bare].length === 1 && !/[\s\p{Cc}]/u.test(bare);
}
