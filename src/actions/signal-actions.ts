import { type Signal, signalTitle } from '../domain/signals/signal.ts';
import { cursorOf, startPosition } from '../state/scroll.ts';
import { positionKey } from '../state/ui-state.ts';
import { type Action, type ActionContext, rowsIn } from './action.ts';
import { blockUnderCursor, goToTurn } from './detail-actions.ts';

function tell({ dispatch }: ActionContext, text: string): void {
	dispatch({ type: 'notice', notice: { tone: 'plain', text } });
}

/** Why a turn is a cause, in words. */
function reasonsAt(signals: readonly Signal[], turn: string): string {
	return signals
		.filter(({ turns }) => turns.includes(turn))
		.map(({ kind, explanation }) => `${signalTitle(kind)}: ${explanation}`)
		.join('; ');
}

/** Goes to the next turn of the transcript that caused a signal, or to the one before, and says why it did. */
function walk(context: ActionContext, by: 1 | -1): void {
	const { focus, selectedId } = context.state();
	if (focus === 'list' && selectedId !== null) context.dispatch({ type: 'open', id: selectedId });
	context.dispatch({ type: 'focus', pane: 'transcript' });
	const { openId, signals, detail } = context.view();
	const view = detail('transcript');
	if (openId === null || view === null || signals === null) {
		tell(context, 'The transcript is not read yet.');
		return;
	}
	const causes = new Set(signals.flatMap(({ turns }) => turns));
	const keys = view.layout.keys.filter((key) => causes.has(key));
	if (keys.length === 0) {
		const why = signals.map(({ kind }) => signalTitle(kind)).join(', ');
		tell(
			context,
			why === '' ? 'There is no sign of trouble here.' : `No turn is behind it: ${why}. 3 tells more.`,
		);
		return;
	}
	const position = context.state().positions.get(positionKey('transcript', openId));
	// Where nobody has been yet, the first turn can be the next cause.
	const at =
		position === undefined && by === 1 ? -1 : cursorOf(view.layout, position ?? startPosition, view.height);
	const placeOf = (key: string): number => view.layout.indexOf.get(key) ?? 0;
	const next = by === 1 ? keys.find((key) => placeOf(key) > at) : keys.findLast((key) => placeOf(key) < at);
	if (next === undefined) {
		tell(context, by === 1 ? 'There is no further cause below.' : 'There is no cause above.');
		return;
	}
	goToTurn(context, next);
	tell(context, `${keys.indexOf(next) + 1} of ${keys.length}, ${reasonsAt(signals, next)}`);
}

/** The signal under the cursor, among the insights. */
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
	tell(context, reasonsAt([signal], turn));
}

function whyNotOpen(context: ActionContext): string | null {
	const signal = signalUnderCursor(context);
	if (signal === null) return 'The cursor is on no signal: nothing to go to.';
	return signal.turns.length === 0 ? 'No turn is behind this: the insights below say it.' : null;
}

const row = rowsIn('signal', 'In a conversation', 'app');

/** Going through what is wrong with a conversation. */
export const signalActions: readonly Action[] = [
	row('next', 'Next turn with a sign of trouble', [']s'], (context) => walk(context, 1)),
	row('previous', 'The turn with a sign of trouble before', ['[s'], (context) => walk(context, -1)),
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
