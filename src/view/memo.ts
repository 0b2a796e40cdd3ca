/**
 * Caches the last result of a function and returns it while the arguments are the same objects. Only one result, so
 * that the cache does not grow.
 */
export function memoLast<A extends readonly unknown[], R>(compute: (...args: A) => R): (...args: A) => R {
	let last: { readonly args: A; readonly result: R } | null = null;
	return (...args) => {
		const known = last;
		if (
			known !== null &&
			known.args.length === args.length &&
			known.args.every((arg, i) => Object.is(arg, args[i]))
		) {
			return known.result;
		}
		const result = compute(...args);
		last = { args, result };
		return result;
	};
}
