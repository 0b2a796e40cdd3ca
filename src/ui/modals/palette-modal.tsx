import { Box } from 'ink';
import type { ReactElement } from 'react';
import type { Action, ActionContext } from '../../actions/action.ts';
import type { Bindings } from '../../actions/bindings.ts';
import { paletteActions } from '../../actions/palette.ts';
import { reasonAgainst } from '../../actions/router.ts';
import type { Overlay } from '../../state/overlay.ts';
import type { UiState } from '../../state/ui-state.ts';
import { fitLine, type Line, span } from '../../text/line.ts';
import { safe, t } from '../../text/safe.ts';
import { fit } from '../../text/width.ts';
import type { Size } from '../geometry.ts';
import type { Theme } from '../theme.ts';
import { SelectList } from '../widgets/select-list.tsx';
import { TextField } from '../widgets/text-field.tsx';
import { Modal } from './modal.tsx';
import { paletteBox } from './modal-boxes.ts';

type Props = {
	readonly theme: Theme;
	readonly size: Size;
	readonly overlay: Extract<Overlay, { kind: 'palette' }>;
	readonly state: UiState;
	readonly bindings: Bindings;
	readonly context: ActionContext;
};

const keyCells = 12;

/** Every action by name: type a few letters of it. What cannot be done now is there too, with the reason. */
export function PaletteModal({ theme, size, overlay, state, bindings, context }: Props): ReactElement {
	const box = paletteBox(size);
	const inner = box.width - 4;
	const actions = paletteActions(state, bindings.actions);
	const items = actions.map((action) => {
		const line = rowOf(action, bindings, context, inner);
		return { value: action.id, label: theme.paint(line), selectedLabel: theme.paint(line, true) };
	});
	const prompt: Line = [span('accent', t` : `)];
	const none: Line = [span('muted', t` No action is called that.`)];
	const rows: readonly Line[] = actions.length === 0 ? [prompt, none] : [prompt];
	return (
		<Modal theme={theme} box={box} title={t`Palette`} rows={rows}>
			<Box position="absolute" marginLeft={box.x + 4} marginTop={box.y + 1} width={inner - 2} height={1}>
				<TextField editor={overlay.editor} cells={inner - 2} x={box.x + 4} y={box.y + 1} />
			</Box>
			{actions.length === 0 ? null : (
				<Box
					position="absolute"
					marginLeft={box.x + 2}
					marginTop={box.y + 2}
					width={inner}
					height={box.height - 3}
				>
					<SelectList items={items} selected={overlay.selected} height={box.height - 3} />
				</Box>
			)}
		</Modal>
	);
}

function rowOf(action: Action, bindings: Bindings, context: ActionContext, cells: number): Line {
	const key = bindings.keysOf(action)[0] ?? '';
	const reason = reasonAgainst(action, context);
	const title: Line =
		reason === null
			? [span('plain', safe(action.title))]
			: [span('muted', safe(action.title)), span('warn', safe(`  ${reason}`))];
	return fitLine([span('accent', fit(safe(key), keyCells)), ...title], cells);
}
