import type { ReactElement } from 'react';
import type { ConflictDraft } from '../../state/metadata/conflict-draft.ts';
import { type Line, span } from '../../text/line.ts';
import { safe, t } from '../../text/safe.ts';
import { clip } from '../../text/width.ts';
import type { Room } from '../../view/geometry.ts';
import { conflictIn } from '../../view/overlays/area-layouts.ts';
import type { Theme } from '../../view/theme.ts';
import { blankRows, indent, Modal } from './modal.tsx';

type Props = { readonly theme: Theme; readonly room: Room; readonly draft: ConflictDraft };

/** Keys that both sides changed: the old value, both new values, and the chosen one. */
export function ConflictModal({ theme, room, draft }: Props): ReactElement {
	const { box, head, values, shown, last } = conflictIn(draft, room);
	const top = Math.min(draft.top, last);
	const seen = values.slice(top, top + shown);
	const below = values.length - top - seen.length;
	const more: Line = last === 0 ? [] : [span('dim', t`${top} rows above, ${below} below: PgUp, PgDn`)];
	const rows = [...head, ...seen, ...blankRows(shown - seen.length), more].map(indent);
	const title = t`Conflict: ${clip(safe(draft.title), box.width - 24)}`;
	return <Modal theme={theme} box={box} title={title} rows={rows} />;
}
