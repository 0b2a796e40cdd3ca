import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { BoundedMap } from '../../text/bounded-map.ts';
import { type DigitGroup, digitRuns } from './digit-runs.ts';
import type { Found } from './found.ts';

/** Facts about a text that help to find its numbers. */
export type NumberHints = {
	/** The country of numbers without a country code, such as `US`. */
	readonly country: string;
	/** Phone numbers known from elsewhere, by their digits: then they are found in any spelling. */
	readonly known?: ReadonlyMap<string, string>;
	/** True for the value of a key such as `from` or `phone`: there, any number of 5 to 15 digits is one. */
	readonly isPhoneField: boolean;
};

/** Parts of a text that hold digits but no phone or card number. */
const noNumber = new RegExp(
	[
		// Ids of conversations, calls and tool calls.
		String.raw`(?<![\w-])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![\w-])`,
		String.raw`(?<!\w)v3:[\w-]{16,}`,
		String.raw`(?<!\w)call_\w{8,}`,
		// Dates and times.
		String.raw`(?<![\d-])\d{4}-(?:0\d|1[0-2])-(?:[0-2]\d|3[01])(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?(?![\d-])`,
		String.raw`(?<![\d/-])(?:0?\d|[12]\d|3[01])(?<by>[/-])(?:0?\d|[12]\d|3[01])\k<by>(?:19|20)\d{2}(?![\d/-])`,
		String.raw`(?<![\d:])\d{1,2}:\d{2}(?::\d{2})?(?![\d:])`,
		// Prices and coordinates.
		String.raw`[$€£¥]\s?\d+(?:[.,]\d+)*`,
		String.raw`(?<![\d,])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d,])`,
		String.raw`(?<![\d.])(?!\d{3}\.\d{7}(?!\d))\d{1,3}\.\d{5,}(?![\d.])|-\d{1,3}\.\d{5,}(?![\d.])`,
	].join('|'),
	'giu',
);

/** Longest card number, and the shortest. */
const cardDigits = { least: 13, most: 19 } as const;
const phoneDigits = { least: 5, most: 15 } as const;
/** Every group of a spoken number is one digit, so a window has at most as many groups as a card has digits. */
const mostGroups = cardDigits.most;

/** Phone and card numbers in a plain text: written, spaced or spoken in English. Places do not overlap. */
export function findNumbers(text: string, hints: NumberHints): readonly Found[] {
	const skipped = hints.isPhoneField ? [] : [...text.matchAll(noNumber)];
	let next = 0;
	const isSkipped = (at: number): number | null => {
		while (next > 0 && (skipped[next - 1]?.index ?? 0) > at) next -= 1;
		for (let one = skipped[next]; one !== undefined; one = skipped[next]) {
			const end = one.index + one[0].length;
			if (at < one.index) return null;
			if (at < end) return end;
			next += 1;
		}
		return null;
	};
	return digitRuns(text, isSkipped).flatMap((run) => numbersIn(text, run, hints));
}

function numbersIn(text: string, run: readonly DigitGroup[], hints: NumberHints): readonly Found[] {
	const found: Found[] = [];
	for (let first = 0; first < run.length; ) {
		const one = longestFrom(text, run, first, hints);
		if (one === null) first += 1;
		else {
			found.push(one.found);
			first = one.after;
		}
	}
	return found;
}

/** The longest number that begins with this group, and the index of the group after it; null if there is none. */
function longestFrom(
	text: string,
	run: readonly DigitGroup[],
	first: number,
	hints: NumberHints,
): { readonly found: Found; readonly after: number } | null {
	let digits = '';
	let best: { readonly found: Found; readonly after: number } | null = null;
	for (let last = first; last < run.length && last - first < mostGroups; last += 1) {
		digits += run[last]?.digits ?? '';
		if (digits.length > cardDigits.most) break;
		if (digits.length < phoneDigits.least) continue;
		const groups = run.slice(first, last + 1);
		if (!isApart(text, groups)) continue;
		const kind = isCard(digits, groups) ? 'card' : null;
		const value = kind === 'card' ? digits : phoneOf(digits, groups, hints);
		const begins = groups[0]?.start ?? 0;
		const isOpen = text.charAt(begins - 1) === '(' && groups.some(({ gap }) => gap.includes(')'));
		const start = isOpen ? begins - 1 : begins;
		const end = run[last]?.end ?? start;
		if (value !== null) best = { found: { kind: kind ?? 'phone', start, end, value }, after: last + 1 };
	}
	return best;
}

/** Longest word around a number that is looked at, in UTF-16 units. */
const longestWord = 40;

/** True unless the digits are part of a word with more digits, such as a hash. */
function isApart(text: string, groups: readonly DigitGroup[]): boolean {
	const [first] = groups;
	const last = groups.at(-1);
	if (first === undefined || last === undefined) return false;
	const before =
		/[A-Za-z0-9]*$/.exec(text.slice(Math.max(0, first.start - longestWord), first.start))?.[0] ?? '';
	const after = /^[A-Za-z0-9]*/.exec(text.slice(last.end, last.end + longestWord))?.[0] ?? '';
	return (first.hasPlus || !/\d/.test(before)) && !/\d/.test(after.replace(/^(?:x|ext)\d{1,6}$/i, ''));
}

/** Cards: the check digit of Luhn is right, and the first digit is one of a card scheme. */
function isCard(digits: string, groups: readonly DigitGroup[]): boolean {
	const { least, most } = cardDigits;
	if (digits.length < least || digits.length > most || !/^[2-6]/.test(digits)) return false;
	if (groups.some(({ hasPlus }) => hasPlus)) return false;
	return hasLuhn(digits);
}

function hasLuhn(digits: string): boolean {
	let sum = 0;
	for (let index = 0; index < digits.length; index += 1) {
		const value = Number(digits.charAt(digits.length - 1 - index));
		const twice = index % 2 === 1 ? value * 2 : value;
		sum += twice > 9 ? twice - 9 : twice;
	}
	return sum % 10 === 0;
}

/** The phone number in E.164, or its digits if only the field says that it is one; null if it is none. */
function phoneOf(
	digits: string,
	groups: readonly DigitGroup[],
	{ country, isPhoneField, known: before }: NumberHints,
): string | null {
	const [first] = groups;
	if (first === undefined || digits.length > phoneDigits.most) return null;
	if (groups.slice(1).some(({ hasPlus }) => hasPlus)) return null;
	const same = before?.get(digits);
	if (same !== undefined) return same;
	if (first.hasPlus) return known(`+${digits}`, country)?.possible ?? (isPhoneField ? `+${digits}` : null);
	const foreign = /^(?:00|011)(\d{8,})$/.exec(digits)?.[1];
	const national = known(digits, country);
	if (isPhoneField) return national?.valid ?? known(`+${digits}`, country)?.possible ?? digits;
	if (digits.length < 8) return null;
	if (foreign !== undefined) return known(`+${foreign}`, country)?.valid ?? null;
	// A dot alone is a decimal point: a coordinate has the digits of a phone number.
	if (groups.length === 2 && groups[1]?.gap === '.') return null;
	if (national?.valid != null) return national.valid;
	const isGrouped = groups.length >= 3 || first.isSpoken;
	if (isGrouped && isNational(groups)) return national?.possible ?? null;
	return isGrouped && digits.length >= 11 ? (known(`+${digits}`, country)?.valid ?? null) : null;
}

/** The usual groups of a number: 312 555 0100, with a country code in front or without. */
function isNational(groups: readonly DigitGroup[]): boolean {
	const sizes = groups.map(({ digits }) => digits.length).join(' ');
	return /^(?:1 )?3 3 4$/.test(sizes) || groups.every(({ digits }) => digits.length <= 2);
}

/** The digits by which a phone number found in a field may be said: with its country code, without it, or with a 0. */
export function spellingsOf({ value }: Found, text: string, country: string): readonly string[] {
	const said = text.replaceAll(/\D/g, '');
	const parsed =
		value.startsWith('+') && isSupportedCountry(country) ? parsePhoneNumberFromString(value) : undefined;
	const national =
		parsed === undefined || parsed.nationalNumber.length < 7
			? []
			: [parsed.nationalNumber, `0${parsed.nationalNumber}`];
	return [said, value.replaceAll(/\D/g, ''), ...national].filter(({ length }) => length >= phoneDigits.least);
}

type Known = { readonly valid: string | null; readonly possible: string | null } | null;

/** Numbers come again and again in a conversation; parsing one takes 20 µs. */
const remembered = new BoundedMap<string, Known>(4096);

function known(digits: string, country: string): Known {
	const key = `${country} ${digits}`;
	const before = remembered.get(key);
	if (before !== undefined) return before;
	if (!isSupportedCountry(country))
		throw new RangeError(
			`The setting redactCountry is “${country}”, which is no country with phone numbers. Correct it (:config).`,
		);
	const parsed = parsePhoneNumberFromString(digits, country);
	if (parsed === undefined) return remembered.set(key, null);
	const isValid = parsed.isValid() && isDialled(parsed.countryCallingCode, parsed.nationalNumber);
	return remembered.set(key, {
		valid: isValid ? parsed.number : null,
		possible: parsed.isPossible() ? parsed.number : null,
	});
}

/** In North America neither the area nor the exchange begins with 0 or 1: an order number often does. */
function isDialled(callingCode: string, national: string): boolean {
	return callingCode !== '1' || /^[2-9]\d{2}[2-9]\d{6}$/.test(national);
}
