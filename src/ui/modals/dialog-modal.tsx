import { Box } from 'ink';
import type { ReactElement } from 'react';
import type { Conversation } from '../../domain/conversation.ts';
import type { Dialog } from '../../state/dialog.ts';
import { type Line, span } from '../../text/line.ts';
import { safe, t } from '../../text/safe.ts';
import type { Room } from '../../view/geometry.ts';
import { dialogRows } from '../../view/overlays/dialog-lines.ts';
import { dialogBox, dialogRoom } from '../../view/overlays/modal-sizes.ts';
import { useQuestion } from '../hooks/use-question.ts';
import type { Program } from '../program.ts';
import { TextField } from '../widgets/text-field.tsx';
import { Modal } from './modal.tsx';

type Props = {
	readonly program: Program;
	readonly room: Room;
	readonly dialog: Dialog;
	/** The current state of the question's conversation; null for none, or for one that is no longer known. */
	readonly conversation: Conversation | null;
};

/** A question: its consequences, its subject and two buttons. As tall as it needs to be. */
export function DialogModal({ program, room, dialog, conversation }: Props): ReactElement {
	const { theme } = program;
	const facts = useQuestion(program, dialog, conversation);
	const inside = dialogRoom(room, dialog.more !== null);
	const { rows, field } = dialogRows(dialog, facts, inside.width, inside.height);
	const box = dialogBox(room, inside.width, rows.length);
	const margin = span('plain', t` `);
	const place = field === null ? null : { x: box.x + 2 + field.cell, y: box.y + 1 + field.row };
	const cells = field === null ? 0 : inside.width - field.cell;
	return (
		<Modal
			theme={theme}
			box={box}
			title={safe(dialog.title)}
			rows={rows.map((line): Line => [margin, ...line])}
		>
			{place === null || dialog.typed === null ? null : (
				<Box position="absolute" marginLeft={place.x} marginTop={place.y} width={cells} height={1}>
					<TextField editor={dialog.typed.editor} cells={cells - 1} x={place.x} y={place.y} />
				</Box>
			)}
		</Modal>
	);
}
