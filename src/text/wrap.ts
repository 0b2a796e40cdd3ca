import { assumeSafe, nothing, type SafeText } from './safe-text.ts';
import { cellWidth, segments } from './width.ts';

/**
 * Wraps one line of text at word ends into lines of at most `cells` cells. A word longer than a line is broken; the
 * blanks at a break go. Always gives at least one line.
 */
export function wrap(text: SafeText, cells: number): SafeText[] {
	if (cellWidth(text) <= cells) return [text];
	const lines: SafeText[] = [];
	let line = '';
	let used = 0;
	for (const word of text.split(/(?<= )(?! )/)) {
		const width = cellWidth(assumeSafe(word.trimEnd()));
		if (used > 0 && used + width > cells) {
			lines.push(assumeSafe(line.trimEnd()));
			line = '';
			used = 0;
		}
		for (const segment of segments(assumeSafe(word))) {
			if (used + segment.width > cells) {
				if (segment.text === ' ') continue;
				lines.push(assumeSafe(line));
				line = '';
				used = 0;
			}
			line += segment.text;
			used += segment.width;
		}
	}
	lines.push(line === '' ? nothing : assumeSafe(line));
	return lines;
}
