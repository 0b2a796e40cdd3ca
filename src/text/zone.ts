import { BoundedMap } from './bounded-map.ts';

/** Minutes east of UTC at a moment (milliseconds since 1970). */
export type ZoneOffset = (millis: number) => number;

/** The zone of the machine. */
export const localZone: ZoneOffset = (millis) => -new Date(millis).getTimezoneOffset();

/** Coordinated universal time. */
export const utc: ZoneOffset = () => 0;

const quarterHour = 900_000;

/**
 * A zone by its IANA name (`America/New_York`). Throws a RangeError for a name the runtime doesn't know. The formatter
 * is made once and asked once a quarter of an hour: every change of every zone since 1972 falls on a quarter.
 */
export function zoneNamed(name: string): ZoneOffset {
	const format = new Intl.DateTimeFormat('en', { timeZone: name, timeZoneName: 'longOffset' });
	const known = new BoundedMap<number, number>(1024);
	return (millis) => {
		const quarter = Math.floor(millis / quarterHour);
		return known.get(quarter) ?? known.set(quarter, offsetAt(format, quarter * quarterHour));
	};
}

function offsetAt(format: Intl.DateTimeFormat, millis: number): number {
	const text = format.formatToParts(millis).find((part) => part.type === 'timeZoneName')?.value ?? '';
	const match = /([+-])(\d{2}):(\d{2})/.exec(text);
	if (match === null) return 0;
	return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3]));
}
