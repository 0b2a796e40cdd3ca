import { Box } from 'ink';
import type { ReactElement } from 'react';
import type { Action, ActionContext } from '../../actions/action.ts';
import type { Bindings } from '../../actions/keys/bindings.ts';
import { reasonAgainst } from '../../actions/keys/router.ts';
import { paletteActions } from '../../actions/palette.ts';
import type { Overlay } from '../../state/overlay.ts';
import type { UiState } from '../../state/ui-state.ts';
import { fitLine, type Line, lineWidth, span } from '../../text/line.ts';
import { safe, t } from '../../text/safe.ts';
import { fit } from '../../text/width.ts';
import { wrapLine } from '../../text/wrap.ts';
import type { Size } from '../../view/geometry.ts';
import { paletteBox } from '../../view/overlays/modal-sizes.ts';
import { atMost } from '../../view/pane-frame.ts';
import type { Theme } from '../../view/theme.ts';
import { lineItem, SelectList } from '../widgets/select-list.tsx';
import { TextField } from '../widgets/text-field.tsx';
import { blankRows, indent, Modal } from './modal.tsx';

type Props = {
	readonly theme: Theme;
	readonly size: Size;
	readonly overlay: Extract<Overlay, { kind: 'palette' }>;
	readonly state: UiState;
	readonly bindings: Bindings;
	readonly context: ActionContext;
};

const keyCells = 12;

/** A box of more rows than there are actions would be empty at its end. */
const mostRows = 80;

/** Rows below the list for the chosen action, where its own row is cut. */
const toldRows = 2;

/** All actions by name, filtered by the typed letters. Unavailable ones are listed with the reason. */
export function PaletteModal({ theme, size, overlay, state, bindings, context }: Props): ReactElement {
	const box = paletteBox(size, mostRows);
	const inner = box.width - 4;
	const actions = paletteActions(state, bindings.actions);
	const items = actions.map((action) => {
		const line = rowOf(action, bindings, context, inner);
		return lineItem(theme, action.id, line);
	});
	const prompt: Line = [span('accent', t` : `)];
	const none: Line = [span('muted', t` No action matches.`)];
	const listHeight = box.height - 3 - toldRows;
	const chosen = actions[overlay.selected];
	const told = chosen === undefined ? [] : toldLines(chosen, context, inner);
	const rows: readonly Line[] = [
		prompt,
		...(actions.length === 0 ? [none, ...blankRows(listHeight - 1)] : blankRows(listHeight)),
		...told.map(indent),
	];
	return (
		<Modal theme={theme} box={box} title={t`Palette`} rows={rows}>
			<Box position="absolute" marginLeft={box.x + 4} marginTop={box.y + 1} width={inner - 2} height={1}>
				<TextField editor={overlay.editor} cells={inner - 2} x={box.x + 4} y={box.y + 1} />
			</Box>
			<SelectList
				theme={theme}
				items={items}
				selected={overlay.selected}
				at={{ x: box.x + 2, y: box.y + 2, width: inner, height: listHeight }}
			/>
		</Modal>
	);
}

/** The whole title and reason of an action, if its row has no room for them. */
function toldLines(action: Action, context: ActionContext, cells: number): readonly Line[] {
	const words = titleOf(action, context);
	return lineWidth(words) <= cells - keyCells ? [] : atMost(wrapLine(words, cells), toldRows, cells);
}

function titleOf(action: Action, context: ActionContext): Line {
	const reason = reasonAgainst(action, context);
	return reason === null
		? [span('plain', safe(action.title))]
		: [span('muted', safe(action.title)), span('warn', safe(`  ${reason}`))];
}

function rowOf(action: Action, bindings: Bindings, context: ActionContext, cells: number): Line {
	const key = bindings.keysOf(action)[0] ?? '';
	return fitLine([span('accent', fit(safe(key), keyCells)), ...titleOf(action, context)], cells);
}
