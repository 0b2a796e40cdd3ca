/**
 * Remembers the last result of a function and gives it again while its arguments are the same objects. One result, so
 * that nothing grows.
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
