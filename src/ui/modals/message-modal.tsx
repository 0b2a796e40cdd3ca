import type { ReactElement } from 'react';
import { type Conversation, titleOf } from '../../domain/conversation.ts';
import type { MessageDraft } from '../../state/typing/message-draft.ts';
import { safe, t } from '../../text/safe.ts';
import { clip } from '../../text/width.ts';
import type { Size } from '../../view/geometry.ts';
import { messageIn } from '../../view/overlays/area-layouts.ts';
import type { Theme } from '../../view/theme.ts';
import { TextArea } from '../widgets/text-area.tsx';
import { blankRows, indent, Modal } from './modal.tsx';

type Props = {
	readonly theme: Theme;
	readonly size: Size;
	readonly id: string;
	readonly draft: MessageDraft;
	readonly conversation: Conversation | null;
};

/** A message being written: its sender, its text, and notes on its delivery. */
export function MessageModal({ theme, size, id, draft, conversation }: Props): ReactElement {
	const { box, above, below, area } = messageIn(draft, conversation, size);
	const rows = [...above, ...blankRows(area.height), ...below].map(indent);
	const x = box.x + 2;
	const y = box.y + 1 + above.length;
	const title = t`Message to ${clip(safe(conversation === null ? id : titleOf(conversation)), box.width - 20)}`;
	return (
		<Modal theme={theme} box={box} title={title} rows={rows}>
			<TextArea theme={theme} area={draft.area} size={area} x={x} y={y} />
		</Modal>
	);
}
