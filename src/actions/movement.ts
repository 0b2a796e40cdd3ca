import type { Action, ActionContext, rowsIn } from './action.ts';

/** More rows than any list or text has: a movement by so many ends at the last row, or at the first. */
export const allRows = 1e9;

/** How far each movement goes, in rows, downwards; `page` is the size of one page, in rows. */
const distances = {
	next: () => 1,
	previous: () => -1,
	down: () => 1,
	up: () => -1,
	'half-page-down': (page: number) => Math.ceil(page / 2),
	'half-page-up': (page: number) => -Math.ceil(page / 2),
	'page-down': (page: number) => page,
	'page-up': (page: number) => -page,
	first: () => -allRows,
	last: () => allRows,
} as const;

/** A cursor over rows, or the visible part of a text. `move` keeps it within its bounds. */
type Mover = {
	readonly move: (context: ActionContext, by: number) => void;
	/** The rows of one page; absent where nothing moves by pages. */
	readonly page?: (context: ActionContext) => number;
};

/** One movement: its verb, its title, its keys, and the word for the footer if it is to be there. */
type Movement = readonly [
	verb: keyof typeof distances,
	title: string,
	keys: readonly string[],
	hint?: string,
];

/** The rows of the movements over one list or text, in the order given. */
export function movementRows(
	row: ReturnType<typeof rowsIn>,
	{ move, page = () => 1 }: Mover,
	movements: readonly Movement[],
): Action[] {
	return movements.map(([verb, title, keys, hint]) =>
		row(verb, title, keys, (context) => move(context, distances[verb](page(context))), hint),
	);
}
