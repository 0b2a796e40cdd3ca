import type { Turn } from '../transcript.ts';

/** A turn with spoken or written words. */
export type Speech = Extract<Turn, { kind: 'speech' }>;

/** The speech of one role. */
export function wordsOf(turns: readonly Turn[], role: 'user' | 'assistant'): Speech[] {
	return turns.filter(
		(turn): turn is Speech => turn.kind === 'speech' && turn.role === role && turn.text !== '',
	);
}

const beyondAscii = /[\u0080-\uFFFF]/;

/** Lower-case words without punctuation, separated by blanks. Two sentences count as the same if these are equal. */
export function plainWords(text: string): string {
	const lower = text.toLowerCase().replace(/['’]/g, '');
	// Unicode properties are five times slower, and most speech needs none.
	const gaps = beyondAscii.test(lower) ? /[^\p{L}\p{M}\p{N}]+/gu : /[^a-z0-9]+/g;
	return lower.replace(gaps, ' ').trim();
}

const assent = new Set(
	(
		'yes yeah yep yup yea ya sure ok okay k alright all right correct exactly absolutely definitely course certainly ' +
		'no nope nah not now yet today good great perfect fine nice cool awesome excellent wonderful lovely amazing super ' +
		'sweet sounds sound seems looks works work working worked suits does do that thats this it its is was will would ' +
		'be of to with by for me us i im ive id am we you youre youve your been have a the so and then too well just very ' +
		'much really thank thanks thx ty thankyou cheers appreciate appreciated lot help helpful assistance assist time ' +
		'please done got gotcha see understood makes sense need needed want everything nothing anything else later bye ' +
		'goodbye day evening night weekend one take care welcome same here later soon talk go ahead oh ah hmm um uh mhm wow'
	).split(' '),
);

/** True if every word agrees, declines or is polite: nothing is asked or stated. */
export function isMereAssent(plain: string): boolean {
	return !/[\p{L}\p{N}]/u.test(plain) || plain.split(' ').every((word) => assent.has(word));
}

const farewell =
	/\b(?:good ?bye|bye|see (?:you|ya)|(?:talk|speak) (?:to|with) (?:you|ya)|take care|have a (?:good|nice|great|lovely|wonderful)|gracias|adi[oó]s|danke|tsch[uü]ss|auf wiedersehen|merci|au revoir|obrigad[oa]|tchau|grazie|arrivederci|bedankt|dzi[eę]kuj[eę])\b|ありがとう|さようなら|谢谢|再见|감사합니다/iu;
const thanks = /\b(?:thanks?|thx|ty|thank ?you|cheers|appreciate)\b/i;
const enough =
	/^(?:no|nope|nah|not|nothing|nothin|none)\b|\b(?:all set|thats (?:all|it|enough)|that (?:is|was|will be|would be) (?:all|it|enough|what)|be all|thatll be (?:all|it)|(?:all|what) i need(?:ed)?|im good|were good|for now|at the moment|at this time|maybe later|thankful|no longer)\b/;
const optOut = /^(?:stop|stopall|stop all|unsubscribe)$/;

/** True for words that thank. */
export function isThanks(text: string): boolean {
	return thanks.test(text);
}

/** True for declining, or saying that it is enough. */
export function isEnough(text: string): boolean {
	return enough.test(plainWords(text));
}

/** True for a goodbye. */
export function isFarewell(text: string): boolean {
	return farewell.test(text);
}

/**
 * True for last words that need no answer: goodbye, thanks, an opt-out, mere assent, declining an offer. A question
 * is never closing.
 */
export function isClosing(text: string): boolean {
	if (asks(text)) return false;
	const plain = plainWords(text);
	return isMereAssent(plain) || optOut.test(plain) || isEnough(text) || isFarewell(text) || isThanks(text);
}

/** True for a plain yes, which starts an action. */
export function isYes(text: string): boolean {
	return /^(?:(?:ok|okay|oh|um|uh) )?(?:yes|yeah|yep|yup|yea|sure|correct|right|exactly|absolutely|definitely|thats (?:right|correct)|that is (?:right|correct)|please do|go ahead|do it)\b/.test(
		plainWords(text),
	);
}

/** True for an offer of further help. A reply to it needs no answer, unless the reply asks for something. */
export function isOffer(text: string): boolean {
	return /\b(?:else|further|more|help|assist|other|another)\b/i.test(text.slice(-90));
}

/** True for text with a question mark. */
export function asks(text: string): boolean {
	return /[?？؟]/.test(text);
}

const lead =
	'(?:(?:no|yes|yeah|ok|okay|so|well|um|uh|and|but|hi|hello|hey|also|then|actually|alright|great|perfect|sure|now|thanks|thank you) )*';
const request =
	'(?:please (?!dont|do not|stop)|can|could|would|will you|what(?! an? )|whats|where|when|who|which|how|why|is(?! (?:ok|enough|fine|good))|are|do|does|did|' +
	'i (?:want|need(?! no| more)|would like|wanna|cant|cannot|am looking for|also)|id (?:like|love)|im looking for|' +
	'find|search|book|reserve|get|show|tell|give|look|check|try|help (?:me|us)|play|make|send|cancel|change|buy|add|transfer|schedule|set up)';
const asking = new RegExp(`^${lead}${request}\\b`);

/** True for words that ask for something: a question, or a sentence that begins like a question or a request. */
export function wantsAnswer(text: string): boolean {
	return asks(text) || text.split(/[.!;\n]+/).some((sentence) => asking.test(plainWords(sentence)));
}

const patience =
	/\b(?:hold on|hang on|(?:one|a|just a|give me a) (?:moment|second|sec|minute|min)|wait(?: a|,|\.|$)|let me (?:check|see|look|get|find|grab|think|ask)|brb|be right back)\b/i;

/** True if the speaker asks for time: the silence after it belongs to the speaker. */
export function asksForTime(text: string): boolean {
	return patience.test(text);
}

/** A duration in few characters: `6.8 s`, `45 s`, `3 min`, `2.5 h`. */
export function inWords(millis: number): string {
	const seconds = millis / 1000;
	if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
	if (seconds < 119.5) return `${Math.round(seconds)} s`;
	return seconds < 7170 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
