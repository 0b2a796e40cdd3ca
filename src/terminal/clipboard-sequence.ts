const esc = '\u001b';
const bell = '\u0007';
const stringEnd = `${esc}\\`;

/** A program between this one and the terminal, which must be told to pass a sequence on. */
export type Multiplexer = 'tmux' | 'screen';

/** Most characters of a whole OSC 52 sequence that terminals in use take. */
const longestSequence = 100_000;
const opening = `${esc}]52;c;`;

/** Most bytes of a text that fit into an OSC 52 sequence. */
export const mostForTerminal = Math.floor((longestSequence - opening.length - bell.length) / 4) * 3;

/**
 * The sequence that puts a text into the terminal's clipboard (OSC 52, which xterm defined). It prints nothing. Null for
 * a text with more bytes than `mostForTerminal`.
 */
export function clipboardSequence(text: string, through: Multiplexer | null): string | null {
	const bytes = Buffer.from(text);
	if (bytes.length > mostForTerminal) return null;
	return passedOn(`${opening}${bytes.toString('base64')}${bell}`, through);
}

/** GNU screen cuts longer strings: the limit was 256 bytes before 2014, and is 768 since. */
const screenPiece = 240;

/** A sequence in the wrapping with which a multiplexer passes it on to its terminal unchanged. */
export function passedOn(sequence: string, through: Multiplexer | null): string {
	if (through === null) return sequence;
	if (through === 'tmux') return `${esc}Ptmux;${sequence.replaceAll(esc, `${esc}${esc}`)}${stringEnd}`;
	const pieces = sequence.match(new RegExp(`.{1,${screenPiece}}`, 'gs')) ?? [];
	return pieces.map((piece) => `${esc}P${piece}${stringEnd}`).join('');
}
