import { type Action, type ActionContext, rowsIn } from './action.ts';

function move(by: (height: number) => number): (context: ActionContext) => void {
	return ({ view, dispatch }) => {
		const size = view().area;
		if (size !== null) dispatch({ type: 'field-move', by: by(size.height), size });
	};
}

const row = rowsIn('area', 'Overlays and typing', 'area', 'Text of several lines: ');

/** More rows than any text has. */
const allRows = 1e9;

/** What can be done in text of several lines, beside what can be done in one. */
export const areaActions: readonly Action[] = [
	row('newline', 'a new line', ['Enter'], ({ dispatch }) => dispatch({ type: 'field-insert', text: '\n' })),
	row(
		'up',
		'a row up',
		['Up', 'Ctrl-p'],
		move(() => -1),
	),
	row(
		'down',
		'a row down',
		['Down', 'Ctrl-n'],
		move(() => 1),
	),
	row(
		'page-up',
		'a page up',
		['PgUp'],
		move((height) => -Math.max(1, height - 1)),
	),
	row(
		'page-down',
		'a page down',
		['PgDn'],
		move((height) => Math.max(1, height - 1)),
	),
	row(
		'first',
		'to the first row',
		['Ctrl-Home'],
		move(() => -allRows),
	),
	row(
		'last',
		'to the last row',
		['Ctrl-End'],
		move(() => allRows),
	),
];
