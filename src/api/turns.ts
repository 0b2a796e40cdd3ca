/** Milliseconds of work before keys and drawing get a turn. */
const turnMillis = 8;

/** Gives keys and drawing a turn. */
export function nextTurn(): Promise<void> {
	return new Promise((resolve) => setImmediate(resolve));
}

/** Measures the time since keys and drawing last had a turn. */
export class Turn {
	readonly #now: () => number;
	#from: number;

	constructor(now: () => number = () => performance.now()) {
		this.#now = now;
		this.#from = now();
	}

	get isOver(): boolean {
		return this.#now() - this.#from > turnMillis;
	}

	again(): void {
		this.#from = this.#now();
	}
}

/** Like `rows.map(change)`, with turns for other work in between. Awaits promises from `change`. */
export async function mapInTurns<A, B>(
	rows: readonly A[],
	change: (row: A) => B | Promise<B>,
	pause = nextTurn,
	turn = new Turn(),
): Promise<B[]> {
	const changed: B[] = [];
	for (const row of rows) {
		const made = change(row);
		changed.push(made instanceof Promise ? await made : made);
		if (!turn.isOver) continue;
		await pause();
		turn.again();
	}
	return changed;
}
