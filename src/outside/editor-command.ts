/** The editor to call: its program, its arguments, and where its name comes from. */
export type EditorCommand = {
	readonly file: string;
	readonly args: readonly string[];
	readonly from: '$VISUAL' | '$EDITOR' | 'default';
};

/** The editor that these variables name, else `vi`. Where a variable cannot be read, why. */
export function chooseEditor(
	environment: Readonly<Record<string, string | undefined>>,
): EditorCommand | { readonly problem: string } {
	for (const name of ['VISUAL', 'EDITOR'] as const) {
		const value = environment[name]?.trim() ?? '';
		if (value === '') continue;
		const words = splitWords(value);
		if (words === null) return { problem: `$${name} has a quote that is not closed: ${value}` };
		const [file = '', ...args] = words;
		if (file === '') return { problem: `$${name} names no program: ${value}` };
		return { file, args, from: `$${name}` };
	}
	return { file: 'vi', args: [], from: 'default' };
}

/** Words as a shell would take them apart: quotes and backslashes, nothing else is special. Null for an open quote. */
function splitWords(text: string): string[] | null {
	const words: string[] = [];
	const part = /\s+|'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)|([^\s'"\\]+)/gsy;
	let word: string | null = null;
	let at = 0;
	for (const [found, single, double, escaped, plain] of text.matchAll(part)) {
		at += found.length;
		const piece = single ?? double?.replaceAll(/\\(["\\$`])/g, '$1') ?? escaped ?? plain;
		if (piece === undefined) {
			if (word !== null) words.push(word);
			word = null;
		} else word = (word ?? '') + piece;
	}
	if (at < text.length) return null;
	return word === null ? words : [...words, word];
}

/** Editors that take `+12` for a line, that take `path:12`, and that take that behind `--goto`. */
const plus =
	/^(vi|vim|nvim|view|gvim|mvim|vimx|nano|pico|rnano|emacs|emacsclient|mg|jed|joe|jmacs|micro|ne|kak|ed|e3|gedit|kate)$/;
const colon = /^(hx|helix|subl|sublime_text|zed|zeditor)$/;
const goto = /^(code|code-insiders|codium|vscodium|cursor|windsurf)$/;
/** Editors with a window of their own, and what makes them wait until the file is closed. */
const windowed =
	/^(code|code-insiders|codium|vscodium|cursor|windsurf|subl|sublime_text|zed|zeditor|gvim|mvim|gedit|kate|mate)$/;
const waits = /^(--wait|-w|-W|-f|--nofork|--standalone|-s|-b|--block)$/;

function nameOf({ file }: EditorCommand): string {
	return (/[^/\\]+$/.exec(file)?.[0] ?? file).replace(/\.(exe|cmd)$/i, '');
}

/** The arguments for opening a file, at a line (from 1) where the editor is known to take one. */
export function argumentsFor(editor: EditorCommand, path: string, line: number | null): string[] {
	const name = nameOf(editor);
	if (line === null) return [...editor.args, path];
	if (plus.test(name)) return [...editor.args, `+${line}`, path];
	if (colon.test(name)) return [...editor.args, `${path}:${line}`];
	if (goto.test(name)) return [...editor.args, '--goto', `${path}:${line}`];
	return [...editor.args, path];
}

/** What lets an editor with a window of its own wait, where it was not told to; else null. */
export function waitAdvice(editor: EditorCommand): string | null {
	const name = nameOf(editor);
	if (!windowed.test(name) || editor.args.some((arg) => waits.test(arg))) return null;
	const flag = /vim$/.test(name)
		? '--nofork'
		: name === 'gedit'
			? '--standalone'
			: name === 'kate'
				? '--block'
				: '--wait';
	return `${name} does not wait until the file is closed: set EDITOR="${name} ${flag}".`;
}
