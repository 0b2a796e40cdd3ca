/** A random stream that depends only on its seeds: the same seeds give the same stream on every machine. */
export class Random {
	#state: number;

	/** Starts a stream from whole numbers. Different seeds give unrelated streams. */
	constructor(...seeds: readonly number[]) {
		let hash = 0x9e3779b9;
		for (const seed of seeds) {
			hash = mix(hash ^ (seed | 0));
			hash = mix(hash + Math.floor(seed / 4_294_967_296) + 0x85ebca6b);
		}
		this.#state = hash;
	}

	/** 32 random bits as an unsigned whole number (mulberry32, a public-domain generator). */
	bits(): number {
		this.#state = (this.#state + 0x6d2b79f5) | 0;
		let t = this.#state;
		t = Math.imul(t ^ (t >>> 15), t | 1);
		t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
		return (t ^ (t >>> 14)) >>> 0;
	}

	/** From 0 up to, not including, 1. */
	unit(): number {
		return this.bits() / 4_294_967_296;
	}

	/** A whole number from `low` to `high`, both included. */
	int(low: number, high: number): number {
		return low + Math.floor(this.unit() * (high - low + 1));
	}

	/** A number from `low` up to `high`. */
	between(low: number, high: number): number {
		return low + this.unit() * (high - low);
	}

	/** True with the given probability. */
	chance(probability: number): boolean {
		return this.unit() < probability;
	}

	/** One of the items. Throws RangeError if there are none. */
	pick<T>(items: readonly T[]): T {
		const item = items[Math.floor(this.unit() * items.length)];
		if (item === undefined) throw new RangeError('nothing to pick from');
		return item;
	}

	/** One of the items, with probabilities by weight. Throws RangeError if there are none. */
	weighted<T extends { readonly weight: number }>(items: readonly T[]): T {
		let total = 0;
		for (const item of items) total += item.weight;
		let left = this.unit() * total;
		for (const item of items) {
			left -= item.weight;
			if (left < 0) return item;
		}
		return this.pick(items);
	}

	/** `count` decimal digits. */
	digits(count: number): string {
		let text = '';
		for (let i = 0; i < count; i++) text += String(this.bits() % 10);
		return text;
	}

	/** `count` hexadecimal digits. */
	hex(count: number): string {
		let text = '';
		while (text.length < count) text += hex8(this.bits());
		return text.slice(0, count);
	}

	/** A version 4 UUID. */
	uuid(): string {
		const a = hex8(this.bits());
		const b = hex8(this.bits());
		const c = hex8(this.bits());
		const d = hex8(this.bits());
		const variant = '89ab'[this.bits() & 3] ?? '8';
		return `${a}-${b.slice(0, 4)}-4${b.slice(5)}-${variant}${c.slice(1, 4)}-${c.slice(4)}${d}`;
	}
}

function mix(value: number): number {
	let x = value | 0;
	x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
	x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
	return x ^ (x >>> 15);
}

const hexBytes: readonly string[] = Array.from({ length: 256 }, (_, byte) =>
	byte.toString(16).padStart(2, '0'),
);

function hex8(bits: number): string {
	return hexByte(bits >>> 24) + hexByte(bits >>> 16) + hexByte(bits >>> 8) + hexByte(bits);
}

function hexByte(bits: number): string {
	return hexBytes[bits & 255] ?? '00';
}
