import type { ReactElement } from 'react';
import type { Bindings } from '../../actions/keys/bindings.ts';
import { titleOf } from '../../domain/conversation.ts';
import { type CopyDraft, type CopyEntry, copyWhats } from '../../state/copy-menu.ts';
import { countText } from '../../text/count.ts';
import { fitLine, type Line, span } from '../../text/line.ts';
import { safe, t } from '../../text/safe.ts';
import type { SafeText } from '../../text/safe-text.ts';
import { fit } from '../../text/width.ts';
import type { Size } from '../../view/geometry.ts';
import { helpBox } from '../../view/overlays/modal-sizes.ts';
import type { ScreenView } from '../../view/view-model.ts';
import type { Program } from '../program.ts';
import { lineItem, SelectList } from '../widgets/select-list.tsx';
import { Modal } from './modal.tsx';

type Props = {
	readonly program: Pick<Program, 'theme' | 'bindings'>;
	readonly size: Size;
	readonly draft: CopyDraft;
	readonly view: ScreenView;
};

const keyCells = 3;
const titleCells = 19;

/** What can be copied: each entry with its letter and the start of its text, or dim with the reason against it. */
export function CopyModal({ program, size, draft, view }: Props): ReactElement {
	const { theme, bindings } = program;
	const box = helpBox(size, copyWhats.length + 2);
	const inner = box.width - 4;
	const items = view.copy.map((entry) => lineItem(theme, entry.what, rowOf(entry, bindings, inner)));
	return (
		<Modal theme={theme} box={box} title={titleFor(draft, view)} rows={[]}>
			<SelectList
				theme={theme}
				items={items}
				selected={copyWhats.indexOf(draft.selected)}
				at={{ x: box.x + 2, y: box.y + 1, width: inner, height: box.height - 2 }}
			/>
		</Modal>
	);
}

function titleFor({ id, marked }: CopyDraft, view: ScreenView): SafeText {
	const conversation = id === null ? null : view.conversationOf(id);
	const about = conversation === null ? t`Copy` : t`Copy from ${safe(titleOf(conversation))}`;
	// Only the ids are those of the marks; every other entry is of the conversation named.
	return marked.length === 0 ? about : t`${about}; i of the ${safe(countText(marked.length))} marked`;
}

function rowOf(entry: CopyEntry, bindings: Bindings, cells: number): Line {
	const action = bindings.actions.find(({ id }) => id === `copy.${entry.what}`);
	const key = action === undefined ? '' : (bindings.keysOf(action)[0] ?? '');
	const letter = fit(safe(key), keyCells);
	const title = fit(entry.title, titleCells);
	return fitLine(
		entry.isOffered
			? [span('accent', letter), span('plain', title), span('dim', t` ${entry.preview}`)]
			: [span('muted', t`${letter}${title} ${safe(entry.refusal)}`)],
		cells,
	);
}
