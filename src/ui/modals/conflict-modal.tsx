import type { ReactElement } from 'react';
import type { ConflictDraft } from '../../state/conflict-draft.ts';
import type { EditorScroll } from '../../state/view.ts';
import { type Line, span } from '../../text/line.ts';
import { safe, t } from '../../text/safe.ts';
import { clip } from '../../text/width.ts';
import type { Size } from '../geometry.ts';
import { conflictHead, conflictLines } from '../lines/conflict-lines.ts';
import type { Theme } from '../theme.ts';
import { Modal } from './modal.tsx';
import { areaBox } from './modal-boxes.ts';

type Props = { readonly theme: Theme; readonly size: Size; readonly draft: ConflictDraft };

/** Rows of the frame, and the one that says how far the values go on. */
const frameRows = 3;

function layOut(draft: ConflictDraft, size: Size) {
	const box = areaBox(size);
	const cells = box.width - 4;
	const head = conflictHead(draft, cells, box.height - 2);
	const values = conflictLines(draft, cells);
	const room = Math.max(1, box.height - frameRows - head.length);
	const last = Math.max(0, values.length - room);
	return { box, head, values, room, last };
}

/** How far the values of the key under the cursor can be scrolled. */
export function conflictScroll(draft: ConflictDraft, size: Size): EditorScroll {
	const { room, last } = layOut(draft, size);
	return { last, page: Math.max(1, room - 1) };
}

/** Keys that both sides changed: what each was, what each side made of it, and which one is chosen. */
export function ConflictModal({ theme, size, draft }: Props): ReactElement {
	const { box, head, values, room, last } = layOut(draft, size);
	const top = Math.min(draft.top, last);
	const seen = values.slice(top, top + room);
	const blanks = Array.from({ length: room - seen.length }, (): Line => []);
	const below = values.length - top - seen.length;
	const more: Line = last === 0 ? [] : [span('dim', t`${top} rows above, ${below} below: PgUp, PgDn`)];
	const rows = [...head, ...seen, ...blanks, more].map((line) => [span('plain', t` `), ...line]);
	const title = t`Changed by both: ${clip(safe(draft.title), box.width - 24)}`;
	return <Modal theme={theme} box={box} title={title} rows={rows} />;
}
