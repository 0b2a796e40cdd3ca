import { graphemes } from '../text/graphemes.ts';

/** The parts of Ink's key object that strokes are made from (Ink's `Key` has them all). */
export type KeyFlags = {
	readonly upArrow: boolean;
	readonly downArrow: boolean;
	readonly leftArrow: boolean;
	readonly rightArrow: boolean;
	readonly pageDown: boolean;
	readonly pageUp: boolean;
	readonly home: boolean;
	readonly end: boolean;
	readonly return: boolean;
	readonly escape: boolean;
	readonly ctrl: boolean;
	readonly shift: boolean;
	readonly tab: boolean;
	readonly backspace: boolean;
	readonly delete: boolean;
	readonly meta: boolean;
};

const named: readonly (readonly [keyof KeyFlags, string])[] = [
	['upArrow', 'Up'],
	['downArrow', 'Down'],
	['leftArrow', 'Left'],
	['rightArrow', 'Right'],
	['pageDown', 'PgDn'],
	['pageUp', 'PgUp'],
	['home', 'Home'],
	['end', 'End'],
	['return', 'Enter'],
	['escape', 'Esc'],
	['backspace', 'Backspace'],
	['delete', 'Delete'],
];

/** Every stroke that has a name of its own, for checking key settings. */
export const strokeNames: readonly string[] = [...named.map(([, name]) => name), 'Tab', 'Shift-Tab', 'Space'];

/**
 * The strokes of one chunk of input, in order. Keys that arrive together come as one chunk (`jj`), and `\r\n` comes
 * without its return flag, so printable input is taken apart.
 */
export function strokesOf(input: string, key: KeyFlags): readonly string[] {
	if (key.tab) return [key.shift ? 'Shift-Tab' : 'Tab'];
	const flag = named.find(([name]) => key[name]);
	if (flag !== undefined) {
		const [, name] = flag;
		if (key.ctrl) return [`Ctrl-${name}`];
		return [key.meta && name !== 'Esc' ? `Alt-${name}` : name];
	}
	if (input === '') return [];
	if (key.ctrl) return [`Ctrl-${input === ' ' ? 'Space' : input}`];
	if (key.meta) return [`Alt-${input}`];
	return clustersOf(input)
		.map(nameOf)
		.filter((stroke) => stroke !== '');
}

function nameOf(cluster: string): string {
	switch (cluster) {
		case ' ':
			return 'Space';
		case '\r':
		case '\n':
		case '\r\n':
			return 'Enter';
		case '\t':
			return 'Tab';
		case '\u007f':
		case '\b':
			return 'Backspace';
		case '\u001b':
			return 'Esc';
		case '\u001c':
			return 'Ctrl-\\';
		default:
			return cluster < ' ' ? controlName(cluster) : cluster;
	}
}

/** `Ctrl-a` to `Ctrl-z`; the few controls beyond them have no key that a terminal would send. */
function controlName(control: string): string {
	const code = control.charCodeAt(0);
	return code >= 1 && code <= 26 ? `Ctrl-${String.fromCharCode(code + 96)}` : '';
}

/** The text that a stroke types into a field, or null where it is no text. */
export function textOfStroke(stroke: string): string | null {
	if (stroke === 'Space') return ' ';
	if (strokeNames.includes(stroke) || /^(?:Ctrl|Alt)-/.test(stroke)) return null;
	return stroke;
}

function clustersOf(input: string): readonly string[] {
	if (input.length === 1) return [input];
	if (/^[\x20-\x7e]*$/.test(input)) return [...input];
	return Array.from(graphemes().segment(input), ({ segment }) => segment);
}
