import { readJump } from '../../filter/jump.ts';
import { askDialog } from '../../state/dialog.ts';
import { notify } from '../../state/events.ts';
import { fieldText } from '../../state/typing/key-guard.ts';
import { topOverlay, type UiState } from '../../state/ui-state.ts';
import { keyShapeIn, redactKeys } from '../../text/redact.ts';
import type { Action, ActionContext } from '../action.ts';
import { narrowAsTyped } from '../filter/narrow-actions.ts';
import { findAsTyped } from '../find-actions.ts';
import type { Bindings } from './bindings.ts';
import { isTyping, liveScopes } from './scopes.ts';
import { textOfStroke } from './strokes.ts';

/** The destination of a stroke in the current state. */
export type Route =
	/** The text field that has the keyboard. */
	| { readonly kind: 'text'; readonly text: string }
	| { readonly kind: 'action'; readonly action: Action }
	/** The stroke begins a two-stroke key. */
	| { readonly kind: 'prefix' }
	/** The second stroke matches no action; `keys` are the existing two-stroke keys. */
	| { readonly kind: 'no-second'; readonly key: string; readonly keys: readonly string[] }
	/** The stroke only cancels a pending prefix. */
	| { readonly kind: 'drop-prefix' }
	/** Two strokes that arrived fused, as Alt and a letter. */
	| { readonly kind: 'apart'; readonly strokes: readonly string[] }
	| { readonly kind: 'nowhere' };

/** Finds the destination of a stroke: the open text field, or the first live scope that binds it. */
export function routeOf(stroke: string, context: ActionContext, bindings: Bindings): Route {
	const state = context.state();
	if (state.prefix !== null) {
		if (stroke === 'Esc') return { kind: 'drop-prefix' };
		if (!isTyping(state) && textOfStroke(stroke) !== null && stroke !== 'Space')
			return secondRoute(state.prefix, stroke, context, bindings);
	}
	const text = isTyping(state) ? textOfStroke(stroke) : null;
	if (text !== null) return { kind: 'text', text };
	const action = firstAction(stroke, context, bindings);
	if (action !== undefined) return { kind: 'action', action };
	if (liveScopes(state).some((scope) => bindings.after(scope, stroke).length > 0)) return { kind: 'prefix' };
	return apartRoute(stroke, context, bindings);
}

/** Runs the action, or types the text, of a stroke. */
export function pressStroke(stroke: string, context: ActionContext, bindings: Bindings): void {
	const route = routeOf(stroke, context, bindings);
	const state = context.state();
	if (state.prefix !== null) context.dispatch({ type: 'prefix', prefix: null });
	if (route.kind === 'drop-prefix') return;
	if (state.notice !== null) context.dispatch({ type: 'notice', notice: null });
	const isLeaving =
		route.kind === 'action' &&
		(route.action.id === 'program.interrupt' || route.action.id === 'program.quit');
	if (state.quitArmed && !isLeaving) context.dispatch({ type: 'quit-armed', armed: false });
	switch (route.kind) {
		case 'text':
			typeText(route.text, context);
			return;
		case 'prefix':
			context.dispatch({ type: 'prefix', prefix: stroke });
			return;
		case 'no-second': {
			notify(context, 'warn', `${route.key} has no action. Available: ${route.keys.join(' ')}.`);
			return;
		}
		case 'apart':
			for (const one of route.strokes) pressStroke(one, context, bindings);
			return;
		case 'nowhere':
			return;
		case 'action':
			runAction(route.action, context);
			if (route.action.scope === 'field') afterTyping(context);
	}
}

/** The message for text that arrives outside a field. */
export const notTaken = 'Paste ignored: it is not an id or phone number. Open a field first (/ or =).';

/**
 * Types or pastes text into the field on top. Without a field, a paste that names conversations opens them; any other
 * text is ignored, and never read as keys.
 */
export function typeText(text: string, context: ActionContext): void {
	if (context.state().prefix !== null) context.dispatch({ type: 'prefix', prefix: null });
	if (!isTyping(context.state())) {
		if (topOverlay(context.state()) === null && readJump(text) !== null) {
			context.services.jump(text.trim());
			return;
		}
		notify(context, 'warn', notTaken);
		return;
	}
	context.dispatch({ type: 'field-insert', text });
	afterTyping(context);
}

/**
 * Why an action is unavailable now, as a sentence; null if it is available. Read-only mode blocks every action that
 * writes to the account.
 */
export function reasonAgainst(action: Action, context: ActionContext): string | null {
	const { mutates } = action;
	const isWriting = typeof mutates === 'boolean' ? mutates : mutates(context.state());
	if (isWriting && context.readOnly !== null) return `Read-only: ${context.readOnly}`;
	return action.disabled?.(context) ?? null;
}

/** The actions that send typed text to the server or store it. */
const taking: readonly string[] = [
	'query.apply',
	'query.as-rows',
	'prompt.submit',
	'step.take',
	'input.take',
	'input.back',
	'input.fill',
	'editor.back',
	'form.send',
];
/** These actions take the text searched in the list. */
const asking: readonly string[] = ['list.ask-server', 'prompt.ask-server'];

/**
 * Asks before an action sends or stores text that has the shape of an API key. False if there is no such text, so the
 * action can run. The field stays open under the question; Cancel leads back to it.
 */
export function askAboutKey(
	action: Action,
	{ state, dispatch }: Pick<ActionContext, 'state' | 'dispatch'>,
): boolean {
	const shape = keyShapeIn(leavingText(action, state()));
	if (shape === null) return false;
	const overlay = askDialog({
		ask: { what: 'typed-key', actionId: action.id },
		title: 'This looks like an API key',
		lines: [`${redactKeys(shape)} would be sent or stored. Send it anyway?`],
		verb: 'Send anyway',
	});
	dispatch({ type: 'overlay-open', overlay });
	return true;
}

function leavingText({ id }: Action, state: UiState): string {
	if (asking.includes(id)) return state.narrowedTo ?? '';
	if (!taking.includes(id)) return '';
	const top = topOverlay(state);
	// A search in a pane stays on this machine and is not stored.
	const isLocal = top?.kind === 'prompt' && (top.purpose === 'find' || top.purpose === 'narrow');
	return isLocal ? '' : (fieldText(state) ?? '');
}

/**
 * Runs an action, or shows why it is unavailable. Asks first about text that looks like an API key, unless
 * `isAnswered`.
 */
export function runAction(action: Action, context: ActionContext, isAnswered = false): void {
	const reason = reasonAgainst(action, context);
	if (reason === null && !isAnswered && askAboutKey(action, context)) return;
	if (reason === null) action.run(context);
	else notify(context, 'warn', reason);
}

function secondRoute(prefix: string, stroke: string, context: ActionContext, bindings: Bindings): Route {
	const key = `${prefix}${stroke}`;
	const action = firstAction(key, context, bindings);
	if (action !== undefined) return { kind: 'action', action };
	const all = liveScopes(context.state()).flatMap((scope) => bindings.after(scope, prefix));
	return { kind: 'no-second', key, keys: all.map(([one]) => one) };
}

/** A slow connection delivers Esc and the next key as one Alt stroke. Where Alt has no binding, they were two keys. */
function apartRoute(stroke: string, context: ActionContext, bindings: Bindings): Route {
	const rest = /^Alt-(.+)$/.exec(stroke)?.[1];
	// In a field, Alt is a shell-like chord; splitting it could lose the typed text.
	if (rest === undefined || isTyping(context.state())) return { kind: 'nowhere' };
	if (firstAction('Esc', context, bindings) === undefined) return { kind: 'nowhere' };
	return { kind: 'apart', strokes: ['Esc', rest] };
}

function firstAction(stroke: string, context: ActionContext, bindings: Bindings): Action | undefined {
	for (const scope of liveScopes(context.state())) {
		const action = bindings.actionFor(scope, stroke);
		if (action !== undefined) return action;
	}
	return undefined;
}

function afterTyping(context: ActionContext): void {
	const overlay = topOverlay(context.state());
	if (overlay?.kind !== 'prompt') return;
	if (overlay.purpose === 'find') findAsTyped(context, overlay.editor.text);
	if (overlay.purpose === 'narrow') narrowAsTyped(context, overlay.editor.text);
}
