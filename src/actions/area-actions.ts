import { type Action, type ActionContext, rowsIn } from './action.ts';
import { movementRows } from './movement.ts';

function move({ view, dispatch }: ActionContext, by: number): void {
	const size = view().area;
	if (size !== null) dispatch({ type: 'field-move', by, size });
}

function page({ view }: ActionContext): number {
	return Math.max(1, (view().area?.height ?? 0) - 1);
}

const row = rowsIn('area', 'Overlays and typing', 'area', 'Multi-line text: ');

/** Actions of a multi-line text, beyond those of any text field. */
export const areaActions: readonly Action[] = [
	row('newline', 'start a new line', ['Enter'], ({ dispatch }) =>
		dispatch({ type: 'field-insert', text: '\n' }),
	),
	...movementRows(row, { move, page }, [
		['up', 'a line up', ['Up', 'Ctrl-p']],
		['down', 'a line down', ['Down', 'Ctrl-n']],
		['page-up', 'a page up', ['PgUp']],
		['page-down', 'a page down', ['PgDn']],
		['first', 'to the first line', ['Ctrl-Home']],
		['last', 'to the last line', ['Ctrl-End']],
	]),
];
