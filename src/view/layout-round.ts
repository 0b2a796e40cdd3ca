import { restKey } from '../state/scroll.ts';
import type { Block } from '../state/view.ts';
import { countText } from '../text/count.ts';
import { span } from '../text/line.ts';
import { safe, t } from '../text/safe.ts';
import { wrapLine } from '../text/wrap.ts';

/** The cost of a round, in characters: about 10 ms. A block costs as much as this many characters more. */
const mostOfRound = 250_000;
const costOfBlock = 100;

/**
 * Lays out very many blocks a part at a time, so that keys and drawing come in between. Blocks that were laid out in a
 * round before cost nothing in the next one.
 */
export class LayoutRound {
	readonly #most: number;
	#used = 0;

	constructor(most = mostOfRound) {
		this.#most = most;
	}

	/** Counts a block that was laid out anew. */
	add({ search }: Block): void {
		this.#used += costOfBlock + search.length;
	}

	/**
	 * The blocks of as many items as this round has room for, the first one always, and one block in the place of the rest.
	 * `words` name the items, in the plural.
	 */
	blocksOf<T>(
		items: readonly T[],
		make: (item: T, index: number) => Block,
		width: number,
		words: string,
	): Block[] {
		const blocks: Block[] = [];
		for (const item of items) {
			if (this.#used >= this.#most && blocks.length > 0) break;
			blocks.push(make(item, blocks.length));
		}
		const left = items.length - blocks.length;
		return left === 0 ? blocks : [...blocks, restBlock(left, width, words)];
	}
}

/** True where the last block stands for those that the next round lays out. */
export function isPartial(blocks: readonly Block[]): boolean {
	return blocks.at(-1)?.key === restKey;
}

function restBlock(left: number, width: number, words: string): Block {
	const said = t`Laying out ${safe(countText(left))} more ${safe(words)}…`;
	return { key: restKey, lines: wrapLine([span('warn', said)], width), search: said, fold: null };
}
