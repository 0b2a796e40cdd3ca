/** A phone number in any spacing, with the dash of a list that does not break. */
const number = /^\+?[\d\s().\u2011-]+$/;

/** Fewer digits are too few to search for; E.164 numbers have at most 15. */
const digitsOfNumber = { least: 7, most: 15 } as const;

/** The number in a text: `+13125550100` with its country code, or digits alone. Null if the text is no number. */
export function phoneNumber(text: string): { readonly digits: string; readonly isWhole: boolean } | null {
	if (!number.test(text)) return null;
	const digits = text.replaceAll(/\D/g, '');
	if (digits.length < digitsOfNumber.least || digits.length > digitsOfNumber.most) return null;
	return { digits, isWhole: text.trim().startsWith('+') };
}

/** The start of a number with its country code, and `*`: `+1 (312)*`. */
const start = /^\+[\d\s().\u2011-]*\*$/;

/**
 * A number as it is compared: `+1 (312) 555-0100` as `+13125550100`, `+1 312*` as `+1312*`, and `(312) 555-0100`, which
 * has no country code, as `*3125550100`. Any other text, and digits alone, stay as they are.
 */
export function comparedNumber(text: string): string {
	if (start.test(text)) return text.replaceAll(/[^\d+*]/g, '');
	const found = phoneNumber(text);
	if (found === null || /^\d+$/.test(text)) return text;
	return found.isWhole ? `+${found.digits}` : `*${found.digits}`;
}

/** A part of a number as it is looked for: `(312) 555` as `312555`. Any other text stays as it is. */
export function partOfNumber(text: string): string {
	return /^\+?[\d\s().\u2011-]*\d[\d\s().\u2011-]*$/.test(text) ? text.replaceAll(/[^\d+]/g, '') : text;
}
