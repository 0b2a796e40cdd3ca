/**
 * A point in time in whole microseconds since 1970-01-01 UTC. The API writes six fractional digits, and a keyset
 * cursor that drops three of them skips rows. The count is a safe integer until the year 2255.
 */
export type Instant = number & { readonly __instant: unique symbol };

const pattern =
	/^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?\s*(Z|z|[+-]\d{2}(?::?\d{2})?)?$/;

/**
 * Reads an ISO 8601 timestamp with up to nine fractional digits, truncated to the microsecond. Without an offset it
 * is UTC, as in the API. Returns null for other text and for dates that do not exist.
 */
export function parseInstant(text: string): Instant | null {
	const match = pattern.exec(text.trim());
	if (match === null) return null;
	const [, year, month, day, hour, minute, second = '0', fraction = '', zone = 'Z'] = match;
	const fields = [year, month, day, hour, minute, second].map(Number) as [
		number,
		number,
		number,
		number,
		number,
		number,
	];
	const [y, mo, d, h, mi, s] = fields;
	if (h > 23 || mi > 59 || s > 59) return null;
	const date = new Date(0);
	date.setUTCFullYear(y, mo - 1, d);
	date.setUTCHours(h, mi, s);
	// A day that does not exist is one of another month.
	if (date.getUTCMonth() !== mo - 1) return null;
	const offset = zoneMinutes(zone);
	if (offset === null) return null;
	const micros = Number(fraction.padEnd(6, '0').slice(0, 6));
	return ((date.getTime() - offset * 60_000) * 1000 + micros) as Instant;
}

function zoneMinutes(zone: string): number | null {
	if (zone === 'Z' || zone === 'z') return 0;
	const digits = zone.slice(1).replace(':', '');
	const hours = Number(digits.slice(0, 2));
	const minutes = Number(digits.slice(2, 4) || '0');
	if (hours > 15 || minutes > 59) return null;
	return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}

/** Formats an instant as the API does: `2026-10-15T16:05:41.651903+00:00`. */
export function formatInstant(instant: Instant): string {
	const millis = Math.floor(instant / 1000);
	const micros = instant - millis * 1000;
	return `${new Date(millis).toISOString().slice(0, -1)}${String(micros).padStart(3, '0')}+00:00`;
}

/** An instant from milliseconds since 1970 (`Date.now()`). */
export function instantFromMillis(millis: number): Instant {
	return Math.round(millis * 1000) as Instant;
}

/** Milliseconds since 1970, rounded down. */
export function millisOf(instant: Instant): number {
	return Math.floor(instant / 1000);
}
