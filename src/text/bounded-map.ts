/** A bounded cache: beyond `limit` entries it drops the oldest one. */
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

	/** The cached value for `key`, if still present. */
	get(key: K): V | undefined {
		return this.#entries.get(key);
	}

	/** Stores `value` under `key` and returns it. */
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

	/** Removes every entry. */
	clear(): void {
		this.#entries.clear();
	}
}
