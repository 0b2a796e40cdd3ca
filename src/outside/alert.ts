import type { SafeText } from '../text/safe-text.ts';
import { cellWidth, fit } from '../text/width.ts';
import type { Variables } from './child-environment.ts';

const bell = '\u0007';
const longestCells = 200;

/**
 * What makes the terminal ring, or with a text notify whoever looks elsewhere. It moves no cursor and prints nothing: it
 * can go out between any two frames. `environment` says which terminal that is, as far as one can know; one that has no
 * notifications rings.
 */
export function alertSequence(text: SafeText | null, environment: Variables): string {
	const { TERM = '', TMUX = '', VTE_VERSION = '' } = environment;
	// The Linux console would print what it does not know.
	if (text === null || TERM === 'linux' || TERM === 'dumb') return bell;
	const words = cellWidth(text) > longestCells ? fit(text, longestCells).trimEnd() : text;
	const isOther = VTE_VERSION !== '' || /^(?:rxvt|foot)/.test(TERM);
	// A text of digits first would be another command to some; a semicolon ends a field of the second kind.
	const sequence = isOther
		? `\u001b]777;notify;tconv;${words.replaceAll(';', ',')}${bell}`
		: `\u001b]9;tconv: ${words}${bell}`;
	// tmux hands it on where it is allowed to (allow-passthrough), and rings for itself.
	return TMUX === '' ? sequence : `\u001bPtmux;${sequence.replaceAll('\u001b', '\u001b\u001b')}\u001b\\`;
}
