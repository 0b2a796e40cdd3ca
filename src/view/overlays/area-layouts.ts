import { type Conversation, isAiDisabled } from '../../domain/conversation.ts';
import type { ConflictDraft } from '../../state/metadata/conflict-draft.ts';
import { clamp } from '../../state/scroll.ts';
import { type MessageDraft, messageRoles } from '../../state/typing/message-draft.ts';
import { type AreaSize, type TextArea, viewArea } from '../../state/typing/text-area.ts';
import { topOverlay, type UiState } from '../../state/ui-state.ts';
import type { EditorScroll, View } from '../../state/view.ts';
import { clipLine, type Line, span } from '../../text/line.ts';
import { safe, t } from '../../text/safe.ts';
import { wrapLine } from '../../text/wrap.ts';
import type { Room, Size } from '../geometry.ts';
import { atMost } from '../pane-frame.ts';
import { conflictHead, conflictLines } from './conflict-lines.ts';
import { keyWords } from './key-words.ts';
import { areaBox, helpBox, type ModalBox, messageBox } from './modal-sizes.ts';

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

/** The layout of a message draft: its box, the rows around the text area, and the area's size. */
type MessageLayout = {
	readonly box: ModalBox;
	readonly above: readonly Line[];
	readonly below: readonly Line[];
	readonly area: AreaSize;
};

/** Rows that always remain for the text. */
const leastRows = 3;

/** Widest text of a message, in cells. */
const mostCells = 100;

/** Most rows inside the box of a message. */
const mostRows = 24;

/** Fewest rows of a terminal with room for panes above a message; in a lower one the message covers them. */
const roomForPanes = 20;

/** Rows that the panes above a message keep: about two fifths of the screen. */
function leastAbove(rows: number): number {
	return rows < roomForPanes ? 0 : Math.floor(rows * 0.4);
}

/**
 * The layout of a message in its box, for drawing and for moving in it: as high as the text needs, and no higher than
 * leaves the last turns in sight above it. `conversation` is null while it is loading.
 */
export function messageIn(draft: MessageDraft, conversation: Conversation | null, size: Size): MessageLayout {
	const cells = Math.min(size.columns - 4, mostCells);
	// Inside the frame, between header and footer, without the row of the sender.
	const room = Math.min(mostRows, size.rows - 2 - leastAbove(size.rows) - 2) - 1;
	const notes = notesOf(draft, conversation).flatMap((line) => wrapLine(line, cells));
	const below = atMost(notes, Math.max(1, room - leastRows), cells);
	const height = clamp(rowsIn(draft.area, cells), leastRows, Math.max(leastRows, room - below.length));
	const area = { cells, height };
	const head = clipLine([...roleLine(draft), ...hiddenRows(draft, area)], cells);
	return { box: messageBox(size, 2 + 1 + height + below.length), above: [head], below, area };
}

function hiddenRows(draft: MessageDraft, area: AreaSize): Line {
	const { above, below } = viewArea(draft.area, area);
	return above + below === 0 ? [] : [span('dim', t` ${above} rows above, ${below} below`)];
}

/** The message on top of the panes, or below help; null if none is written. */
function writtenIn({
	overlays,
	messages,
}: UiState): { readonly id: string; readonly draft: MessageDraft } | null {
	const overlay = overlays.findLast(({ kind }) => kind === 'message');
	const draft = overlay?.kind === 'message' ? messages.get(overlay.id) : undefined;
	return overlay?.kind === 'message' && draft !== undefined ? { id: overlay.id, draft } : null;
}

/** The rows of the message that is being written, which the panes leave to it; 0 without one. */
export function messageRows(state: UiState, size: Size, conversationOf: View['conversationOf']): number {
	const written = size.rows < roomForPanes ? null : writtenIn(state);
	return written === null ? 0 : messageIn(written.draft, conversationOf(written.id), size).box.height;
}

/** The sender of the message: the chosen role in brackets. */
function roleLine({ role }: MessageDraft): Line {
	const roles = messageRoles.flatMap((one) =>
		one === role ? [span('strong', t`[${safe(one)}]`)] : [span('dim', t` ${safe(one)} `)],
	);
	return [span('plain', t`From `), ...roles.flatMap((one) => [span('plain', t` `), one])];
}

const messageKeys = keyWords([t`Ctrl-x`, t`sends`], [t`Ctrl-r`, t`discards`], [t`Esc`, t`leaves, keeps it`]);

function notesOf(draft: MessageDraft, conversation: Conversation | null): Line[] {
	const notes: Line[] = [];
	if (draft.isSending) notes.push([span('accent', t`Sending …`)]);
	else if (draft.problem !== null) notes.push([span('bad', safe(draft.problem))]);
	notes.push(messageKeys);
	notes.push([span('dim', t`Telnyx adds it to the conversation, but may not deliver it to the caller.`)]);
	if (conversation === null || !isAiDisabled(conversation))
		notes.push([span('warn', t`The assistant is on and may answer too. To take over first: Esc, then A.`)]);
	return notes;
}

/** The box of a long value, and its area: as high as the text, with a row for what is wrong and one for the keys. */
export function longValueIn(area: TextArea, room: Room): { readonly box: ModalBox; readonly area: AreaSize } {
	const most = helpBox(room);
	const cells = most.width - 4;
	const height = clamp(rowsIn(area, cells), leastRows, most.height - 4);
	return { box: helpBox(room, height + 4), area: { cells, height } };
}

/** The rows of a whole text in an area of this width. */
function rowsIn(area: TextArea, cells: number): number {
	const { above, below } = viewArea(area, { cells, height: 1 });
	return above + 1 + below;
}

/** The size of the multi-line text that has the keyboard, as its modal draws it; null if none is open. */
export function areaSizeOf(state: UiState, room: Room, conversationOf: View['conversationOf']): View['area'] {
	const top = topOverlay(state);
	if (top?.kind === 'metadata') {
		const { step } = top.draft;
		return step?.kind === 'area' ? longValueIn(step.area, room).area : null;
	}
	const written = top?.kind === 'message' ? writtenIn(state) : null;
	return written === null ? null : messageIn(written.draft, conversationOf(written.id), room).area;
}
