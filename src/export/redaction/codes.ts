import type { RedactionKind } from '../../domain/redaction.ts';
import { keyPlaces } from '../../text/redact.ts';
import type { Found } from './found.ts';

/** E-mail addresses, IBANs, IP addresses, and keys and tokens in a plain text. Places may overlap. */
export function findCodes(text: string): readonly Found[] {
	return [
		...findEmails(text),
		...findSpokenEmails(text),
		...findIbans(text),
		...findIps(text),
		...findKeys(text),
	];
}

function found(kind: RedactionKind, start: number, length: number, value: string): Found {
	return { kind, start, end: start + length, value };
}

const mailLocal = /[\p{L}\p{M}\p{N}.!#$%&'*+/=?^_`{|}~-]/u;
const mailDomain =
	/(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+\p{L}[\p{L}\p{N}-]*\p{L}|\[[\d.:a-f]+\]/iuy;

/** From each `@` outwards: a pattern that starts at every letter takes minutes on one long word. */
function findEmails(text: string): readonly Found[] {
	const all: Found[] = [];
	for (let at = text.indexOf('@'); at !== -1; at = text.indexOf('@', at + 1)) {
		let start = at;
		if (text.charAt(at - 1) === '"') {
			const open = text.lastIndexOf('"', at - 2);
			if (open !== -1 && at - open < 66) start = open;
		} else while (start > 0 && at - start < 66 && mailLocal.test(text.charAt(start - 1))) start -= 1;
		mailDomain.lastIndex = at + 1;
		const domain = mailDomain.exec(text)?.[0];
		if (start === at || domain === undefined) continue;
		const length = at + 1 + domain.length - start;
		all.push(found('email', start, length, text.slice(start, start + length).toLowerCase()));
	}
	return all;
}

const spokenMail =
	/\b([a-z0-9]+(?:(?: (?:dot|underscore|dash|hyphen|minus|plus) |[._+-])[a-z0-9]+)*) (?:at|at sign|@) ((?:[a-z0-9-]+ dot )+(?:com|net|org|edu|gov|io|co|uk|de|info|biz|us|ca|fr|es|it|nl|au|eu|me)(?: dot uk)?)\b/gi;
const signs: Readonly<Record<string, string>> = {
	dot: '.',
	underscore: '_',
	dash: '-',
	hyphen: '-',
	minus: '-',
	plus: '+',
};

function findSpokenEmails(text: string): readonly Found[] {
	if (!/ dot /i.test(text)) return [];
	return [...text.matchAll(spokenMail)].map((match) => {
		const [whole, local = '', domain = ''] = match;
		const written = (part: string): string =>
			part
				.toLowerCase()
				.replaceAll(
					/ ?\b(dot|underscore|dash|hyphen|minus|plus)\b ?/g,
					(_, word: string) => signs[word] ?? '',
				)
				.replaceAll(' ', '');
		return found('email', match.index, whole.length, `${written(local)}@${written(domain)}`);
	});
}

/** The length of an IBAN by its country, from the registry of SWIFT. */
const ibanLengths: ReadonlyMap<string, number> = new Map(
	'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30'
		.split(' ')
		.map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
);

const ibanStart = /(?<![\p{L}\p{N}-])[A-Z]{2}[ -]?\d{2}/giu;

function findIbans(text: string): readonly Found[] {
	return [...text.matchAll(ibanStart)].flatMap(({ index }) => {
		const length = ibanLengths.get(text.slice(index, index + 2).toUpperCase());
		if (length === undefined) return [];
		let end = index;
		for (let left = length; end < text.length && left > 0; end += 1) {
			if (/[a-z0-9]/i.test(text.charAt(end))) left -= 1;
			else if (!/[ .-]/.test(text.charAt(end))) return [];
		}
		const written = text.slice(index, end);
		const groups = written.split(/[ .-]+/);
		const compact = groups.join('').toUpperCase();
		const isWhole = compact.length === length && !/\d/.test(text.charAt(end));
		// Groups of words and numbers, as in "at 624 Avalon Avenue", are no account.
		const isGrouped =
			groups.length === 1 || groups.every((group) => group.length <= 4 || /^\d+$/.test(group));
		const isAccount = isWhole && isGrouped && /\d{4}/.test(compact) && isIbanRight(compact);
		return isAccount ? [found('iban', index, end - index, compact)] : [];
	});
}

function isIbanRight(iban: string): boolean {
	const turned = iban.slice(4) + iban.slice(0, 4);
	let rest = 0;
	for (const character of turned)
		for (const digit of Number.parseInt(character, 36).toString()) rest = (rest * 10 + Number(digit)) % 97;
	return rest === 1;
}

const ipv4 = /(?<![\w.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?!\d|\.\d)/g;
const ipv6 = /(?<![\w:.])[0-9a-f:]{2,39}(?:(?<=:)(?:\d{1,3}\.){3}\d{1,3})?(?![\w:])/gi;

function findIps(text: string): readonly Found[] {
	const fours = [...text.matchAll(ipv4)].map(({ 0: one, index }) => found('ip', index, one.length, one));
	const sixes = !text.includes(':')
		? []
		: [...text.matchAll(ipv6)]
				.filter(([one]) => isIpv6(one))
				.map(({ 0: one, index }) => found('ip', index, one.length, one.toLowerCase()));
	return [...fours, ...sixes];
}

/** Eight groups of hex digits, or fewer with one `::`; a time such as `12:30:45` is none. */
function isIpv6(text: string): boolean {
	const [left = '', right, ...more] = text.split('::');
	if (more.length > 0 || text.includes(':::')) return false;
	const groups = [left, right ?? ''].flatMap((side) => (side === '' ? [] : side.split(':')));
	const size = groups.reduce((sum, group) => sum + (group.includes('.') ? 2 : 1), 0);
	if (!groups.every((group) => group.includes('.') || /^[0-9a-f]{1,4}$/i.test(group))) return false;
	return right === undefined ? size === 8 : size >= 1 && size < 8 && /\d/.test(text);
}

const keyShapes =
	/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]{0,8000}?(?:-----END [A-Z ]*PRIVATE KEY-----|$)|(?<![A-Za-z0-9])(?:sk-[A-Za-z0-9_-]{16,}|[spr]k_(?:live|test)_[A-Za-z0-9]{10,}|eyJ[\w-]{8,}\.[\w-]{4,}(?:\.[\w-]*)?|(?:AKIA|ASIA|AGPA|AROA|AIDA)[A-Z0-9]{16}|gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|xox[abeprs]-[\w-]{10,}|AIza[\w-]{30,}|glpat-[\w-]{16,}|SG\.[\w-]{16,}\.[\w-]{16,}|AC[0-9a-f]{32})/g;

/** A call control id (`v3:…`) is no secret, and a reader needs it. */
const longWord = /(?<![\w+/-]|\bv\d:)[A-Za-z0-9+/_-]{24,}={0,2}(?![\w])/g;

function findKeys(text: string): readonly Found[] {
	if (!/[A-Za-z0-9_+/.-]{12}|-----/.test(text)) return [];
	const places = keyPlaces(text).map(({ start, end }) =>
		found('key', start, end - start, text.slice(start, end)),
	);
	const shaped = [...text.matchAll(keyShapes)].map(({ 0: one, index }) =>
		found('key', index, one.length, one),
	);
	const random = [...text.matchAll(longWord)]
		.filter(([one]) => isRandom(one))
		.map(({ 0: one, index }) => found('key', index, one.length, one));
	return [...places, ...shaped, ...random];
}

/** The entropy a character of a random word has at least, in bits, and the share of places where its class changes. */
const random = { bits: 3.4, changes: 0.4 } as const;

/** True for a word of random characters. Ids of conversations and calls are none: a reader needs them. */
function isRandom(word: string): boolean {
	if (/^(?:call_|v3:|assistant-|msg_|chatcmpl-|toolu_)/.test(word)) return false;
	if (/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i.test(word)) return false;
	if (/^[0-9a-f]{32,}$/i.test(word)) return /\d/.test(word) && /[a-f]/i.test(word);
	if (word.split(/[/_-]/).some((part) => /^(?:[a-z]{4,}|[A-Z][a-z]{3,})$/.test(part))) return false;
	if (!/[a-z]/.test(word) || !/[A-Z]/.test(word) || !/\d/.test(word)) return false;
	const classes = [...word].map((one) => (/\d/.test(one) ? 0 : /[a-z]/.test(one) ? 1 : 2));
	const changes = classes.filter((one, index) => index > 0 && one !== classes[index - 1]).length;
	return changes / word.length >= random.changes && entropy(word) >= random.bits;
}

function entropy(word: string): number {
	const counts = new Map<string, number>();
	for (const one of word) counts.set(one, (counts.get(one) ?? 0) + 1);
	return [...counts.values()].reduce((sum, count) => {
		const share = count / word.length;
		return sum - share * Math.log2(share);
	}, 0);
}
