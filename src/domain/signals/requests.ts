import { findingAt, type Rule } from './signal.ts';
import { isHandover } from './tools.ts';
import { plainWords, wordsOf } from './wording.ts';

const people =
	'(?:human(?: being)?|person|people|somebody|someone|anybody|anyone|agent|operator|representative|rep|supervisor|manager|' +
	'associate|advisor|adviser|staff|support|customer (?:service|care|support)|employee|colleague|team member)';
const which =
	'(?:(?:a|an|the|your|some|another|actual|real|live|human|different|customer|service|support|care|sales|one of your) )*';
const verb =
	'(?:speak|talk|chat)(?:ing)? (?:to|with)|(?:connect|transfer|put|switch|forward|pass|escalate)(?: (?:me|us|this|it|my call|the call))?(?: (?:through|over|on))? (?:to|with)|get (?:me|us)(?: (?:to|through to))?|give me|i(?:d)? (?:want|need|like)';
const request = new RegExp(
	`\\b(?:${verb}) ${which}${people}\\b(?! (?:else|available|in|at|near|from|who|that|s|for))`,
);
const unlikely =
	/\b(?:real estate|travel|insurance|leasing|property|rental|booking|ticket) (?:agent|manager|rep)/;
const alone = new RegExp(
	`^(?:(?:please|no|i said|just|hello) )*${which}(?:human|person|agent|operator|representative|supervisor|live agent|customer service)(?: (?:please|now|representative|agent))*$`,
);
/** Reported, wondered about, or refused: not a request. */
const notAsking =
	/\b(?:am i|are you|is this|was i|did i|do i|dont|do not|didnt|had to|have to|used to|without|instead of|already|yesterday|last (?:time|week|month)|rather not) (?:\w+ ){0,3}?(?:speak|talk|chat|need|want|connect)/;

const elsewhere =
	/\b(?:hablar con (?:una persona|un humano|alguien|un agente|un asesor|un operador|un representante)|parler (?:à|a|avec) (?:quelqu['’]un|une? (?:personne|humain|conseiller|agent|vraie personne))|mit (?:ei)?nem (?:echten )?(?:menschen|mitarbeiter|berater) (?:sprechen|reden|verbinden)|falar com (?:um atendente|uma pessoa|algu[eé]m|um humano)|parlare con (?:un operatore|una persona|qualcuno))\b/iu;

/** The user asked for a person. Severity is lower if the assistant then handed over. */
export const askedForPerson: Rule = ({ turns }) => {
	const asking = wordsOf(turns, 'user').filter(({ text }) => asksForPerson(text));
	const first = asking[0];
	if (first === undefined) return null;
	const handedOver = turns.slice(turns.indexOf(first)).some((turn) => isHandover(turn) && !failedTool(turn));
	const often =
		asking.length === 1
			? 'the user asked for a person'
			: `the user asked for a person ${asking.length} times`;
	return findingAt(
		asking,
		handedOver ? 'medium' : 'high',
		`${often}; ${handedOver ? 'the assistant handed over' : 'no tool handed over'}`,
		first.text,
	);
};

function failedTool(turn: Parameters<typeof isHandover>[0]): boolean {
	return turn.kind === 'tool' && turn.outcome === 'error';
}

/** True for words that ask for a human being. */
function asksForPerson(text: string): boolean {
	if (elsewhere.test(text)) return true;
	const plain = plainWords(text);
	if (alone.test(plain)) return true;
	return request.test(plain) && !unlikely.test(plain) && !notAsking.test(plain);
}

const strong =
	/\b(?:(?:mother)?fuck(?:s|ed|ing|er|ers|in)?|(?:bull|horse)?shit(?:s|ty)?|ass ?holes?|dumbass|bitch(?:es)?|bastards?|wtf|stfu|piss(?:ed)? off|go to hell|god ?damn(?:ed|it)?|damn (?:it|you|bot|thing|machine)|screw you|piece of crap|you (?:are|re) (?:\w+ )?(?:idiots?|morons?|stupid|useless|dumb)|(?:stupid|dumb|useless|idiotic) (?:bot|robot|machine|computer|ai|thing|assistant|system))\b/i;
/** Speech recognition masks swearing: `f***`, `s**t`. */
const masked = /(?:^|[^\p{L}\p{N}*])(?:[fsb]\*{2,}\p{L}*|f\*+(?:k|ck|ing)\p{L}*)/iu;
const quoted = /"[^"]{0,200}"|“[^”]{0,200}”/g;

/** The user swore or insulted. Quoted text does not count: it is a title or another person's words. */
export const strongLanguage: Rule = ({ turns }) => {
	const swearing = wordsOf(turns, 'user').filter(({ text }) => isStrong(text));
	return findingAt(
		swearing,
		swearing.length > 1 ? 'high' : 'medium',
		`strong language in ${swearing.length === 1 ? '1 turn' : `${swearing.length} turns`} by the user`,
		swearing[0]?.text ?? null,
	);
};

/** True for swearing and for insults to the listener. */
function isStrong(text: string): boolean {
	const own = text.replace(quoted, ' ').replaceAll('’', "'").replace(/'/g, '');
	return strong.test(own) || masked.test(own);
}
