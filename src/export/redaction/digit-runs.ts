/** Digits as written or spoken at one place of a text: `555`, `double five`, `fifty five`. */
export type DigitGroup = {
	readonly digits: string;
	readonly start: number;
	readonly end: number;
	readonly isSpoken: boolean;
	/** True after a plus sign or the word "plus". */
	readonly hasPlus: boolean;
	/** The text between the group before and this one; '' for the first. */
	readonly gap: string;
};

const units = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
const teens = [
	'ten',
	'eleven',
	'twelve',
	'thirteen',
	'fourteen',
	'fifteen',
	'sixteen',
	'seventeen',
	'eighteen',
	'nineteen',
];
const tens = ['twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];

const spoken: ReadonlyMap<string, string> = new Map([
	...units.map((word, value) => [word, String(value)] as const),
	...teens.map((word, value) => [word, String(10 + value)] as const),
	...tens.map((word, value) => [word, String(20 + 10 * value)] as const),
	['oh', '0'],
	['o', '0'],
	['nought', '0'],
	['naught', '0'],
]);

const many: ReadonlyMap<string, number> = new Map([
	['double', 2],
	['triple', 3],
	['treble', 3],
	['quadruple', 4],
]);

/** Words that may stand between the digits of one number. */
const fillers =
	'and|then|um+|uh+|er+|hm+|mm+|ok|okay|yes|yeah|yep|right|so|got it|dash|hyphen|dot|space|area|code|the|rest|is|its|it is|followed|by|next|go|ahead|sure|that is|finally';

const numberWords = [...spoken.keys(), ...many.keys(), 'hundred', 'thousand', 'plus'].join('|');
const piece = new RegExp(
	`(?<digits>\\d+)|(?<word>\\b(?:${numberWords})\\b)|(?<gap>[\\s.,/()_*·•…"'~!?;[\\]-]|\\b(?:${fillers})\\b)|(?<plus>\\+)`,
	'giy',
);

/** The longest text between two groups of one number, in UTF-16 units. */
const longestGap = 48;

/** Where a run may begin. Most texts have none of it. */
const beginning = new RegExp(`\\d|\\+|\\b(?:${numberWords})\\b`, 'gi');

/**
 * Groups of digits with only blanks, punctuation and fillers between them, as runs. `isSkipped` marks places that are
 * no part of a number, such as dates and ids.
 */
export function digitRuns(
	text: string,
	isSkipped: (at: number) => number | null,
): readonly (readonly DigitGroup[])[] {
	const runs: DigitGroup[][] = [];
	let from = 0;
	for (;;) {
		beginning.lastIndex = from;
		const next = beginning.exec(text);
		if (next === null) return runs;
		const after = isSkipped(next.index);
		if (after !== null) {
			from = after;
			continue;
		}
		const { groups, end } = runAt(text, next.index, isSkipped);
		if (groups.length > 0) runs.push(groups);
		from = Math.max(end, next.index + 1);
	}
}

type Pending = { times: number | null; plusAt: number | null; gapFrom: number };

function runAt(
	text: string,
	from: number,
	isSkipped: (at: number) => number | null,
): { readonly groups: DigitGroup[]; readonly end: number } {
	const groups: DigitGroup[] = [];
	const pending: Pending = { times: null, plusAt: null, gapFrom: from };
	let multiplierAt = from;
	let at = from;
	const push = (digits: string, start: number, end: number, isSpoken: boolean): void => {
		const begins = pending.plusAt ?? (pending.times === null ? start : multiplierAt);
		const gap = groups.length === 0 ? '' : text.slice(pending.gapFrom, begins);
		const repeated = digits.repeat(pending.times ?? 1);
		const hasPlus = pending.plusAt !== null;
		groups.push({ digits: repeated, start: begins, end, isSpoken, hasPlus, gap });
		Object.assign(pending, { times: null, plusAt: null, gapFrom: end });
	};
	while (at < text.length && isSkipped(at) === null && at - pending.gapFrom <= longestGap) {
		piece.lastIndex = at;
		const match = piece.exec(text);
		if (match?.groups === undefined) break;
		const { digits, word, plus } = match.groups;
		const end = at + match[0].length;
		if (digits !== undefined) push(digits, at, end, false);
		else if (plus !== undefined || word?.toLowerCase() === 'plus') pending.plusAt = at;
		else if (word !== undefined) {
			const value = word.toLowerCase();
			const times = many.get(value);
			if (times !== undefined) {
				pending.times = times;
				multiplierAt = at;
			} else takeWord(value, at, end);
		}
		at = end;
	}
	return { groups, end: Math.max(at, groups.at(-1)?.end ?? at) };

	function takeWord(value: string, start: number, end: number): void {
		const last = groups.at(-1);
		const isClose = last !== undefined && /^[\s-]*$/.test(text.slice(last.end, start));
		if (value === 'hundred' || value === 'thousand') {
			const zeros = value === 'hundred' ? '00' : '000';
			if (last === undefined || !isClose) return;
			groups[groups.length - 1] = { ...last, digits: last.digits + zeros, end };
			pending.gapFrom = end;
			return;
		}
		const digits = spoken.get(value);
		if (digits === undefined) return;
		// "Fifty five" is 55; "fifty fifteen" is not.
		const joins =
			last?.isSpoken === true && isClose && /^[2-9]0$/.test(last.digits) && /^[1-9]$/.test(digits);
		if (joins && last !== undefined && pending.times === null) {
			groups[groups.length - 1] = { ...last, digits: `${last.digits[0]}${digits}`, end };
			pending.gapFrom = end;
		} else push(digits, start, end, true);
	}
}
