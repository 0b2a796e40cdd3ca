import type { Random } from './random.ts';

/** How somebody talks or types. */
export type Manner = 'plain' | 'hesitant' | 'lowercase' | 'curt' | 'chatty';

/** The manners of callers: speech recognition writes whole sentences, with the hesitations left in. */
export const spokenManners: readonly Manner[] = ['plain', 'plain', 'plain', 'hesitant', 'hesitant', 'chatty'];

/** The manners of people who type. */
export const typedManners: readonly Manner[] = ['plain', 'plain', 'lowercase', 'lowercase', 'curt', 'chatty'];

const openings = ['Um, ', 'Uh, ', 'Yeah, ', 'Okay, so, ', 'Well, ', 'Hmm. ', 'Right, ', 'So, '];
const asides = [
	' Sorry, my kid is yelling in the background.',
	' Take your time.',
	" I'm on my lunch break, by the way.",
	' Thanks for picking up so quickly.',
	" I'm driving, so I can't look it up.",
	' I already tried the website.',
];

/** Gives an English sentence the colour of a manner; some sentences stay as they are. */
export function colour(random: Random, manner: Manner, text: string): string {
	switch (manner) {
		case 'hesitant':
			return openable.test(text) && random.chance(0.5) ? random.pick(openings) + lowerFirst(text) : text;
		case 'lowercase':
			return text.toLowerCase().replace(/\.$/, '');
		case 'curt':
			return text.replace(/^(Hi|Hello|Hey)[,.!]? (?=\w)/, '').replace(/[.!]$/, '');
		case 'chatty':
			return random.chance(0.12) ? text + random.pick(asides) : text;
		default:
			return text;
	}
}

function lowerFirst(text: string): string {
	return /^I\b/.test(text) ? text : text.charAt(0).toLowerCase() + text.slice(1);
}

/** Sentences that can follow a hesitation: those that begin with "I" or a common word, not names or greetings. */
const openable =
	/^(?:I|I'm|I'd|I'll|I've|The|This|That|It|It's|My|We|You|Can|Could|Is|Are|Do|What|When|Where|Why|How|There|Please|A|An|Tomorrow|Something|Your|Nothing|Someone)\b/;
