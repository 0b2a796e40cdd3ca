import { type Signal, signalTitle } from '../domain/signals/signal.ts';
import { notify } from '../state/events.ts';
import { cursorOf, startPosition } from '../state/scroll.ts';
import { positionKey } from '../state/ui-state.ts';
import { type Action, type ActionContext, rowsIn } from './action.ts';
import { blockUnderCursor, goToTurn } from './detail-actions.ts';

/** The signals of a turn, in words. */
function reasonsAt(signals: readonly Signal[], turn: string): string {
	return signals
		.filter(({ turns }) => turns.includes(turn))
		.map(({ kind, explanation }) => `${signalTitle(kind)}: ${explanation}`)
		.join('; ');
}

/** Goes to the next or previous turn with a signal in the transcript, and names the signal. */
function walk(context: ActionContext, by: 1 | -1): void {
	const { focus, selectedId } = context.state();
	if (focus === 'list' && selectedId !== null) context.dispatch({ type: 'open', id: selectedId });
	context.dispatch({ type: 'focus', pane: 'transcript' });
	const { openId, signals, detail } = context.view();
	const view = detail('transcript');
	if (openId === null || view === null || signals === null) {
		notify(context, 'plain', 'The transcript is still loading.');
		return;
	}
	const signalTurns = new Set(signals.flatMap(({ turns }) => turns));
	const keys = view.layout.keys.filter((key) => signalTurns.has(key));
	if (keys.length === 0) {
		const why = signals.map(({ kind }) => signalTitle(kind)).join(', ');
		const text =
			why === '' ? 'This conversation has no signals.' : `${why}: no turn shows this. Press 3 for details.`;
		notify(context, 'plain', text);
		return;
	}
	const position = context.state().positions.get(positionKey('transcript', openId));
	// In an unread transcript, the first turn itself can be the next one with a signal.
	const at =
		position === undefined && by === 1 ? -1 : cursorOf(view.layout, position ?? startPosition, view.height);
	const placeOf = (key: string): number => view.layout.indexOf.get(key) ?? 0;
	const next = by === 1 ? keys.find((key) => placeOf(key) > at) : keys.findLast((key) => placeOf(key) < at);
	if (next === undefined) {
		notify(context, 'plain', by === 1 ? 'There are no more signals below.' : 'There are no signals above.');
		return;
	}
	goToTurn(context, next);
	notify(context, 'plain', `${keys.indexOf(next) + 1} of ${keys.length}: ${reasonsAt(signals, next)}`);
}

/** The signal under the cursor of the insights pane; null if there is none. */
function signalUnderCursor(context: ActionContext): Signal | null {
	const key = blockUnderCursor(context, 'insights')?.key;
	return context.view().signals?.find(({ kind }) => key === `signal ${kind}`) ?? null;
}

function open(context: ActionContext): void {
	const signal = signalUnderCursor(context);
	const [turn] = signal?.turns ?? [];
	if (signal === null || turn === undefined) return;
	context.dispatch({ type: 'focus', pane: 'transcript' });
	goToTurn(context, turn);
	notify(context, 'plain', reasonsAt([signal], turn));
}

function whyNotOpen(context: ActionContext): string | null {
	const signal = signalUnderCursor(context);
	if (signal === null) return 'Move the cursor to a signal to go to its turn.';
	return signal.turns.length === 0 ? 'No turn shows this signal; it comes from the insights below.' : null;
}

const row = rowsIn('signal', 'In a conversation', 'app');

/** Actions that walk through the signals of a conversation. */
export const signalActions: readonly Action[] = [
	row('next', 'Next turn with a signal', [']s'], (context) => walk(context, 1)),
	row('previous', 'Previous turn with a signal', ['[s'], (context) => walk(context, -1)),
	{
		...rowsIn('insights', 'Conversation', 'insights')(
			'open',
			'Go to the turn behind the signal',
			['Enter'],
			open,
			'read',
		),
		disabled: whyNotOpen,
	},
];
