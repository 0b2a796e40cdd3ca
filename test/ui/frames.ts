import type { Wanted } from './screen-harness.tsx';

// biome-ignore lint/suspicious/noControlCharactersInRegex: the test removes styles.
const styles = /\x1b\[[\d;]*m/g;

/** A frame without its styles, as a reader sees it. */
export function screenText(frame: string): string {
	return frame.replaceAll(styles, '');
}

/** All styles used in these frames, each once. */
export function stylesOf(frames: readonly string[]): Set<string> {
	return new Set(frames.join('\n').match(styles));
}

const patienceMillis = 8000;

/** Resolves with the rows of the first wanted frame; fails with the last frame if none comes. */
export async function waitForFrame(
	rows: () => string[],
	wanted: Wanted,
	listeners: Set<() => void>,
): Promise<string[]> {
	if (isWanted(rows(), wanted)) return rows();
	return new Promise((resolve, reject) => {
		const settle = (): void => {
			clearTimeout(timer);
			listeners.delete(look);
		};
		const look = (): void => {
			if (!isWanted(rows(), wanted)) return;
			settle();
			resolve(rows());
		};
		const timer = setTimeout(() => {
			settle();
			const what = typeof wanted === 'function' ? 'what was wanted' : String(wanted);
			reject(new Error(`No frame showed ${what}. The last one:\n${rows().join('\n')}`));
		}, patienceMillis);
		listeners.add(look);
	});
}

function isWanted(rows: readonly string[], wanted: Wanted): boolean {
	if (typeof wanted === 'function') return wanted(rows);
	const text = rows.join('\n');
	return typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text);
}
