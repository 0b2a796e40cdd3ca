import { Chalk, type ChalkInstance, supportsColor } from 'chalk';
import type { Line, Tone } from '../text/line.ts';
import { safe } from '../text/safe.ts';
import type { SafeText } from '../text/safe-text.ts';

/** The colours to use: 0 none, 1 sixteen, 2 and 3 more (tconv uses sixteen, which follow the user's palette). */
export type ColourLevel = 0 | 1 | 2 | 3;

/** No colours if `NO_COLOR` is set (no-color.org), else sixteen if the terminal supports them. */
export function colourLevel(noColor: string | undefined): ColourLevel {
	const isRefused = noColor !== undefined && noColor !== '';
	return isRefused || supportsColor === false || supportsColor.level === 0 ? 0 : 1;
}

/** The signs that tconv draws, each one cell wide. */
export type Glyphs = {
	readonly topLeft: SafeText;
	readonly topRight: SafeText;
	readonly bottomLeft: SafeText;
	readonly bottomRight: SafeText;
	readonly horizontal: SafeText;
	readonly vertical: SafeText;
	readonly cursor: SafeText;
	readonly folded: SafeText;
	readonly unfolded: SafeText;
	readonly good: SafeText;
	readonly bad: SafeText;
	readonly dot: SafeText;
	readonly more: SafeText;
	/** Points at the line above. */
	readonly above: SafeText;
	readonly ellipsis: SafeText;
	readonly silence: SafeText;
	readonly arrow: SafeText;
	/** Bars: a wait for an answer, a tool at work, other time, and time cut out. */
	readonly wait: SafeText;
	readonly work: SafeText;
	readonly pause: SafeText;
	readonly cut: SafeText;
	/** Eight signs, from low to high. */
	readonly steps: SafeText;
	readonly marked: SafeText;
};

const signs = (values: Record<keyof Glyphs, string>): Glyphs => ({
	topLeft: safe(values.topLeft),
	topRight: safe(values.topRight),
	bottomLeft: safe(values.bottomLeft),
	bottomRight: safe(values.bottomRight),
	horizontal: safe(values.horizontal),
	vertical: safe(values.vertical),
	cursor: safe(values.cursor),
	folded: safe(values.folded),
	unfolded: safe(values.unfolded),
	good: safe(values.good),
	bad: safe(values.bad),
	dot: safe(values.dot),
	more: safe(values.more),
	above: safe(values.above),
	ellipsis: safe(values.ellipsis),
	silence: safe(values.silence),
	arrow: safe(values.arrow),
	wait: safe(values.wait),
	work: safe(values.work),
	pause: safe(values.pause),
	cut: safe(values.cut),
	steps: safe(values.steps),
	marked: safe(values.marked),
});

/** Box drawing, for terminals that support it. */
export const unicodeGlyphs = signs({
	topLeft: '╭',
	topRight: '╮',
	bottomLeft: '╰',
	bottomRight: '╯',
	horizontal: '─',
	vertical: '│',
	cursor: '▌',
	folded: '▸',
	unfolded: '▾',
	good: '✓',
	bad: '✗',
	dot: '·',
	more: '↓',
	above: '↑',
	ellipsis: '…',
	silence: '┄',
	arrow: '→',
	wait: '▒',
	work: '█',
	pause: '·',
	cut: '╱',
	steps: '▁▂▃▄▅▆▇█',
	marked: '●',
});

/** ASCII only: for `TERM=linux`, locales other than UTF-8, and `--ascii`. */
export const asciiGlyphs = signs({
	topLeft: '+',
	topRight: '+',
	bottomLeft: '+',
	bottomRight: '+',
	horizontal: '-',
	vertical: '|',
	cursor: '>',
	folded: '+',
	unfolded: '-',
	good: 'v',
	bad: 'x',
	dot: '-',
	more: 'v',
	above: '^',
	ellipsis: '~',
	silence: '-',
	arrow: '>',
	wait: '=',
	work: '#',
	pause: '.',
	cut: '/',
	steps: '_.-=+*#@',
	marked: '*',
});

/** Turns lines into the text that Ink prints. */
export type Theme = { readonly glyphs: Glyphs; readonly paint: (line: Line, isSelected?: boolean) => string };

/** Creates a theme. Bold and inverse stay without colours, since they mark the cursor and the hits. */
export function createTheme(level: ColourLevel, glyphs: Glyphs): Theme {
	const styles = stylesOf(level);
	const painted = new WeakMap<Line, string>();
	const { inverse } = new Chalk({ level: 1 });
	// Other modules cut text with the one ellipsis that text knows.
	const isUsual = glyphs.ellipsis === unicodeGlyphs.ellipsis;
	const inGlyphs = (text: string): string =>
		isUsual ? text : text.replaceAll(unicodeGlyphs.ellipsis, glyphs.ellipsis);
	const paint = (line: Line): string => {
		const known = painted.get(line);
		if (known !== undefined) return known;
		const text = line.map((part) => styles[part.tone](inGlyphs(part.text))).join('');
		painted.set(line, text);
		return text;
	};
	return {
		glyphs,
		paint: (line, isSelected = false) => (isSelected ? inverse(paint(line)) : paint(line)),
	};
}

type Style = (text: string) => string;

function stylesOf(level: ColourLevel): Readonly<Record<Tone, Style>> {
	const marks = new Chalk({ level: 1 });
	const plain: Style = (text) => text;
	if (level === 0) {
		const bold: ChalkInstance = marks.bold;
		return {
			plain,
			dim: plain,
			strong: bold,
			user: bold,
			assistant: plain,
			tool: plain,
			good: plain,
			warn: bold,
			bad: bold,
			accent: bold,
			match: marks.underline,
			currentMatch: marks.inverse,
			selected: marks.inverse,
			muted: plain,
		};
	}
	return {
		plain,
		dim: marks.dim,
		strong: marks.bold,
		user: marks.cyan,
		assistant: marks.green,
		tool: marks.magenta,
		good: marks.green,
		warn: marks.yellow,
		bad: marks.red.bold,
		accent: marks.blue,
		match: marks.black.bgYellow,
		currentMatch: marks.black.bgMagenta,
		selected: marks.inverse,
		muted: marks.gray,
	};
}
