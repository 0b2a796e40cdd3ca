import type { Turn } from '../transcript.ts';
import { findingAt, type Rule } from './signal.ts';
import { isMereAssent, isThanks, plainWords, type Speech, wordsOf } from './wording.ts';

/** Words that vary when a person repeats a sentence. */
const filler =
	/\b(?:um+|uh+|er|hmm|hi|hello|hey|please|so|well|but|no|yes|ok|okay|again|sorry|i (?:just )?said)\b/g;

/** Asks for the next of several: repeated because it worked. */
const more = /\b(?:else|other|others|another|alternatives?|alternative|more|next|different|again)\b/;

/** Shorter sentences are repeated by accident. */
const fewest = 3;

const complaint =
	/\b(?:i(?:'ve|’ve| have)? (?:just|already) (?:said|told|gave|given|answered|explained|mentioned)|how many times|(?:you|i) (?:already|just) asked|i (?:keep|kept) (?:saying|telling|repeating)|(?:for the|this is the) (?:second|third|fourth|last|hundredth) time|asking (?:me )?(?:the same|again and again)|are you (?:even )?listening)\b/i;

/**
 * The user said the same in two consecutive turns, or complained about having to. Only equal words count: in real
 * conversations, similar words ask for something else. Assent and "what else is there" do not count.
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
	const found = [...new Set(repeats)];
	const complaints = found.filter(({ text }) => complaint.test(text)).length;
	const how = complaints > 0 ? 'the user complained about having to repeat' : 'the user repeated themselves';
	return findingAt(
		found,
		found.length > 2 ? 'high' : 'medium',
		`${how} (${found.length === 1 ? '1 turn' : `${found.length} turns`})`,
		found.at(-1)?.text ?? null,
	);
};

/** True for a sentence that is repeated only if the first time did not help. */
function carriesMeaning(text: string, core: string): boolean {
	const plain = plainWords(text);
	return core.split(' ').length >= fewest && !more.test(plain) && !isMereAssent(plain) && !isThanks(plain);
}

function withoutFiller(plain: string): string {
	return plain.replace(filler, ' ').replace(/ +/g, ' ').trim();
}

/** Phrases that an assistant also repeats in a good conversation. */
const routine =
	/\b(?:else|help|assist|more|further|welcome|thank|thanks|bye|goodbye|enjoy|have a|moment|second|minute|let me|glad|sorry to hear|looking|confirmed|take your time|hello|can you hear me|you (?:still )?there)\b/;

/** The user asks to hear it again, so repeating it is right. */
const onceMore =
	/\b(?:repeat|(?:say|tell me|read) (?:that|it|this)(?: \w+)? again|once (?:more|again)|pardon|come again|what was that|what did you say|(?:did ?n.?t|could ?n.?t|can ?n?.?t) (?:hear|catch|get|understand))/i;

/** The assistant said the same in two consecutive turns, or three times in total. Small talk does not count. */
export const assistantRepeated: Rule = ({ turns }) => {
	const asked = askedAgain(turns);
	const groups = sameSentences(wordsOf(turns, 'assistant').filter((turn) => !asked.has(turn)));
	const cause = new Set<Turn>(groups.flat());
	const most = groups.reduce((count, same) => Math.max(count, same.length), 0);
	return findingAt(
		turns.filter((turn) => cause.has(turn)),
		most > 2 ? 'high' : 'medium',
		`the assistant said the same thing ${most === 2 ? 'twice' : `${most} times`}`,
		groups[0]?.[0]?.text ?? null,
	);
};

/** Groups of turns with the same words, two of them consecutive or three in total, without small talk. */
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

/** Turns in which the assistant repeats itself at the user's request. */
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
