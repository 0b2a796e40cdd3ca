import type { Turn } from '../transcript.ts';
import { findingAt, type Rule } from './finding.ts';
import { isMereAssent, isThanks, plainWords, type Speech, wordsOf } from './wording.ts';

/** Words that come and go when somebody says the same again. */
const filler =
	/\b(?:um+|uh+|er|hmm|hi|hello|hey|please|so|well|but|no|yes|ok|okay|again|sorry|i (?:just )?said)\b/g;

/** Asking for the next of several: said again because it worked. */
const more = /\b(?:else|other|others|another|alternatives?|alternative|more|next|different|again)\b/;

/** Fewer words than this are said twice by accident. */
const fewest = 3;

const complaint =
	/\b(?:i(?:'ve|’ve| have)? (?:just|already) (?:said|told|gave|given|answered|explained|mentioned)|how many times|(?:you|i) (?:already|just) asked|i (?:keep|kept) (?:saying|telling|repeating)|(?:for the|this is the) (?:second|third|fourth|last|hundredth) time|asking (?:me )?(?:the same|again and again)|are you (?:even )?listening)\b/i;

/**
 * The user said the same in two of their turns running, or complained that they had to. Only the same words count: in
 * real conversations nearly the same ones ask for something else. Assent and "what else is there" do not count.
 */
export const userRepeated: Rule = ({ turns }) => {
	let before: Speech | null = null;
	let coreBefore = '';
	const repeats: Speech[] = [];
	for (const turn of wordsOf(turns, 'user')) {
		const core = withoutFiller(plainWords(turn.text));
		if (complaint.test(turn.text)) repeats.push(turn);
		else if (before !== null && core === coreBefore && carriesMeaning(turn.text, core))
			repeats.push(before, turn);
		before = turn;
		coreBefore = core;
	}
	const cause = [...new Set(repeats)];
	const complaints = cause.filter(({ text }) => complaint.test(text)).length;
	const how = complaints > 0 ? 'the user complained of having to repeat' : 'the user said the same again';
	return findingAt(
		cause,
		cause.length > 2 ? 'high' : 'medium',
		`${how} (${cause.length === 1 ? '1 turn' : `${cause.length} turns`})`,
		cause.at(-1)?.text ?? null,
	);
};

/** True for words that nobody says twice unless the first time did not help. */
function carriesMeaning(text: string, core: string): boolean {
	const plain = plainWords(text);
	return core.split(' ').length >= fewest && !more.test(plain) && !isMereAssent(plain) && !isThanks(plain);
}

function withoutFiller(plain: string): string {
	return plain.replace(filler, ' ').replace(/ +/g, ' ').trim();
}

/** What an assistant says more than once in a good conversation too. */
const routine =
	/\b(?:else|help|assist|more|further|welcome|thank|thanks|bye|goodbye|enjoy|have a|moment|second|minute|let me|glad|sorry to hear|looking|confirmed|take your time|hello|can you hear me|you (?:still )?there)\b/;

/** Asking to hear it once more: then saying it again is right. */
const onceMore =
	/\b(?:repeat|(?:say|tell me|read) (?:that|it|this)(?: \w+)? again|once (?:more|again)|pardon|come again|what was that|what did you say|(?:did ?n.?t|could ?n.?t|can ?n?.?t) (?:hear|catch|get|understand))/i;

/** The assistant said the same in two of its turns running, or three times in all. Small talk does not count. */
export const assistantRepeated: Rule = ({ turns }) => {
	const asked = askedAgain(turns);
	const groups = sameSentences(wordsOf(turns, 'assistant').filter((turn) => !asked.has(turn)));
	const cause = new Set<Turn>(groups.flat());
	const most = groups.reduce((count, same) => Math.max(count, same.length), 0);
	return findingAt(
		turns.filter((turn) => cause.has(turn)),
		most > 2 ? 'high' : 'medium',
		`the assistant said the same ${most === 2 ? 'twice' : `${most} times`}`,
		groups[0]?.[0]?.text ?? null,
	);
};

/** Turns with the same words: two of them running, or three in all, and no small talk. */
function sameSentences(said: readonly Speech[]): Speech[][] {
	const byWords = new Map<string, { readonly turns: Speech[]; running: boolean; last: number }>();
	said.forEach((turn, index) => {
		const plain = plainWords(turn.text);
		const known = byWords.get(plain);
		if (known === undefined) {
			byWords.set(plain, { turns: [turn], running: false, last: index });
			return;
		}
		known.turns.push(turn);
		known.running ||= known.last === index - 1;
		known.last = index;
	});
	return [...byWords].flatMap(([plain, { turns, running }]) => {
		if (!running && turns.length < 3) return [];
		return plain.split(' ').length > fewest && !routine.test(plain) && !isMereAssent(plain) ? [turns] : [];
	});
}

/** What the assistant said because the user wanted to hear it again. */
function askedAgain(turns: readonly Turn[]): ReadonlySet<Turn> {
	const answers = new Set<Turn>();
	let wanted = false;
	for (const turn of turns) {
		if (turn.kind !== 'speech' || turn.text === '') continue;
		if (wanted && turn.role === 'assistant') answers.add(turn);
		wanted = turn.role === 'user' && onceMore.test(turn.text);
	}
	return answers;
}
