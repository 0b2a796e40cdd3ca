import { stepBack, takeTyped } from '../state/metadata-edit.ts';
import { fillOffer, moveOffer } from '../state/metadata-offers.ts';
import { leaveArea, openArea } from '../state/metadata-typing.ts';
import { type Action, type ActionContext, rowsIn } from './action.ts';
import { changing, draftOnTop, tell } from './metadata-change.ts';

/** Leaves a long value as it was. Where something was typed, it takes a second Esc. */
function backFromArea(context: ActionContext): void {
	changing((draft) => leaveArea(draft, stepBack))(context);
	if (draftOnTop(context)?.step?.kind === 'area')
		tell(context, 'Esc again leaves the value as it was. Ctrl-x takes what was typed.');
}

const answerRow = rowsIn('answer', 'Overlays and typing', 'answer', 'Key or value: ');
const longRow = rowsIn('long', 'Overlays and typing', 'long', 'A long value: ');

/** What can be done while a key, a value or a name is typed. */
export const metadataTypingActions: readonly Action[] = [
	answerRow(
		'take',
		'take it',
		['Enter'],
		changing((draft, known) => takeTyped(fillOffer(draft, known, false))),
		'ok',
	),
	answerRow('back', 'leave it as it was', ['Esc'], changing(stepBack), 'back'),
	answerRow(
		'fill',
		'type what is chosen below',
		['Tab'],
		changing((draft, known) => fillOffer(draft, known, true)),
		'fill',
	),
	answerRow(
		'next',
		'next below',
		['Down', 'Ctrl-n'],
		changing((draft, known) => moveOffer(draft, known, 1)),
		'choose',
	),
	answerRow(
		'previous',
		'the one above',
		['Up', 'Ctrl-p', 'Shift-Tab'],
		changing((draft, known) => moveOffer(draft, known, -1)),
	),
	answerRow('long', 'type it in several lines', ['Ctrl-t'], changing(openArea)),
	longRow('take', 'take it', ['Ctrl-x'], changing(takeTyped), 'done'),
	longRow('back', 'leave it as it was', ['Esc'], backFromArea, 'back'),
];
