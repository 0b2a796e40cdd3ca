import type { ReactElement } from 'react';
import type { AccountChoice } from '../../state/account-choice.ts';
import { t } from '../../text/safe.ts';
import type { Size } from '../../view/geometry.ts';
import { accountLines } from '../../view/overlays/account-lines.ts';
import { areaBox } from '../../view/overlays/modal-sizes.ts';
import { atMost } from '../../view/pane-frame.ts';
import type { Program } from '../program.ts';
import { indent, Modal } from './modal.tsx';

type Props = { readonly program: Program; readonly size: Size; readonly draft: AccountChoice };

/** The accounts to change to. */
export function AccountsModal({ program, size, draft }: Props): ReactElement {
	const { theme } = program;
	const most = areaBox(size);
	const lines = accountLines(draft, most.width - 4, theme.glyphs);
	// The row under the cursor is never below the end of the box.
	const first = Math.max(0, draft.selected - Math.max(1, most.height - 3));
	const rows = lines.slice(first).map(indent);
	const box = { ...most, height: Math.min(most.height, rows.length + 2) };
	return (
		<Modal theme={theme} box={box} title={t`Accounts`} rows={atMost(rows, box.height - 2, most.width - 3)} />
	);
}
