import { type Line, span } from '../../text/line.ts';
import { safe } from '../../text/safe.ts';
import { padEnd } from '../../text/width.ts';
import { wrapLine } from '../../text/wrap-line.ts';

const nameCells = 14;

/** Names and values under each other, values wrapped beside their names. */
export function factLines(facts: readonly (readonly [string, Line])[], cells: number): Line[] {
	return facts.flatMap(([name, value]) =>
		wrapLine([span('accent', padEnd(safe(name), nameCells)), ...value], cells, nameCells),
	);
}
