import { Random } from '../../src/domain/random.ts';

/** The properties of a slow line between a person and a program. */
export interface LinePlan {
	/** How long each byte is in transit, in milliseconds. */
	readonly delayMillis: number;
	/**
	 * Where the line splits its bytes into packets: nowhere (one packet per write), after every byte, at random, or
	 * in packets of these sizes, repeating. Splits ignore characters and escape sequences.
	 */
	readonly cut?: 'nowhere' | 'byte' | 'random' | readonly number[];
	/** The least time between two packets in transit, in milliseconds. Below about 5, a program may read two at once. */
	readonly gapMillis?: number;
	/** Bytes sent within this many milliseconds of the first leave together, as from a stalled line. */
	readonly mergeMillis?: number;
	/** The seed for `random` splits. */
	readonly seed?: number;
}

interface Packet {
	readonly bytes: Buffer;
	/** The time at which it was sent, by `performance.now()`. */
	readonly left: number;
}

const longestPacket = 12;

/**
 * One direction of a slow line. Bytes enter through `send` and leave through `deliver`: all of them, in order,
 * delayed, and in different packets.
 */
export class SlowLine {
	readonly #plan: Required<LinePlan>;
	readonly #deliver: (packet: Buffer) => void;
	readonly #nextSize: () => number;
	readonly #underWay: Packet[] = [];
	#unsent: Buffer[] = [];
	#merging: NodeJS.Timeout | undefined;
	#arriving: NodeJS.Timeout | undefined;
	#drained: (() => void)[] = [];

	constructor(plan: LinePlan, deliver: (packet: Buffer) => void) {
		this.#plan = { cut: 'nowhere', gapMillis: 0, mergeMillis: 0, seed: 1, ...plan };
		this.#deliver = deliver;
		this.#nextSize = packetSizes(this.#plan);
	}

	/** Sends bytes. A string is encoded as UTF-8. */
	send(bytes: string | Uint8Array): void {
		this.#unsent.push(Buffer.from(bytes));
		if (this.#plan.mergeMillis === 0) this.#leave();
		else this.#merging ??= setTimeout(() => this.#leave(), this.#plan.mergeMillis);
	}

	/** Resolves once all sent bytes have arrived or the line is closed. */
	drain(): Promise<void> {
		if (this.#unsent.length + this.#underWay.length === 0) return Promise.resolve();
		return new Promise((resolve) => this.#drained.push(resolve));
	}

	/** Closes the line and loses the bytes in transit. */
	close(): void {
		clearTimeout(this.#merging);
		clearTimeout(this.#arriving);
		this.#unsent = [];
		this.#underWay.length = 0;
		this.#settle();
	}

	#leave(): void {
		this.#merging = undefined;
		const bytes = Buffer.concat(this.#unsent);
		this.#unsent = [];
		const left = performance.now();
		for (let at = 0; at < bytes.length; ) {
			const packet = bytes.subarray(at, at + this.#nextSize());
			this.#underWay.push({ bytes: packet, left });
			at += packet.length;
		}
		if (this.#arriving === undefined) this.#expect(0);
	}

	/** Waits for the first packet in transit, with one timer at a time so that no packet overtakes another. */
	#expect(leastMillis: number): void {
		const [next] = this.#underWay;
		if (next === undefined) {
			this.#settle();
			return;
		}
		const wait = next.left + this.#plan.delayMillis - performance.now();
		this.#arriving = setTimeout(() => this.#arrive(), Math.max(leastMillis, Math.ceil(wait)));
	}

	#arrive(): void {
		this.#arriving = undefined;
		const packet = this.#underWay.shift();
		if (packet !== undefined) this.#deliver(packet.bytes);
		// The receiver may have sent more.
		if (this.#arriving === undefined) this.#expect(this.#plan.gapMillis);
	}

	#settle(): void {
		if (this.#unsent.length > 0) return;
		for (const resolve of this.#drained.splice(0)) resolve();
	}
}

function packetSizes({ cut, seed }: Required<LinePlan>): () => number {
	if (cut === 'nowhere') return () => Number.POSITIVE_INFINITY;
	if (cut === 'byte') return () => 1;
	if (cut === 'random') {
		const random = new Random(seed);
		return () => random.int(1, longestPacket);
	}
	if (!cut.every((size) => size >= 1)) throw new RangeError(`packets of ${cut} bytes never end`);
	let at = 0;
	return () => cut[at++ % cut.length] ?? Number.POSITIVE_INFINITY;
}
