import { safe, safeLines, t } from '../../text/safe.ts';
import { nothing, type SafeText } from '../../text/safe-text.ts';
import { readableText } from './cell-text.ts';
import type { Printer, PrinterOptions } from './printer.ts';

/** Characters that begin code, emphasis, a link, a table cell, a formula or strikethrough, and the escape itself. */
const structure = /[\\`*_[\]|~$#!@]/g;
/** Addresses that some readers make links of. */
const address = /\b(https?|ftp|mailto|xmpp)(?=:)|\b(www)(?=\.)/gi;

/** A table in Markdown, whose cells read as the words that they have: no structure, no HTML, no link of their own. */
export function markdownPrinter({ write, fields, columns, zone }: PrinterOptions): Printer {
	const names = fields ?? columns;
	let isBegun = false;
	return {
		add: async (row) => {
			if (!isBegun) {
				await write(rowOf(names.map(cell)));
				await write(rowOf(names.map(() => t`---`)));
			}
			isBegun = true;
			await write(rowOf(names.map((name) => cell(readableText(name, row.field(name), zone)))));
		},
		end: async () => undefined,
	};
}

function rowOf(cells: readonly SafeText[]): SafeText {
	return t`|${cells.reduce((all, one) => t`${all} ${one} |`, nothing)}`;
}

function cell(raw: string): SafeText {
	return safe(safeLines(raw.trim()).map(escaped).join('<br>'));
}

function escaped(line: string): string {
	return line
		.replace(structure, '\\$&')
		.replace(/&(?=#?\w)/g, '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replace(address, '$&\\');
}
