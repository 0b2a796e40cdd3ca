/** A terminal's size in cells. */
type Size = { readonly columns: number; readonly rows: number };

/** The terminal's current size, with notification of changes. */
export type TerminalSize = {
	readonly get: () => Size;
	readonly subscribe: (listener: () => void) => () => void;
};

/** The part of a terminal's output stream with its size. A stream of unknown size has neither number. */
type Sized = {
	readonly columns?: number;
	readonly rows?: number;
	readonly on: (event: 'resize', listener: () => void) => unknown;
};

type Variables = Readonly<Record<string, string | undefined>>;

const usual: Size = { columns: 80, rows: 24 };
/** A larger number in `COLUMNS` or `LINES` is a mistake. */
const most = 1000;

/**
 * Follows a terminal's size. If a serial line, `docker exec` or a bare pseudo-terminal reports 0, `COLUMNS` and
 * `LINES` apply, else 80×24. `late` holds listeners to notify of a change after the others: Ink redraws at once with
 * the frame of the old size, which scrolls a smaller screen, so the frame of the new size must come first.
 */
export function followSize(
	output: Sized,
	environment: Variables,
): TerminalSize & { readonly late: Set<() => void> } {
	const read = (): Size => ({
		columns: output.columns || said(environment.COLUMNS) || usual.columns,
		rows: output.rows || said(environment.LINES) || usual.rows,
	});
	let size = read();
	const listeners = new Set<() => void>();
	const late = new Set<() => void>();
	output.on('resize', () => {
		size = read();
		for (const listener of [...listeners]) listener();
		setImmediate(() => {
			for (const listener of [...late]) listener();
		});
	});
	return {
		get: () => size,
		subscribe: (listener) => {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		late,
	};
}

/** A plausible number of cells, else 0. */
function said(variable: string | undefined): number {
	const cells = /^\d{1,4}$/.test(variable ?? '') ? Number(variable) : 0;
	return cells <= most ? cells : 0;
}

/**
 * Resolves once the terminal's size is current. Only the foreground is notified of changes, so a stopped program has
 * to query the size.
 */
export async function lookAtSize(): Promise<void> {
	await new Promise<void>((resolve) => {
		// Node's own listeners query the size. They throw if the terminal is gone.
		process.prependOnceListener('SIGWINCH', () => setImmediate(resolve));
		process.kill(process.pid, 'SIGWINCH');
	});
}
