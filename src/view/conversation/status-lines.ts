import { type Conversation, isAiDisabled } from '../../domain/conversation.ts';
import { type Instant, millisOf } from '../../domain/instant.ts';
import type { UnderWay } from '../../state/under-way.ts';
import { type Line, span, type Tone } from '../../text/line.ts';
import { safe, t } from '../../text/safe.ts';
import type { SafeText } from '../../text/safe-text.ts';
import { clock, day } from '../../text/time.ts';
import { wrapLine } from '../../text/wrap.ts';

/** The status of a conversation beyond the server's data. */
export type Status = {
	/** When this user took it over; null if they did not. */
	readonly takenOverSince: Instant | null;
	/** The write that the server has not confirmed; null for none. */
	readonly underWay: UnderWay | null;
	/** True if it was deleted from here. */
	readonly isDeleted: boolean;
	/** True if the server has no such conversation. */
	readonly isGone: boolean;
};

/**
 * Lines above every pane of a conversation that the user must see: a write under way, then who answers, or that the
 * conversation is gone.
 */
export function statusLines(conversation: Conversation | undefined, status: Status, width: number): Line[] {
	const pending: Line[] = status.underWay === null ? [] : [[span('accent', pendingWords[status.underWay])]];
	const words = statusWords(conversation, status);
	const standing: Line[] = words === null ? [] : [[span(words[0], words[1])]];
	return [...pending, ...standing].flatMap((line) => wrapLine(line, width));
}

/** An unconfirmed write in a word or two. */
export function pendingWord(underWay: UnderWay): SafeText {
	switch (underWay) {
		case 'deleting':
			return t`deleting…`;
		case 'taking-over':
			return t`taking over…`;
		case 'handing-back':
			return t`handing back…`;
		case 'sending':
			return t`sending…`;
		default:
			return t`saving…`;
	}
}

const pendingWords: Readonly<Record<UnderWay, SafeText>> = {
	deleting: t`Deleting this conversation…`,
	'taking-over': t`Taking over… The assistant still answers until the server confirms.`,
	'handing-back': t`Handing back… The assistant does not answer until the server confirms.`,
	'marking-done': t`Marking it done… The server has not confirmed yet.`,
	'opening-again': t`Reopening it… The server has not confirmed yet.`,
	saving: t`Saving its metadata… The server has not confirmed yet.`,
	sending: t`Sending your message… The server has not confirmed yet.`,
};

function statusWords(
	conversation: Conversation | undefined,
	{ takenOverSince, isDeleted, isGone }: Status,
): readonly [Tone, SafeText] | null {
	if (isDeleted) return ['warn', t`You deleted this conversation. :trash has it.`];
	if (isGone) {
		return conversation === undefined
			? ['warn', t`This conversation does not exist, or was deleted.`]
			: ['warn', t`This conversation was deleted elsewhere. The panes show an earlier copy.`];
	}
	if (conversation === undefined || !isAiDisabled(conversation)) return null;
	if (takenOverSince === null)
		return [
			'warn',
			t`The AI is disabled (not by you), so the assistant does not answer. Press A to hand it back.`,
		];
	const since = millisOf(takenOverSince);
	const at = safe(`${day(since)} at ${clock(since).slice(0, 5)}`);
	return ['warn', t`You took this over on ${at}, so the assistant does not answer. Press A to hand it back.`];
}
