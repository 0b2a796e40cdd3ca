import { isJsonObject, jsonKeys } from '../../domain/json.ts';
import { joinRows, safe, safeLines, t } from '../../text/safe.ts';
import { nothing, type SafeText } from '../../text/safe-text.ts';
import { blank, cellWidth, padEnd } from '../../text/width.ts';
import { wrap } from '../../text/wrap.ts';
import { readableText } from './cell-text.ts';
import type { Printer, PrinterOptions } from './printer.ts';
import type { ShownRow } from './shown-row.ts';

/** The columns take their widths from this many rows; wider cells of later rows are not cut. */
const measured = 50;
const gap = 2;
/** With less room than this, the last column is left to the terminal's own wrapping. */
const leastLast = 16;

/** Aligned columns with a head. Nothing is cut: on a terminal the last column is wrapped in its place. */
export function tablePrinter({ write, fields, columns, width, zone }: PrinterOptions): Printer {
	const names = fields ?? columns;
	const head = names.map((name) => safe(name));
	let held: SafeText[][] | null = [];
	let widths: readonly number[] = [];
	const flush = async (): Promise<void> => {
		if (held === null) return;
		const rows = held;
		held = null;
		widths = head.map((name, at) =>
			Math.max(cellWidth(name), ...rows.map((cells) => cellWidth(cells[at] ?? nothing))),
		);
		if (rows.length === 0) return;
		for (const cells of [head, ...rows]) await writeRow(cells);
	};
	const writeRow = async (cells: readonly SafeText[]): Promise<void> => {
		const last = cells.at(-1) ?? nothing;
		const before = cells.slice(0, -1).map((cell, at) => padEnd(cell, (widths[at] ?? 0) + gap));
		const lead = t`${joined(before)}`;
		const room = width === null ? 0 : width - cellWidth(lead);
		const rows = room < leastLast ? [last] : wrap(last, room);
		for (const [at, row] of rows.entries())
			await write(trimmed(at === 0 ? t`${lead}${row}` : t`${blank(cellWidth(lead))}${row}`));
	};
	return {
		add: async (row) => {
			const cells = names.map((name) => oneLine(readableText(name, row.field(name), zone)));
			if (held === null) return writeRow(cells);
			held.push(cells);
			if (held.length >= measured) await flush();
		},
		end: flush,
	};
}

/** Each row as lines of names and values, with an empty line between two rows. */
export function sheetPrinter({ write, fields, columns, width, zone }: PrinterOptions): Printer {
	let isFirst = true;
	return {
		add: async (row) => {
			if (!isFirst) await write(nothing);
			isFirst = false;
			const names = fields ?? sheetNames(row, columns);
			const cells = Math.max(...names.map((name) => cellWidth(safe(name)))) + gap;
			for (const name of names) {
				const room = width === null ? Number.POSITIVE_INFINITY : Math.max(leastLast, width - cells);
				const lines = safeLines(readableText(name, row.field(name), zone)).flatMap((line) =>
					Number.isFinite(room) ? wrap(line, room) : [line],
				);
				for (const [at, line] of lines.entries())
					await write(trimmed(t`${at === 0 ? padEnd(safe(name), cells) : blank(cells)}${line}`));
			}
		},
		end: async () => undefined,
	};
}

/** The columns, then every key of the metadata, then every other field that the API sent. */
function sheetNames({ json, field }: ShownRow, columns: readonly string[]): readonly string[] {
	const metadata = field('metadata');
	const keys = isJsonObject(metadata) ? jsonKeys(metadata).map((key) => `metadata.${key}`) : [];
	const others = isJsonObject(json) ? jsonKeys(json).filter((key) => key !== 'metadata') : [];
	return [...new Set([...columns, ...others, ...keys])];
}

function oneLine(text: string): SafeText {
	return joinRows(safeLines(text.trim()));
}

function joined(parts: readonly SafeText[]): SafeText {
	return parts.reduce((all, part) => t`${all}${part}`, nothing);
}

function trimmed(line: SafeText): SafeText {
	return safe(line.trimEnd());
}
