import { Random } from './random.ts';
import { abroadStories } from './stories/abroad.ts';
import { bankStories } from './stories/bank.ts';
import { clinicStories } from './stories/clinic.ts';
import { energyStories } from './stories/energy.ts';
import { fibreStories, longSupportCall } from './stories/fibre.ts';
import { hostileStories } from './stories/hostile.ts';
import { parcelStories } from './stories/parcel.ts';
import { reminderStories } from './stories/reminder.ts';
import { marathon, stockStories } from './stories/stock.ts';
import { tableStories } from './stories/table.ts';
import type { Story } from './story.ts';

/** Each story as many times as its weight, so that a whole deck holds every story. */
const deck: readonly Story[] = [
	...tableStories,
	...energyStories,
	...parcelStories,
	...clinicStories,
	...bankStories,
	...fibreStories,
	...reminderStories,
	...stockStories,
	...abroadStories,
	...hostileStories,
].flatMap((story) => Array<Story>(story.weight).fill(story));

/** How many conversations it takes until every story was told. */
export const deckSize = deck.length;

/**
 * The story of conversation `index`. The deck is dealt in a fixed but scattered order, a new one for each round, so
 * that every story turns up in every `deckSize` conversations and no conversation needs to know the ones before it.
 */
export function storyAt(seed: number, count: number, index: number): Story {
	if (count >= 400 && index % 2000 === 147) return marathon;
	if (index % 200 === 23) return longSupportCall;
	const random = new Random(seed, Math.floor(index / deckSize), 0xdec);
	let stride = random.int(2, deckSize - 2);
	while (divisor(stride, deckSize) !== 1) stride++;
	const slot = (random.int(0, deckSize - 1) + (index % deckSize) * stride) % deckSize;
	const story = deck[slot];
	if (story === undefined) throw new RangeError(`no story at ${slot}`);
	return story;
}

function divisor(a: number, b: number): number {
	return b === 0 ? a : divisor(b, a % b);
}
