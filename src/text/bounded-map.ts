/** A cache that cannot grow for ever: past `limit` entries the oldest one goes. */
export class BoundedMap<K, V> {
	readonly #entries = new Map<K, V>();
	readonly #limit: number;

	constructor(limit: number) {
		this.#limit = limit;
	}

	/** The number of entries held. */
	get size(): number {
		return this.#entries.size;
	}

	/** The value that was kept for `key`, if it is still there. */
	get(key: K): V | undefined {
		return this.#entries.get(key);
	}

	/** Keeps `value` for `key`, and gives it back. */
	set(key: K, value: V): V {
		if (this.#entries.size >= this.#limit) {
			for (const oldest of this.#entries.keys()) {
				this.#entries.delete(oldest);
				break;
			}
		}
		this.#entries.set(key, value);
		return value;
	}
}
