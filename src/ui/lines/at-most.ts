import { clipLine, type Line, span } from '../../text/line.ts';
import { t } from '../../text/safe.ts';

/** The first lines, the last of them ending with a sign where there are more. */
export function atMost(lines: readonly Line[], most: number, cells: number): Line[] {
	const last = lines[most - 1];
	if (lines.length <= most || last === undefined) return lines.slice(0, most);
	return [...lines.slice(0, most - 1), clipLine([...last, span('dim', t`…`)], cells)];
}
