import { Box } from 'ink';
import type { ReactElement } from 'react';
import type { Conversation } from '../../domain/conversation.ts';
import type { MessageDraft } from '../../state/message-draft.ts';
import { type AreaSize, viewArea } from '../../state/text-area.ts';
import { type Line, span } from '../../text/line.ts';
import { safe, t } from '../../text/safe.ts';
import { clip } from '../../text/width.ts';
import type { Size } from '../geometry.ts';
import { type MessageLayout, messageLayout } from '../lines/message-lines.ts';
import type { Theme } from '../theme.ts';
import { TextArea } from '../widgets/text-area.tsx';
import { Modal } from './modal.tsx';
import { areaBox } from './modal-boxes.ts';

type Props = {
	readonly theme: Theme;
	readonly size: Size;
	readonly id: string;
	readonly draft: MessageDraft;
	readonly conversation: Conversation | null;
};

/** How a message lies in its modal, for drawing it and for moving in it. */
export function messageIn(draft: MessageDraft, conversation: Conversation | null, size: Size): MessageLayout {
	const { width, height } = areaBox(size);
	const room: AreaSize = { cells: width - 4, height: height - 2 };
	return messageLayout(draft, conversation, room);
}

/** A message being written: whom it is from, the text, and what will become of it. */
export function MessageModal({ theme, size, id, draft, conversation }: Props): ReactElement {
	const box = areaBox(size);
	const { above, below, area } = messageIn(draft, conversation, size);
	const { above: over, below: under } = viewArea(draft.area, area);
	const hidden: Line = over + under === 0 ? [] : [span('dim', t`${over} rows above, ${under} below`)];
	const blankRows = Array.from({ length: area.height }, (): Line => []);
	const rows = [...above, hidden, ...blankRows, ...below].map((line) => [span('plain', t` `), ...line]);
	const x = box.x + 2;
	const y = box.y + 2 + above.length;
	const title = t`Message to ${clip(safe(conversation?.name ?? id), box.width - 20)}`;
	return (
		<Modal theme={theme} box={box} title={title} rows={rows}>
			<Box position="absolute" marginLeft={x} marginTop={y} width={area.cells} height={area.height}>
				<TextArea theme={theme} area={draft.area} size={area} x={x} y={y} />
			</Box>
		</Modal>
	);
}
