import type { SafeText } from '../../text/safe-text.ts';
import type { ZoneOffset } from '../../text/time.ts';
import type { ShownRow } from './shown-row.ts';

export const formats = ['table', 'json', 'ndjson', 'csv', 'yaml', 'md'] as const;
export type Format = (typeof formats)[number];

/** Prints rows as they come. `end` prints the rest. */
export type Printer = {
	readonly add: (row: ShownRow) => Promise<void>;
	readonly end: () => Promise<void>;
};

export type PrinterOptions = {
	/** Writes one line; resolves when there is room for the next. */
	readonly write: (line: SafeText) => Promise<void>;
	/** The fields that were asked for; null for all. */
	readonly fields: readonly string[] | null;
	/** The columns of the formats that have columns, if no fields were asked for. */
	readonly columns: readonly string[];
	/** The width of the terminal in cells; null for none. */
	readonly width: number | null;
	readonly zone: ZoneOffset;
	/** Shows each row of a table as a list of names and values, for a single conversation. */
	readonly isSheet?: boolean;
};
