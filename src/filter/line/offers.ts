/** How many completions are offered at most. */
export const mostOffers = 50;

/** What starts with the typed text, then what contains it, whatever its case, each in the order given. */
export function best<T>(all: readonly T[], typed: string, textsOf: (one: T) => readonly string[]): T[] {
	const wanted = typed.toLowerCase();
	const starting: T[] = [];
	const containing: T[] = [];
	for (const one of all) {
		const texts = textsOf(one).map((text) => text.toLowerCase());
		if (texts.some((text) => text.startsWith(wanted))) starting.push(one);
		else if (wanted.length > 1 && texts.some((text) => text.includes(wanted))) containing.push(one);
	}
	return [...starting, ...containing];
}
