import type { Bindings } from '../../actions/keys/bindings.ts';
import { liveScopes } from '../../actions/keys/scopes.ts';
import { initialState, topOverlay, type UiState } from '../../state/ui-state.ts';
import type { Line } from '../../text/line.ts';
import type { Size } from '../geometry.ts';
import { memoLast } from '../memo.ts';
import type { Glyphs } from '../theme.ts';
import { helpLines, isHeading } from './help-lines.ts';
import { helpHeight, keysBox } from './modal-sizes.ts';

/** All lines of help, the number of visible rows, and the first line of each part. */
type HelpView = {
	readonly lines: readonly Line[];
	readonly height: number;
	readonly parts: readonly number[];
};

/** Help about the place below it. No lines while it is closed. */
export function createHelpView(glyphs: Glyphs) {
	const linesOf = memoLast(
		(
			bindings: Bindings,
			focus: UiState['focus'],
			below: UiState['overlays'][number] | undefined,
			search: string,
			width: number,
			height: number,
		): readonly Line[] => {
			const place = { ...initialState, focus, overlays: below === undefined ? [] : [below] };
			return helpLines({ bindings, live: liveScopes(place), glyphs, search }, width, height);
		},
	);
	const partsOf = memoLast((lines: readonly Line[]): readonly number[] =>
		lines.flatMap((line, at) => (isHeading(line) ? [at] : [])),
	);
	return (state: UiState, bindings: Bindings, size: Size): HelpView => {
		const top = topOverlay(state);
		const search = top?.kind === 'help' ? top.search : undefined;
		const height = helpHeight(size, search !== undefined);
		if (top?.kind !== 'help') return { lines: [], height, parts: [] };
		const text = search?.editor.text ?? '';
		const width = keysBox(size).width - 4;
		const lines = linesOf(bindings, state.focus, state.overlays.at(-2), text, width, height);
		return { lines, height, parts: partsOf(lines) };
	};
}
