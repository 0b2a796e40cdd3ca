/**
 * The most keys that one table holds. JavaScript lists the keys of an object with 400,000 in 0.2 s and makes room for
 * the next one in 50 ms; a table of this size grows in 2 ms.
 */
const tableSize = 20_000;

/** An object with more keys than this is built as an `ObjectOfMany`. */
export const manyKeys = 10_000;

/** Collects the entries of an object with very many keys, key by key, without ever copying all of them at one go. */
export class ObjectOfMany<Value> {
	readonly entries: (readonly [key: string, value: Value])[] = [];
	readonly #tables: Map<string, Value>[] = [];

	add(entry: readonly [key: string, value: Value]): void {
		if (this.entries.length % tableSize === 0) this.#tables.unshift(new Map());
		this.entries.push(entry);
		this.#tables[0]?.set(...entry);
	}

	/** An object that looks its keys up in the tables, the newest first: of a doubled key the last value counts. */
	object(prototype: object): { readonly [key: string]: Value } {
		const tableOf = (key: string | symbol): Map<string, Value> | undefined =>
			typeof key === 'string' ? this.#tables.find((table) => table.has(key)) : undefined;
		const lookUp = (key: string | symbol): Value | undefined => tableOf(key)?.get(String(key));
		const refuse = (): boolean => false;
		return new Proxy<{ readonly [key: string]: Value }>(Object.create(prototype), {
			get: (target, key) => lookUp(key) ?? (tableOf(key) === undefined ? Reflect.get(target, key) : null),
			has: (target, key) => tableOf(key) !== undefined || Reflect.has(target, key),
			ownKeys: () => [...new Set(this.entries.map(([key]) => key))],
			getOwnPropertyDescriptor: (_, key) =>
				tableOf(key) === undefined
					? undefined
					: { value: lookUp(key), writable: true, enumerable: true, configurable: true },
			set: refuse,
			defineProperty: refuse,
			deleteProperty: refuse,
		});
	}
}
