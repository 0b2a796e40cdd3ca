/** Output other than frames: Node's warnings, and writes to standard output and error by other code. */
export type StrayOutput = {
	/** Calls the listener with a sentence about the first stray output. Returns the function to stop that. */
	readonly onCaught: (listener: (sentence: string) => void) => () => void;
	/** Call this after each frame: a sentence passed to the listener is then on the screen. */
	readonly frameWritten: () => void;
	/** Stops catching. Returns the sentence if the screen has not shown it long enough to read. */
	readonly end: () => string | null;
};

/** A sentence shown for less time counts as unread. */
const readMillis = 300;

/**
 * Catches stray output while the program owns the screen: printing it would scroll and garble the frame. `keep` logs
 * it and returns a sentence with the place of the log. Leaves standard error alone if it is not the terminal. Output
 * that bypasses JavaScript (V8's own messages) cannot be caught.
 */
export function catchStrayOutput(keep: (text: string) => string): StrayOutput {
	let listener: ((sentence: string) => void) | null = null;
	let sentence: string | null = null;
	let isHandedOver = false;
	let shownSince = Number.POSITIVE_INFINITY;

	const handOver = (): void => {
		if (sentence === null || listener === null || isHandedOver) return;
		isHandedOver = true;
		listener(sentence);
	};
	const caught = (text: string): void => {
		if (text.trim() === '') return;
		const kept = keep(text);
		sentence ??= kept;
		// The write may happen during rendering.
		setImmediate(handOver);
	};
	const onWarning = ({ name, message }: Error): void => caught(`${name}: ${message}`);

	const streams = process.stderr.isTTY ? [process.stdout, process.stderr] : [process.stdout];
	const putBack = streams.map((stream) => divert(stream, caught));
	if (process.stderr.isTTY) {
		const defaults = process.listeners('warning');
		// The default listener writes to the file descriptor, bypassing `process.stderr`.
		process.removeAllListeners('warning');
		process.on('warning', onWarning);
		putBack.push(() => {
			process.off('warning', onWarning);
			for (const one of defaults) process.on('warning', one);
		});
	}

	return {
		onCaught: (wanted) => {
			listener = wanted;
			handOver();
			return () => {
				listener = null;
			};
		},
		frameWritten: () => {
			if (isHandedOver) shownSince = Math.min(shownSince, performance.now());
		},
		end: () => {
			for (const undo of putBack) undo();
			return performance.now() - shownSince > readMillis ? null : sentence;
		},
	};
}

/** Redirects a stream's writes to `caught`. Returns the function to undo that. */
function divert(stream: NodeJS.WriteStream, caught: (text: string) => void): () => void {
	const { write } = stream;
	stream.write = (
		chunk: string | Uint8Array,
		second?: BufferEncoding | ((error?: Error | null) => void),
		third?: (error?: Error | null) => void,
	): boolean => {
		caught(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8'));
		const done = typeof second === 'function' ? second : third;
		if (done !== undefined) process.nextTick(done);
		return true;
	};
	return () => {
		stream.write = write;
	};
}
