import { readJump } from '../../filter/jump.ts';
import { copyWhats } from '../../state/copy-menu.ts';
import type { Overlay } from '../../state/overlay.ts';
import { topOverlay } from '../../state/ui-state.ts';
import type { ActionContext, ScopeName } from '../action.ts';
import { type Bindings, isPrefix } from './bindings.ts';
import { liveScopes } from './scopes.ts';
import { textOfStroke } from './strokes.ts';

/**
 * How much a key can do. This decides when it runs among keys that arrive together (see `burst.ts`). `moves` always
 * runs; `opens` runs unless the keys are text; `fills` opens a field for the rest of the keys. `keeps` stores a setting
 * on this machine, or fills the clipboard, and needs its list on screen. `acts` writes, answers a question, quits or starts an editor: its key
 * must come alone, after the screen shows its target.
 */
export type Weight = 'moves' | 'opens' | 'fills' | 'keeps' | 'acts';

/** Verbs that only move, in any scope. */
const movingVerb =
	/\.(?:next|previous|left|right|up|down|first|last|(?:half-)?page-(?:up|down)|scroll-(?:other-)?(?:up|down)|(?:next|previous)-tab)$/;

/** True for an action that moves a cursor or a text by rows, pages or tabs. */
export function isMovement(id: string): boolean {
	return movingVerb.test(id);
}

const moving: ReadonlySet<string> = new Set([
	'list.open',
	'insights.open',
	'waits.open',
	'pane.list',
	'pane.transcript',
	'pane.insights',
	'pane.metadata',
	'pane.raw',
	'pane.waits',
]);

/** Messages are left out: text pasted over the panes is not meant for a caller. */
const filling: ReadonlySet<string> = new Set([
	'filter.add',
	'filter.add-group',
	'filter.column',
	'filter.operator',
	'find.start',
	'help.search',
	'query.open',
	'metadata.add',
	'metadata.rename',
	'open.by-id',
	'palette.open',
	'views.edit',
	'views.new',
	'views.rename',
]);

const acting: ReadonlySet<string> = new Set([
	'area.outside',
	'config.edit',
	'conflict.send',
	'conversation.done',
	'dialog.cancel',
	'dialog.press',
	'dialog.yes',
	'diff.send',
	'draft.discard',
	'batch.write',
	'json.drop',
	'json.edit',
	'json.reopen',
	'json.take-back',
	'metadata.undo',
	'program.quit',
	'program.suspend',
	'batch.end',
	'confirm.no',
	'confirm.yes',
	'trash.check',
	'trash.stop',
	'views.confirm',
]);

const keeping: ReadonlySet<string> = new Set([
	'views.higher',
	'views.lower',
	'views.start',
	'views.alert',
	'copy.take',
	...copyWhats.map((what) => `copy.${what}`),
]);

/** Prompts whose answer names a file to write. */
const promptWeights: Readonly<Record<string, Weight>> = {
	'export-path': 'acts',
	'trash-export': 'acts',
};

/** True where sending first shows before and after, or asks. */
function isReview(top: Overlay | null): boolean {
	if (top?.kind === 'prompt' || top?.kind === 'filter' || top?.kind === 'query') return true;
	return top?.kind === 'metadata' && top.draft.step?.kind !== 'diff';
}

/** The weight of an action in the current state. An action in none of these lists opens, folds or selects. */
export function weightOf(id: string, context: ActionContext): Weight {
	const top = topOverlay(context.state());
	if (id === 'palette.run' && top?.kind === 'palette')
		return weightOf(context.paletteIds()[top.selected] ?? '', context);
	if (id === 'prompt.submit' && top?.kind === 'prompt') return promptWeights[top.purpose] ?? 'opens';
	if (id === 'form.send') return isReview(top) ? 'opens' : 'acts';
	// The first Ctrl-c only warns.
	if (id === 'program.interrupt') return context.state().quitArmed ? 'acts' : 'opens';
	if (acting.has(id)) return 'acts';
	if (keeping.has(id)) return 'keeps';
	if (filling.has(id)) return 'fills';
	return moving.has(id) || isMovement(id) ? 'moves' : 'opens';
}

const paneScopes: readonly ScopeName[] = ['list', 'transcript', 'insights', 'waits', 'detail', 'app'];

/** The text of a stroke within a pasted text; empty if it has none. */
export function textOf(stroke: string): string {
	if (stroke === 'Enter') return '\n';
	return stroke === 'Tab' ? '\t' : (textOfStroke(stroke) ?? '');
}

/** True for strokes that an unmarked paste can contain. */
export function couldBeText(stroke: string): boolean {
	return stroke === 'Enter' || stroke === 'Tab' || textOfStroke(stroke) !== null;
}

/**
 * True for keys that only move: in the focused pane, or in every pane that binds them, since earlier keys may change
 * the focus.
 */
export function onlyMoves(
	begun: string,
	strokes: readonly string[],
	context: ActionContext,
	bindings: Bindings,
): boolean {
	const live = liveScopes(context.state());
	const inPanes = topOverlay(context.state()) === null;
	const movesIn = (scopes: readonly ScopeName[], stroke: string): boolean => {
		const actions = scopes.flatMap((scope) => bindings.actionFor(scope, stroke) ?? []);
		return actions.length > 0 && actions.every((action) => weightOf(action.id, context) === 'moves');
	};
	const first = (stroke: string): readonly ScopeName[] =>
		live.filter((scope) => bindings.actionFor(scope, stroke) !== undefined).slice(0, 1);
	const moves = (stroke: string): boolean =>
		movesIn(first(stroke), stroke) || (inPanes && movesIn(paneScopes, stroke));
	let prefix = begun;
	for (const stroke of strokes) {
		if (prefix === '' && isPrefix(stroke) && !moves(stroke)) prefix = stroke;
		else if (moves(`${prefix}${stroke}`)) prefix = '';
		else return false;
	}
	return true;
}

/** Digits switch panes, but several different ones can also be a phone number. */
export function isNumber(strokes: readonly string[]): boolean {
	return (
		strokes.every((stroke) => /^\d$/.test(stroke)) &&
		new Set(strokes).size > 1 &&
		readJump(strokes.join('')) !== null
	);
}
