import type { Wanted } from './screen-harness.tsx';

// biome-ignore lint/suspicious/noControlCharactersInRegex: styles are what is taken out.
const styles = /\x1b\[[\d;]*m/g;

/** A frame without its styles: what a reader sees. */
export function screenText(frame: string): string {
	return frame.replaceAll(styles, '');
}

/** Every style that some frames are written with, each once. */
export function stylesOf(frames: readonly string[]): Set<string> {
	return new Set(frames.join('\n').match(styles));
}

const patienceMillis = 8000;

/** Settles with the rows of the first frame that is as wanted; fails with the last frame where none comes. */
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
