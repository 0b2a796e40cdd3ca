/** The bytes that a terminal sends for named keys. Other keys send their own character. */
const NAMED: Readonly<Record<string, string>> = {
	Enter: '\r',
	Esc: '\u001b',
	Tab: '\t',
	'Shift-Tab': '\u001b[Z',
	Space: ' ',
	Backspace: '\u007f',
	Delete: '\u001b[3~',
	Up: '\u001b[A',
	Down: '\u001b[B',
	Right: '\u001b[C',
	Left: '\u001b[D',
	Home: '\u001b[H',
	End: '\u001b[F',
	PgUp: '\u001b[5~',
	PgDn: '\u001b[6~',
	'Ctrl-\\': '\u001c',
	F1: '\u001bOP',
};

/**
 * The bytes of one key as the program names it: `j`, `G`, `Enter`, `Ctrl-d`, `Alt-f`, `PgDn`. Throws for an unknown
 * name.
 */
export function keyBytes(key: string): string {
	const named = NAMED[key];
	if (named !== undefined) return named;
	const control = /^Ctrl-([a-z])$/.exec(key)?.[1];
	if (control !== undefined) return String.fromCharCode(control.charCodeAt(0) - 96);
	const alt = /^Alt-(.)$/u.exec(key)?.[1];
	if (alt !== undefined) return `\u001b${alt}`;
	if ([...key].length !== 1) throw new Error(`no key is called ${key}`);
	return key;
}
