import type { Random } from '../domain/random.ts';

/**
 * Draws `count` items from a stream, each as likely as any other, with only these in memory (Algorithm R). They keep
 * their order in the stream. The same stream and the same random numbers draw the same items.
 */
export async function sampleOf<T>(
	items: AsyncIterable<T>,
	count: number,
	random: Random,
): Promise<readonly T[]> {
	const drawn: { readonly at: number; readonly item: T }[] = [];
	let at = 0;
	for await (const item of items) {
		if (drawn.length < count) drawn.push({ at, item });
		else {
			const place = random.int(0, at);
			if (place < count) drawn[place] = { at, item };
		}
		at += 1;
	}
	return drawn.sort((a, b) => a.at - b.at).map(({ item }) => item);
}
