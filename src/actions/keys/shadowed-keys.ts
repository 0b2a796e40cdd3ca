import type { Action, ScopeName } from '../action.ts';
import { textOfStroke } from './strokes.ts';

/** A key from the user's settings. */
export type UsersKey = { readonly action: Action; readonly key: string };

/** Scopes that are live together, highest precedence first, and whether printable keys are text there. */
type ScopeStack = { readonly scopes: readonly ScopeName[]; readonly isTyping: boolean };

const keys = (...scopes: readonly ScopeName[]): ScopeStack => ({
	scopes: [...scopes, 'global'],
	isTyping: false,
});
const typing = (...scopes: readonly ScopeName[]): ScopeStack => ({
	scopes: [...scopes, 'global'],
	isTyping: true,
});

/** All stacks of scopes that `liveScopes` returns. */
export const scopeStacks: readonly ScopeStack[] = [
	keys('list', 'app'),
	keys('transcript', 'detail', 'app'),
	keys('insights', 'detail', 'app'),
	keys('waits', 'detail', 'app'),
	keys('detail', 'app'),
	keys('help'),
	keys('views'),
	keys('filter', 'form', 'draft'),
	keys('sort'),
	keys('copy'),
	keys('dialog'),
	keys('dialog', 'form'),
	keys('conflict', 'form', 'draft'),
	keys('json'),
	keys('trash', 'records'),
	keys('records'),
	keys('batch'),
	keys('batches'),
	keys('export', 'choice', 'form', 'draft'),
	keys('redaction', 'form', 'draft'),
	keys('config'),
	keys('accounts'),
	keys('metadata', 'form', 'draft'),
	keys('diff', 'form', 'draft'),
	keys('confirm', 'draft'),
	typing('export', 'field', 'form', 'draft'),
	typing('query', 'field', 'form', 'draft'),
	typing('step', 'field', 'form', 'draft'),
	typing('search', 'field'),
	typing('palette', 'field'),
	typing('prompt', 'field'),
	typing('prompt', 'field', 'form', 'draft'),
	typing('field', 'dialog'),
	typing('message', 'area', 'field', 'form', 'draft'),
	typing('editor', 'area', 'field', 'form', 'draft'),
	typing('input', 'field', 'form', 'draft'),
];

/** The keys in force, and whether the user set them. */
export type KeysInForce = {
	readonly actionFor: (scope: ScopeName, key: string) => Action | undefined;
	/** The two-stroke keys that begin with this stroke in a scope. */
	readonly after: (scope: ScopeName, prefix: string) => readonly (readonly [string, Action])[];
	readonly isUsers: (action: Action, key: string) => boolean;
};

/** Conflicts between the user's keys and other keys, each as a sentence that says how to resolve it. */
export function shadowProblems(users: readonly UsersKey[], inForce: KeysInForce): string[] {
	return users.flatMap((one) => {
		const hidden = hiddenBy(one, inForce);
		return hidden === null ? hides(one, inForce) : [hidden];
	});
}

function stacksOf(scope: ScopeName): readonly ScopeStack[] {
	return scopeStacks.filter(({ scopes }) => scopes.includes(scope));
}

/** Why a key never reaches its action, or not everywhere; null if it always does. */
function hiddenBy({ action, key }: UsersKey, { actionFor, isUsers }: KeysInForce): string | null {
	const stacks = stacksOf(action.scope);
	const takers = stacks.map(({ scopes, isTyping }): Action | 'text' | null => {
		if (isTyping && isText(key)) return 'text';
		const narrower = scopes.slice(0, scopes.indexOf(action.scope));
		return narrower.map((scope) => actionFor(scope, key)).find((taker) => taker !== undefined) ?? null;
	});
	const actions = [...new Set(takers)].filter((taker) => taker !== null && taker !== 'text');
	const others = namesOf(actions);
	if (!takers.includes(null)) {
		const why = others === '' ? 'types text there' : `belongs to ${others} first, and never gets here`;
		return `keys.${action.id}: ${key} ${why}; choose another key.`;
	}
	// A user who set both keys knows of both.
	const unknown = actions.filter((taker) => !isUsers(taker, key));
	return unknown.length === 0
		? null
		: `keys.${action.id}: ${key} belongs to ${namesOf(unknown)} there; choose another key for either.`;
}

/** The default keys that a user's key hides. */
function hides({ action, key }: UsersKey, { actionFor, after, isUsers }: KeysInForce): string[] {
	const stacks = stacksOf(action.scope).filter(({ isTyping }) => !isTyping || !isText(key));
	const broader = stacks.flatMap(({ scopes }) => scopes.slice(scopes.indexOf(action.scope) + 1));
	const hidden = [...new Set(broader)]
		.map((scope) => actionFor(scope, key))
		.filter((other) => other !== undefined)
		.filter((other) => !isUsers(other, key));
	const longer = stacks.flatMap(({ scopes }) => scopes.flatMap((scope) => after(scope, key)));
	const started = [...new Set(longer.map(([two]) => two))];
	return [
		...(hidden.length === 0
			? []
			: [`keys.${action.id}: ${key} hides ${namesOf(hidden)} there; choose another key for either.`]),
		...(started.length === 0
			? []
			: [`keys.${action.id}: ${key} begins ${started.join(' ')}, which it hides; choose another key.`]),
	];
}

function isText(key: string): boolean {
	return textOfStroke(key) !== null;
}

/** The first two action ids by name, and the number of others. */
function namesOf(actions: readonly Action[]): string {
	const ids = actions.slice(0, 2).map(({ id }) => id);
	const more = actions.length - ids.length;
	return `${ids.join(' and ')}${more > 0 ? ` and ${more} more` : ''}`;
}
