import { readJump } from '../filter/jump.ts';
import { topOverlay } from '../state/ui-state.ts';
import type { Action, ActionContext } from './action.ts';
import type { Bindings } from './bindings.ts';
import { findAsTyped } from './find-actions.ts';
import { narrowAsTyped } from './narrow-actions.ts';
import { isTyping, liveScopes } from './scopes.ts';
import { textOfStroke } from './strokes.ts';

/** Sends one stroke where it belongs: into the field that is being typed in, or to the first live scope that knows it. */
export function pressStroke(stroke: string, context: ActionContext, bindings: Bindings): void {
	const state = context.state();
	if (state.prefix !== null) {
		context.dispatch({ type: 'prefix', prefix: null });
		if (stroke === 'Esc') return;
		if (!isTyping(state) && textOfStroke(stroke) !== null && stroke !== 'Space') {
			pressSecond(state.prefix, stroke, context, bindings);
			return;
		}
	}
	const text = isTyping(state) ? textOfStroke(stroke) : null;
	const action = text === null ? firstAction(stroke, context, bindings) : undefined;
	if (state.notice !== null) context.dispatch({ type: 'notice', notice: null });
	if (state.quitArmed && action?.id !== 'program.interrupt' && action?.id !== 'program.quit')
		context.dispatch({ type: 'quit-armed', armed: false });
	if (text !== null) {
		typeText(text, context);
		return;
	}
	if (action === undefined && liveScopes(state).some((scope) => bindings.after(scope, stroke).length > 0)) {
		context.dispatch({ type: 'prefix', prefix: stroke });
		return;
	}
	if (action === undefined) {
		pressApart(stroke, context, bindings);
		return;
	}
	runAction(action, context);
	if (action.scope === 'field') afterTyping(context);
}

/**
 * Types text, or pastes it, into the field on top. Outside of one a paste that names conversations jumps there; any other
 * is not taken, and none is ever taken for keys.
 */
export function typeText(text: string, context: ActionContext): void {
	if (context.state().prefix !== null) context.dispatch({ type: 'prefix', prefix: null });
	if (!isTyping(context.state())) {
		if (topOverlay(context.state()) === null && readJump(text) !== null) {
			context.services.jump(text.trim());
			return;
		}
		context.dispatch({
			type: 'notice',
			notice: {
				tone: 'warn',
				text: 'Pasted text was not taken: it is no id and no phone number. Open a field first (/ finds, = filters).',
			},
		});
		return;
	}
	context.dispatch({ type: 'field-insert', text });
	afterTyping(context);
}

/** Why an action cannot be done now; null where it can. What writes to the account cannot while that is only read. */
export function reasonAgainst(action: Action, context: ActionContext): string | null {
	if (action.mutates && context.readOnly !== null) return `Read-only: ${context.readOnly}`;
	return action.disabled?.(context) ?? null;
}

/** Runs an action, or tells the user why it cannot be done now. */
export function runAction(action: Action, context: ActionContext): void {
	const reason = reasonAgainst(action, context);
	if (reason === null) action.run(context);
	else context.dispatch({ type: 'notice', notice: { tone: 'warn', text: reason } });
}

/** The second stroke of a key of two. */
function pressSecond(prefix: string, stroke: string, context: ActionContext, bindings: Bindings): void {
	const key = `${prefix}${stroke}`;
	const action = firstAction(key, context, bindings);
	if (action !== undefined) {
		runAction(action, context);
		return;
	}
	const keys = liveScopes(context.state()).flatMap((scope) => bindings.after(scope, prefix));
	const text = `${key} does nothing; there are ${keys.map(([one]) => one).join(' ')}.`;
	context.dispatch({ type: 'notice', notice: { tone: 'warn', text } });
}

/** Esc and the key after it arrive as one Alt stroke over a slow line: where Alt means nothing, they were two. */
function pressApart(stroke: string, context: ActionContext, bindings: Bindings): void {
	const rest = /^Alt-(.+)$/.exec(stroke)?.[1];
	// In a field it is a chord that a shell would know: what was typed must not be lost to it.
	if (rest === undefined || isTyping(context.state())) return;
	if (firstAction('Esc', context, bindings) === undefined) return;
	pressStroke('Esc', context, bindings);
	pressStroke(rest === ' ' ? 'Space' : rest, context, bindings);
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
