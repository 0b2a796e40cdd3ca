import { type JsonValue, jsonObject } from '../../domain/json.ts';
import { t } from '../../text/safe.ts';
import { jsonLine } from './json-line.ts';
import type { Printer, PrinterOptions } from './printer.ts';
import type { ShownRow } from './shown-row.ts';

/** The row as it came, or only the fields that were asked for, with null for a missing one. */
export function rowJson({ json, field }: ShownRow, fields: readonly string[] | null): JsonValue {
	return fields === null ? json : jsonObject(fields.map((name) => [name, field(name) ?? null]));
}

/** One JSON value a line. */
export function ndjsonPrinter({ write, fields }: PrinterOptions): Printer {
	return { add: (row) => write(jsonLine(rowJson(row, fields))), end: async () => undefined };
}

/** One list of all rows, a row a line. */
export function jsonPrinter({ write, fields }: PrinterOptions): Printer {
	/** The row before, which gets a comma if another one follows. */
	let held: ShownRow | null = null;
	let isBegun = false;
	const line = (row: ShownRow) => jsonLine(rowJson(row, fields));
	return {
		add: async (row) => {
			const before = held;
			held = row;
			if (before !== null) await write(t`${isBegun ? t` ` : t`[`}${line(before)},`);
			if (before !== null) isBegun = true;
		},
		end: async () => {
			if (held === null) return write(t`[]`);
			await write(t`${isBegun ? t` ` : t`[`}${line(held)}]`);
		},
	};
}
