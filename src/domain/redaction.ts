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

/** A kind with its number, such as `12 phone numbers`. `written` is the number in words. */
export function kindCount(kind: RedactionKind, count: number, written = String(count)): string {
	return `${written} ${titles[kind][count === 1 ? 0 : 1]}`;
}

/** A kind in the plural, such as `phone numbers`. */
export function kindTitle(kind: RedactionKind): string {
	return titles[kind][1];
}

/** The kinds of personal data that no finder looks for. Preview, manifest and documentation say this sentence. */
export const notLookedFor =
	'Not looked for: names and postal addresses inside sentences, dates of birth, account and order numbers, numbers of fewer than 8 digits, and numbers spoken in other languages than English. List such words yourself.';

/** The same where there is little room. */
export const notLookedForInShort = 'Not looked for: names and addresses in sentences.';

/** A value that was found, and its stand-in. */
export type Finding = {
	/** Kind and normalised value: the name by which it is taken back. */
	readonly key: string;
	readonly kind: RedactionKind;
	/** The value as first found. Raw. */
	readonly text: string;
	/** The text that replaces it, such as `[phone 2]`. */
	readonly standIn: string;
	readonly count: number;
	/** The words before and after the first place. Raw. */
	readonly sample: readonly [before: string, after: string];
};
