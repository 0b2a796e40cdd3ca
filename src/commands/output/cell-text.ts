import { millisOf, parseInstant } from '../../domain/instant.ts';
import { type JsonValue, jsonText } from '../../domain/json.ts';
import { stamp, type ZoneOffset } from '../../text/time.ts';

/** A value as the raw text of a cell: a text as it is, nothing for a missing value, JSON for anything else. */
export function cellText(value: JsonValue | undefined): string {
	if (value === undefined || value === null) return '';
	return typeof value === 'string' ? value : jsonText(value);
}

const isTimeName = /(?:^|[._])at$/;

/**
 * As `cellText`, with a time in the reader's zone: that of a message to the second, `2026-10-15 18:05:41`, all others to
 * the minute, so that a list fits into 80 columns.
 */
export function readableText(name: string, value: JsonValue | undefined, zone: ZoneOffset): string {
	const instant = isTimeName.test(name) && typeof value === 'string' ? parseInstant(value) : null;
	if (instant === null) return cellText(value);
	return stamp(millisOf(instant), zone)
		.slice(0, name === 'at' ? 19 : 16)
		.replace('T', ' ');
}
