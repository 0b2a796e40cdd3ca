import { type Conversation, isAiDisabled } from '../../domain/conversation.ts';
import { type Instant, millisOf } from '../../domain/instant.ts';
import { type Line, span, type Tone } from '../../text/line.ts';
import { safe, t } from '../../text/safe.ts';
import type { SafeText } from '../../text/safe-text.ts';
import { clock, day } from '../../text/time.ts';
import { wrapLine } from '../../text/wrap-line.ts';

/** How a conversation stands, beyond what the server has of it. */
export type Status = {
	/** Since when this user holds it; null where they don't. */
	readonly heldSince: Instant | null;
	/** What is happening to it here; null for nothing. */
	readonly deletion: 'deleting' | 'deleted' | null;
	/** The server says that there is no such conversation. */
	readonly isGone: boolean;
};

/** What must not be overlooked about a conversation, over every pane of it: who answers there, or that it is gone. */
export function statusLines(conversation: Conversation | undefined, status: Status, width: number): Line[] {
	const words = statusWords(conversation, status);
	if (words === null) return [];
	const [tone, text] = words;
	return wrapLine([span(tone, text)], width);
}

function statusWords(
	conversation: Conversation | undefined,
	{ heldSince, deletion, isGone }: Status,
): readonly [Tone, SafeText] | null {
	if (deletion === 'deleted') return ['warn', t`You deleted this conversation. :trash has it.`];
	if (isGone) {
		return conversation === undefined
			? ['warn', t`There is no such conversation, or not any more.`]
			: ['warn', t`This conversation is gone: it was deleted elsewhere. What is shown was read before.`];
	}
	if (deletion === 'deleting') return ['warn', t`Deleting this conversation…`];
	if (conversation === undefined || !isAiDisabled(conversation)) return null;
	if (heldSince === null)
		return ['warn', t`The AI is disabled (not by you): the assistant does not answer. A hands it back.`];
	const since = millisOf(heldSince);
	const at = safe(`${day(since)} at ${clock(since).slice(0, 5)}`);
	return ['warn', t`You took this over on ${at}: the assistant does not answer. A hands it back.`];
}
