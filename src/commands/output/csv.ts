import { harmless } from '../../export/csv.ts';
import { safe } from '../../text/safe.ts';
import type { SafeText } from '../../text/safe-text.ts';
import { cellText } from './cell-text.ts';
import type { Printer, PrinterOptions } from './printer.ts';

/** Comma-separated values by RFC 4180, with a head and line ends of this system. */
export function csvPrinter({ write, fields, columns }: PrinterOptions): Printer {
	const names = fields ?? columns;
	let isBegun = false;
	const writeRow = async (cells: readonly string[]): Promise<void> => {
		for (const line of csvLines(cells)) await write(line);
	};
	return {
		add: async (row) => {
			if (!isBegun) await writeRow(names);
			isBegun = true;
			await writeRow(names.map((name) => cellText(row.field(name))));
		},
		end: async () => undefined,
	};
}

/** One record. A cell with line ends makes several lines of it. */
function csvLines(cells: readonly string[]): SafeText[] {
	return cells
		.map(quoted)
		.join(',')
		.split('\n')
		.map((line) => safe(line));
}

function quoted(raw: string): string {
	const lines = raw.split(/\r?\n/).map((line) => safe(line));
	const text = harmless(lines.join('\n'));
	return /[",\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
