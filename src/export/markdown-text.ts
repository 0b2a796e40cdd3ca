import { cleanText } from '../text/clean-text.ts';

/** Characters that begin code, emphasis, a link, a table cell, a formula or strikethrough, wherever they stand. */
const anywhere = /[\\`*[\]|~$]/g;
/** An underscore within a word, as in `order_id`, is no emphasis. */
const emphasis = /(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu;
/** A heading, a list, a rule or the underline of a heading. */
const atStart = /^(?:#|[-+=]|\d+(?=[.)]))/;

/**
 * One line of outside words as Markdown that reads as these words: no structure, no HTML, no link of its own. Line ends
 * become blanks.
 */
export function inlineMarkdown(raw: string): string {
	const words = escaped(cleanText(raw).replaceAll('\n', ' ').trim());
	// A # after a blank would be taken as the end of a heading.
	return words.replace(/(^|\s)#/g, '$1\\#');
}

/** Outside words as a quotation, line by line. An empty text becomes `(no words)`. */
export function quotedMarkdown(raw: string): string {
	const lines = cleanText(raw).replace(/\n+$/, '').split('\n').map(escapedLine);
	if (lines.every((line) => line === '')) return '> *(no words)*';
	return lines
		.map((line, index) => {
			if (line === '') return '>';
			// Two blanks keep a line end of the text. A backslash would end up in a link at the end of the line.
			return `> ${line}${(lines[index + 1] ?? '') === '' ? '' : '  '}`;
		})
		.join('\n');
}

/** Text as a code block, with a fence longer than any run of backticks in it. */
export function fencedMarkdown(text: string, language = ''): string {
	const runs = text.match(/`+/g) ?? [];
	const longest = runs.reduce((most, run) => Math.max(most, run.length), 2);
	const fence = '`'.repeat(longest + 1);
	return `${fence}${language}\n${text}${text.endsWith('\n') ? '' : '\n'}${fence}`;
}

/** Outside words for a cell of a table. */
export function cellMarkdown(raw: string): string {
	return cleanText(raw).trim().split('\n').map(escaped).join('<br>');
}

function escaped(words: string): string {
	return words
		.replace(anywhere, '\\$&')
		.replace(emphasis, '\\_')
		.replace(/&(?=#?\w)/g, '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;');
}

/** A line that begins a line of the document. */
function escapedLine(line: string): string {
	const blanks = /^[ \t]*/.exec(line)?.[0].length ?? 0;
	const words = escaped(line.slice(blanks).trimEnd()).replace(atStart, (sign) =>
		/^\d/.test(sign) ? `${sign}\\` : `\\${sign}`,
	);
	// Blanks at the start of a line would make it code, or would be lost.
	return words === '' ? '' : `${'&nbsp;'.repeat(blanks)}${words}`;
}
