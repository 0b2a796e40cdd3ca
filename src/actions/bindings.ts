import type { Action, ScopeName } from './action.ts';
import { strokeNames } from './strokes.ts';

/** Keys as the user set them: action id → strokes. An empty list takes an action off the keyboard. */
export type KeyOverrides = { readonly [actionId: string]: readonly string[] };

/** The keys that are in force. */
export type Bindings = {
	readonly actions: readonly Action[];
	readonly actionFor: (scope: ScopeName, stroke: string) => Action | undefined;
	/** The keys that begin with this stroke in a scope, each with what it does. */
	readonly after: (scope: ScopeName, prefix: string) => readonly (readonly [string, Action])[];
	readonly keysOf: (action: Action) => readonly string[];
	/** What is wrong with the user's settings, each as a sentence. */
	readonly problems: readonly string[];
};

/**
 * Lays the user's keys over the defaults. The user's key always wins: a default on the same stroke in the same scope
 * gives way. Unknown actions and strokes are reported, not guessed at; where none of the user's keys can be read, the
 * defaults hold, since only an empty list says that the action should have none.
 */
export function bindKeys(actions: readonly Action[], overrides: KeyOverrides = {}): Bindings {
	const problems: string[] = [];
	const byId = new Map(actions.map((action) => [action.id, action]));
	const users = new Map<string, readonly string[]>();
	for (const [id, keys] of Object.entries(overrides)) {
		if (!byId.has(id)) {
			problems.push(`keys: there is no action “${id}”; help (?) lists them by name.`);
			continue;
		}
		const unknown = keys.filter((key) => !isStroke(key));
		for (const key of unknown)
			problems.push(`keys.${id}: “${key}” is no key; write j, G, Ctrl-d, PgDn, Space, ]s …`);
		const known = keys.filter((key) => isStroke(key));
		if (known.length > 0 || keys.length === 0) users.set(id, known);
	}
	const table = new Map<string, Action>();
	const take = (action: Action, key: string, isUsers: boolean): void => {
		const place = `${action.scope} ${key}`;
		const other = table.get(place);
		if (other === undefined) table.set(place, action);
		else if (isUsers && other !== action) {
			problems.push(`keys.${action.id}: ${key} is already ${other.id}'s; the first one keeps it.`);
		}
	};
	for (const action of actions) for (const key of users.get(action.id) ?? []) take(action, key, true);
	for (const action of actions) {
		if (users.has(action.id)) continue;
		for (const key of action.keys) take(action, key, false);
	}
	return {
		actions,
		actionFor: (scope, stroke) => table.get(`${scope} ${stroke}`),
		after: (scope, prefix) =>
			[...table].flatMap(([place, action]): [string, Action][] =>
				place.length > scope.length + 2 && place.startsWith(`${scope} ${prefix}`) && isPrefix(prefix)
					? [[place.slice(scope.length + 1), action]]
					: [],
			),
		keysOf: (action) =>
			(users.get(action.id) ?? action.keys).filter((key) => table.get(`${action.scope} ${key}`) === action),
		problems,
	};
}

/** True for a stroke that begins keys of two strokes. */
export function isPrefix(stroke: string): boolean {
	return stroke === ']' || stroke === '[';
}

function isStroke(key: string): boolean {
	const [first = '', ...rest] = key;
	if (isPrefix(first) && rest.length === 1) return !/[\s\p{Cc}]/u.test(rest.join(''));
	if (strokeNames.includes(key)) return true;
	const bare = key.replace(/^(?:Ctrl|Alt)-/, '');
	if (strokeNames.includes(bare)) return true;
	// A blank is called Space, and with Ctrl a terminal sends the same for a small and a capital letter.
	return [...bare].length === 1 && !/[\s\p{Cc}]/u.test(bare) && !/^Ctrl-\p{Lu}/u.test(key);
}
