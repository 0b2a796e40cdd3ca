/** What typed bytes made of a line that is not shown. `end` says how it ended; null while it goes on. */
export type HiddenLine = {
	readonly text: string;
	readonly end: 'enter' | 'interrupt' | 'suspend' | null;
};

/** Pasted text comes between these marks where the terminal was asked for them before. */
const pasteMarks = ['\u001b[200~', '\u001b[201~'];

/** Takes text as a terminal in raw mode sends it, into a line so far. */
export function typeHidden(before: string, typed: string): HiddenLine {
	let text = before;
	const plain = pasteMarks.reduce((rest, mark) => rest.replaceAll(mark, ''), typed);
	for (const sign of plain) {
		switch (sign) {
			case '\r':
			case '\n':
			// Ctrl-d ends the input.
			case '\u0004':
				return { text, end: 'enter' };
			// Ctrl-c, Ctrl-\
			case '\u0003':
			case '\u001c':
				return { text: '', end: 'interrupt' };
			case '\u001a':
				return { text, end: 'suspend' };
			case '\u007f':
			case '\b':
				text = [...text].slice(0, -1).join('');
				break;
			// Ctrl-u
			case '\u0015':
				text = '';
				break;
			default:
				text += sign;
		}
	}
	return { text, end: null };
}
