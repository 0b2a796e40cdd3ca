/** The kinds of personal data that a redaction looks for. */
export const redactionKinds = ['phone', 'email', 'card', 'iban', 'ip', 'key', 'word'] as const;
export type RedactionKind = (typeof redactionKinds)[number];

const titles: Readonly<Record<RedactionKind, readonly [one: string, many: string]>> = {
	phone: ['phone number', 'phone numbers'],
	email: ['e-mail address', 'e-mail addresses'],
	card: ['card number', 'card numbers'],
	iban: ['IBAN', 'IBANs'],
	ip: ['IP address', 'IP addresses'],
	key: ['key or token', 'keys and tokens'],
	word: ['listed word', 'listed words'],
};

/** A kind with its number, such as `12 phone numbers`. */
export function kindCount(kind: RedactionKind, count: number): string {
	return `${count} ${titles[kind][count === 1 ? 0 : 1]}`;
}

/** A kind in the plural, such as `phone numbers`. */
export function kindTitle(kind: RedactionKind): string {
	return titles[kind][1];
}

/** The kinds of personal data that no finder looks for. Preview, manifest and documentation say this sentence. */
export const notLookedFor =
	'Not looked for: names and postal addresses inside sentences, dates of birth, account and order numbers, numbers of fewer than 8 digits, and numbers spoken in other languages than English. List such words yourself.';

/** A place in a text, in UTF-16 units, and the value found there. Equal `kind` and `value` stand for the same person. */
export type Found = {
	readonly kind: RedactionKind;
	readonly start: number;
	readonly end: number;
	/** The normalised value: E.164 for a phone number, lower case for an address. */
	readonly value: string;
};
