/**
 * Tracks which state of the screen the reader can have seen. The screen announces the state it draws; the terminal
 * reports when a frame is made and written. The `key` of a state names the target of a key press.
 */
export type Seen = {
	/** Call this before the frame that shows the state is made. */
	readonly drawing: (key: string) => void;
	/** True if the next frame shows another state than the last written one. */
	readonly isBehind: () => boolean;
	/**
	 * A frame of the current state has been made. It may be written already, equal to the previous one, or still to
	 * be written.
	 */
	readonly made: () => void;
	readonly written: () => void;
	/** All frames made so far are written. */
	readonly settled: () => void;
	/** True if a frame with this state was written before the current input was typed. */
	readonly has: (key: string) => boolean;
	/** Runs `work`, which handles keys typed before the last frame was written. */
	readonly beforeFrame: (work: () => void) => void;
};

/** Starts with no state seen. */
export function createSeen(): Seen {
	let drawn: string | null = null;
	let framed: string | null = null;
	let seen: string | null = null;
	let hasWritten = false;
	let isBefore = false;
	return {
		drawing: (key) => {
			drawn = key;
		},
		isBehind: () => drawn !== seen,
		made: () => {
			framed = drawn;
			// Ink calls this after the write, if there is one.
			if (hasWritten) seen = framed;
			hasWritten = false;
		},
		written: () => {
			hasWritten = true;
			seen = framed;
		},
		settled: () => {
			seen = framed;
		},
		has: (key) => key === seen && !isBefore,
		beforeFrame: (work) => {
			isBefore = true;
			try {
				work();
			} finally {
				isBefore = false;
			}
		},
	};
}
