import { type Line, span } from '../../text/line.ts';
import { t } from '../../text/safe.ts';
import type { SafeText } from '../../text/safe-text.ts';

/** Keys and what they do, in a row. */
export function keyWords(...keys: readonly (readonly [SafeText, SafeText])[]): Line {
	return keys.flatMap(([key, words], at) => [
		span('accent', at === 0 ? key : t`   ${key}`),
		span('dim', t` ${words}`),
	]);
}
