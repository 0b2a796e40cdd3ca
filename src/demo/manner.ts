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
			return random.chance(0.4) ? random.pick(openings) + lowerFirst(text) : text;
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

/** Lowers the first letter, unless the word has to keep it: "I", names, abbreviations. */
function lowerFirst(text: string): string {
	return /^(?:I\b|[A-Z]{2}|[^A-Z])/.test(text) || !keepsSense.test(text)
		? text
		: text.charAt(0).toLowerCase() + text.slice(1);
}

const keepsSense =
	/^(?:The|This|That|It|My|We|You|Yes|No|Can|Could|Is|Are|Do|Does|What|When|Where|Why|How|And|But|So|Not|There|Just|Then|Two|Three|Four|Six|Please|Maybe|One|A|An|Tomorrow|Tonight|For|Correct|Never|Nobody|Still|Absolutely|Where's|Something|Sure|Fine|Good|Great|Finally|Nothing)\b/;
