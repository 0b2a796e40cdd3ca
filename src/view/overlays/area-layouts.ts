import { type Conversation, isAiDisabled } from '../../domain/conversation.ts';
import type { ConflictDraft } from '../../state/metadata/conflict-draft.ts';
import { type MessageDraft, messageRoles } from '../../state/typing/message-draft.ts';
import type { AreaSize } from '../../state/typing/text-area.ts';
import { topOverlay, type UiState } from '../../state/ui-state.ts';
import type { EditorScroll, View } from '../../state/view.ts';
import { type Line, span } from '../../text/line.ts';
import { safe, t } from '../../text/safe.ts';
import { wrapLine } from '../../text/wrap.ts';
import type { Room } from '../geometry.ts';
import { atMost } from '../pane-frame.ts';
import { conflictHead, conflictLines } from './conflict-lines.ts';
import { keyWords } from './key-words.ts';
import { areaBox, helpBox, type ModalBox } from './modal-sizes.ts';

/** Rows of a conflict's frame, and the row that shows the scroll position. */
const conflictFrameRows = 3;

/** Most keys that are laid out to find the highest. */
const mostMeasured = 20;

/** The layout of a conflict: the rows above, all rows of the values, and the number of visible ones. */
type ConflictLayout = {
	readonly box: ModalBox;
	readonly head: readonly Line[];
	readonly values: readonly Line[];
	readonly shown: number;
	/** The last row of the values that can be the first visible one. */
	readonly last: number;
};

/** Lays a conflict out, for drawing and for scrolling: as high as the highest of its keys needs. */
export function conflictIn(draft: ConflictDraft, room: Room): ConflictLayout {
	const most = areaBox(room);
	const cells = most.width - 4;
	const partsOf = (selected: number): Pick<ConflictLayout, 'head' | 'values'> => {
		const one = { ...draft, selected };
		return { head: conflictHead(one, cells, most.height - 2), values: conflictLines(one, cells) };
	};
	const all = draft.merge.conflicts.slice(0, mostMeasured).map((_, index) => partsOf(index));
	const { head, values } = all[draft.selected] ?? partsOf(draft.selected);
	const rows = Math.max(...all.map((one) => one.head.length + one.values.length), 0);
	const box = areaBox(room, rows + conflictFrameRows);
	const shown = Math.max(1, box.height - conflictFrameRows - head.length);
	const last = Math.max(0, values.length - shown);
	return { box, head, values, shown, last };
}

/** The scroll limits for the values of the key under the cursor. */
export function conflictScroll(draft: ConflictDraft, room: Room): EditorScroll {
	const { shown, last } = conflictIn(draft, room);
	return { last, page: Math.max(1, shown - 1) };
}

/** The layout of a message draft: rows around the text area, and the area's size. */
type MessageLayout = {
	readonly above: readonly Line[];
	readonly below: readonly Line[];
	readonly area: AreaSize;
};

/** Rows that always remain for the text. */
const leastRows = 3;

/** Lays a message out in `cells` by `height`. `conversation` is null while it is loading. */
function messageLayout(
	draft: MessageDraft,
	conversation: Conversation | null,
	{ cells, height }: AreaSize,
): MessageLayout {
	const above = [roleLine(draft)];
	// A row under the role says how much text is out of view.
	const room = height - above.length - 1;
	const most = Math.max(1, room - leastRows);
	const notes = notesOf(draft, conversation).flatMap((line) => wrapLine(line, cells));
	const below = atMost(notes, most, cells);
	return { above, below, area: { cells, height: Math.max(1, room - below.length) } };
}

/** The sender of the message: the chosen role in brackets. */
function roleLine({ role }: MessageDraft): Line {
	const roles = messageRoles.flatMap((one) =>
		one === role ? [span('strong', t`[${safe(one)}]`)] : [span('dim', t` ${safe(one)} `)],
	);
	return [span('plain', t`From `), ...roles.flatMap((one) => [span('plain', t` `), one])];
}

const messageKeys = keyWords(
	[t`Ctrl-x`, t`sends`],
	[t`Ctrl-r`, t`discards`],
	[t`Esc`, t`leaves, keeps the text`],
);

function notesOf(draft: MessageDraft, conversation: Conversation | null): Line[] {
	const notes: Line[] = [];
	if (draft.isSending) notes.push([span('accent', t`Sending …`)]);
	else if (draft.problem !== null) notes.push([span('bad', safe(draft.problem))]);
	notes.push(messageKeys);
	notes.push([span('dim', t`Telnyx adds it to the conversation, but may not deliver it to the caller.`)]);
	if (conversation === null || !isAiDisabled(conversation))
		notes.push([
			span('warn', t`The assistant is on and may answer too. To prevent that, take over first (A).`),
		]);
	return notes;
}

/** The layout of a message in its modal, for drawing and for moving in it. */
export function messageIn(draft: MessageDraft, conversation: Conversation | null, room: Room): MessageLayout {
	const { width, height } = areaBox(room);
	return messageLayout(draft, conversation, { cells: width - 4, height: height - 2 });
}

/** The size of the area for a long value: under it are a row for what is wrong, and one for the keys. */
export function longValueSize(room: Room): AreaSize {
	const { width, height } = helpBox(room);
	return { cells: width - 4, height: height - 4 };
}

/** The size of the multi-line text that has the keyboard, as its modal draws it; null if none is open. */
export function areaSizeOf(state: UiState, room: Room, conversationOf: View['conversationOf']): View['area'] {
	const top = topOverlay(state);
	if (top?.kind === 'metadata') return top.draft.step?.kind === 'area' ? longValueSize(room) : null;
	const draft = top?.kind === 'message' ? state.messages.get(top.id) : undefined;
	if (top?.kind !== 'message' || draft === undefined) return null;
	return messageIn(draft, conversationOf(top.id), room).area;
}
