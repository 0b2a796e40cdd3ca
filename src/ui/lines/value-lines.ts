import { type JsonValue, jsonText } from '../../domain/json.ts';
import { jsonLines, parseJson } from '../../text/json-text.ts';
import { type Line, lineText, span } from '../../text/line.ts';
import { safe, safeLines, t } from '../../text/safe.ts';
import { nothing } from '../../text/safe-text.ts';
import { wrapLine } from '../../text/wrap-line.ts';

/** A metadata value in full, wrapped: JSON indented, whether it came as JSON or as text that is some. */
export function fullValue(value: JsonValue, cells: number): Line[] {
	if (value === '') return [[span('muted', t`(empty)`)]];
	if (typeof value !== 'string') return jsonLines(value, cells);
	const parsed = /^\s*[[{]/.test(value) ? parseJson(value) : undefined;
	if (parsed !== undefined) return jsonLines(parsed, cells);
	return safeLines(value).flatMap((row) => wrapLine([span('plain', row === nothing ? t` ` : row)], cells));
}

/**
 * Values that differ, each in full. Where two of them would look alike (a number and the same as text, blanks at an end,
 * JSON that is only spaced differently), all are shown as the JSON that they are sent as.
 */
export function differentValues(values: readonly JsonValue[], cells: number): Line[][] {
	const lines = values.map((value) => fullValue(value, cells));
	const looks = new Set(lines.map((rows) => rows.map(lineText).join(' ').replaceAll(/\s+/g, ' ').trim()));
	if (looks.size === values.length) return lines;
	return values.map((value) => wrapLine([span('plain', safe(jsonText(value)))], cells));
}
