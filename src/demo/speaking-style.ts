import type { Random } from '../domain/random.ts';

/** How a person talks or types. */
export type SpeakingStyle = 'plain' | 'hesitant' | 'lowercase' | 'curt' | 'chatty';

/** The styles of callers: speech recognition writes whole sentences, with the hesitations left in. */
export const spokenStyles: readonly SpeakingStyle[] = [
	'plain',
	'plain',
	'plain',
	'hesitant',
	'hesitant',
	'chatty',
];

/** The styles of people who type. */
export const typedStyles: readonly SpeakingStyle[] = [
	'plain',
	'plain',
	'lowercase',
	'lowercase',
	'curt',
	'chatty',
];

const openings = ['Um, ', 'Uh, ', 'Yeah, ', 'Okay, so, ', 'Well, ', 'Hmm. ', 'Right, ', 'So, '];
const asides = [
	' Sorry, my kid is yelling in the background.',
	' Take your time.',
	" I'm on my lunch break, by the way.",
	' Thanks for picking up so quickly.',
	" I'm driving, so I can't look it up.",
	' I already tried the website.',
];

/** Puts an English sentence into a style; some sentences stay unchanged. */
export function colour(random: Random, style: SpeakingStyle, text: string): string {
	switch (style) {
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
