/** Whether no box covers the panes: a box has corners below the panes' first row. */
export function isFree(screen: readonly string[]): boolean {
	return screen.slice(2).every((line) => !line.includes('╭'));
}

/** The number of list rows on the screen. */
export function rowsOn(screen: readonly string[]): number {
	return new Set(screen.join('\n').match(/\bRow \d+\b/g) ?? []).size;
}
