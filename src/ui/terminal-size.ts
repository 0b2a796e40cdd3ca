import type { Size } from './geometry.ts';

/** The size of the terminal as it is now, and word of its changes. */
export type TerminalSize = {
	readonly get: () => Size;
	readonly subscribe: (listener: () => void) => () => void;
};

/** What is needed of a terminal's output stream; a stream that does not know its size has neither number. */
type Sized = {
	readonly columns?: number;
	readonly rows?: number;
	readonly listeners: (event: 'resize') => unknown[];
	readonly removeAllListeners: (event: 'resize') => unknown;
	readonly on: (event: 'resize', listener: () => void) => unknown;
};

const usual: Size = { columns: 80, rows: 24 };

/**
 * Follows a terminal's size, and puts itself in front of Ink (`goFirst`, once Ink listens): Ink draws at once when the
 * terminal changes, still with the frame of the old size, which scrolls a smaller screen, and then draws all of it again.
 * So the frame of the new size comes first, and Ink hears of the change after that.
 */
export function followSize(output: Sized): TerminalSize & { readonly goFirst: () => void } {
	const read = (): Size => ({
		columns: output.columns ?? usual.columns,
		rows: output.rows ?? usual.rows,
	});
	let size = read();
	const listeners = new Set<() => void>();
	return {
		get: () => size,
		subscribe: (listener) => {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		goFirst: () => {
			const inks = output.listeners('resize');
			output.removeAllListeners('resize');
			output.on('resize', () => {
				size = read();
				for (const listener of listeners) listener();
				setImmediate(() => {
					for (const ink of inks) if (typeof ink === 'function') ink();
				});
			});
		},
	};
}
