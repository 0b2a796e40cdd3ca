/** The dark theme of the picture. */
export const BACKGROUND = '#0d1117';
export const FOREGROUND = '#d6dde6';
export const CHROME = '#1c232d';

/** The sixteen named colours, as a terminal with this theme shows them. */
const NAMED = [
	'#484f58',
	'#ff7b72',
	'#56d364',
	'#e3b341',
	'#79c0ff',
	'#d2a8ff',
	'#56d4dd',
	'#b1bac4',
	'#8b949e',
	'#ffa198',
	'#7ee787',
	'#f2cc60',
	'#a5d6ff',
	'#e2c5ff',
	'#8ae9ef',
	'#ffffff',
];

/** The steps of the 6×6×6 colour cube of xterm's palette. */
const CUBE = [0, 95, 135, 175, 215, 255];

/** A cell's colour in SVG. `colour` is `default`, `0`–`255` from xterm's palette, or `#rrggbb`. */
export function paint(colour: string, fallback: string): string {
	if (colour === 'default') return fallback;
	if (colour.startsWith('#')) return colour;
	const index = Number(colour);
	const named = NAMED[index];
	if (named !== undefined) return named;
	const level = (step: number) => (CUBE[step] ?? 0).toString(16).padStart(2, '0');
	if (index < 232) {
		const at = index - 16;
		return `#${level(Math.floor(at / 36))}${level(Math.floor(at / 6) % 6)}${level(at % 6)}`;
	}
	const grey = (8 + 10 * (index - 232)).toString(16).padStart(2, '0');
	return `#${grey}${grey}${grey}`;
}
