import { type Conversation, isAiDisabled } from '../../domain/conversation.ts';
import { type MessageDraft, messageRoles } from '../../state/message-draft.ts';
import type { AreaSize } from '../../state/text-area.ts';
import { type Line, span } from '../../text/line.ts';
import { safe, t } from '../../text/safe.ts';
import { wrapLine } from '../../text/wrap-line.ts';
import { atMost } from './at-most.ts';

/** A message being written, laid out: rows around the area, and how large the area between them is. */
export type MessageLayout = {
	readonly above: readonly Line[];
	readonly below: readonly Line[];
	readonly area: AreaSize;
};

/** Rows that stay for what is written, however much there is to say about it. */
const leastRows = 3;

/** Lays a message out in a room of `cells` by `height`. `conversation` is null while it is not known. */
export function messageLayout(
	draft: MessageDraft,
	conversation: Conversation | null,
	{ cells, height }: AreaSize,
): MessageLayout {
	const above = [roleLine(draft)];
	// A row under the role says what is out of sight.
	const room = height - above.length - 1;
	const most = Math.max(1, room - leastRows);
	const notes = notesOf(draft, conversation).flatMap((line) => wrapLine(line, cells));
	const below = atMost(notes, most, cells);
	return { above, below, area: { cells, height: Math.max(1, room - below.length) } };
}

/** Whom the message is from: the role in brackets. */
function roleLine({ role }: MessageDraft): Line {
	const roles = messageRoles.flatMap((one) =>
		one === role ? [span('strong', t`[${safe(one)}]`)] : [span('dim', t` ${safe(one)} `)],
	);
	return [span('plain', t`From `), ...roles.flatMap((one) => [span('plain', t` `), one])];
}

function notesOf(draft: MessageDraft, conversation: Conversation | null): Line[] {
	const notes: Line[] = [];
	if (draft.isSending) notes.push([span('accent', t`Sending …`)]);
	else if (draft.problem !== null) notes.push([span('bad', safe(draft.problem))]);
	notes.push([span('dim', t`Telnyx adds it to the history. Whether it reaches the caller is not promised.`)]);
	if (conversation === null || !isAiDisabled(conversation))
		notes.push([span('warn', t`The assistant is on, and may answer on top of it: A takes over first.`)]);
	return notes;
}
