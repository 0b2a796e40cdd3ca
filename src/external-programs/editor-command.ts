/** The editor to run, and the variable that names it. */
export type EditorCommand = {
	/** The value of the variable: a program, or a shell command. */
	readonly value: string;
	/** True if only a shell can interpret the value. */
	readonly isByShell: boolean;
	/** The program and its arguments as far as they can be parsed without a shell, for looking up known editors. */
	readonly file: string;
	readonly args: readonly string[];
	readonly from: '$VISUAL' | '$EDITOR' | 'default';
};

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * The editor of these variables, else `vi`; or the problem if none can run. As in git, `VISUAL` comes first, except on
 * a terminal that cannot place a cursor.
 */
export function chooseEditor(environment: Variables): EditorCommand | { readonly problem: string } {
	const isDumb = environment.TERM === 'dumb';
	for (const name of isDumb ? (['EDITOR'] as const) : (['VISUAL', 'EDITOR'] as const)) {
		const value = environment[name]?.trim() ?? '';
		if (value !== '') return read(value, `$${name}`);
	}
	if (isDumb) return { problem: 'With TERM=dumb only $EDITOR is used. Set it.' };
	return { value: 'vi', isByShell: false, file: 'vi', args: [], from: 'default' };
}

/** With one of these characters, git passes the command to a shell (`prepare_shell_cmd` in its run-command.c). */
const forShell = /[|&;<>()$`\\"' \t\n*?[#~=%]/;
/** With these, quotes can mean something else; the shell then reports the error. */
const beyondUs = /[$`#<]/;

function read(value: string, from: '$VISUAL' | '$EDITOR'): EditorCommand | { readonly problem: string } {
	const words = splitWords(value);
	if (words === null && !beyondUs.test(value)) return { problem: `${from} has an unclosed quote: ${value}` };
	const [file = '', ...args] = withoutLead(words ?? value.split(/\s+/));
	if (file === '') return { problem: `${from} names no program: ${value}` };
	// The colon is a shell command that does nothing.
	return { value, isByShell: forShell.test(value) || value === ':', file, args, from };
}

/** The words from the program on, after a prefix that only sets it up: `A=1 vim`, `env -u B A=1 vim`, `exec vim`. */
function withoutLead(words: readonly string[]): readonly string[] {
	const [first = '', ...rest] = words;
	if (/^[A-Za-z_]\w*=/.test(first)) return withoutLead(rest);
	if (/^(?:.*\/)?env$/.test(first)) return withoutLead(withoutOptions(rest));
	return /^(?:exec|command|nohup)$/.test(first) && rest.length > 0 ? withoutLead(rest) : words;
}

function withoutOptions(words: readonly string[]): readonly string[] {
	const [first = '', ...rest] = words;
	if (/^(?:-u|--unset|-C|--chdir)$/.test(first)) return withoutOptions(rest.slice(1));
	return first.startsWith('-') ? withoutOptions(rest) : words;
}

/**
 * The process to start: the editor itself, or, as in git, a shell that interprets the value, followed by the arguments.
 */
export function processFor(
	{ value, isByShell, file }: EditorCommand,
	args: readonly string[],
): { readonly file: string; readonly args: readonly string[] } {
	return isByShell
		? { file: '/bin/sh', args: ['-c', `${giveWay(value)} "$@"`, value, ...args] }
		: { file, args };
}

/** Outside quotes: more than one command. */
const compound = /[|&;<>()`#\n]/;
const quoted = /'[^']*'|"(?:[^"\\`$]|\$(?!\()|\\.)*"|\\./gs;
/** Words that only a shell knows. */
const forShellAlone = /^(?:exec|command|eval|builtin|if|for|while|until|case|time|[.:!{]|\[\[?)(?:\s|$)/;
const assignments = /^(?:[A-Za-z_]\w*=(?:'[^']*'|"(?:[^"\\]|\\.)*"|\\.|[^\s'"\\])*\s+)*/;

/**
 * Prefixes a single command with `exec`, so that the shell is replaced by the editor: not every shell does so, and a
 * signal would end the shell alone.
 */
function giveWay(value: string): string {
	const lead = assignments.exec(value)?.[0] ?? '';
	const command = value.slice(lead.length);
	return compound.test(value.replaceAll(quoted, '')) || forShellAlone.test(command)
		? value
		: `${lead}exec ${command}`;
}

/** Splits words like a shell: quotes and backslashes, without other special characters. Null for an unclosed quote. */
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

/** Editors that accept `+12` for a line, `path:12`, and `path:12` after `--goto`. */
const plus =
	/^(vi|vim|nvim|view|gvim|mvim|vimx|nano|pico|rnano|emacs|emacsclient|mg|jed|joe|jmacs|micro|ne|kak|ed|e3|gedit|kate)$/;
const colon = /^(hx|helix|subl|sublime_text|zed|zeditor)$/;
const goto = /^(code|code-insiders|codium|vscodium|cursor|windsurf)$/;
/** Editors with their own window, and the options that make them wait until the file is closed. */
const windowed =
	/^(code|code-insiders|codium|vscodium|cursor|windsurf|subl|sublime_text|zed|zeditor|gvim|mvim|gedit|kate|mate)$/;
const waits = /^(--wait|-w|-W|-f|--nofork|--standalone|-s|-b|--block)$/;

function nameOf({ file }: EditorCommand): string {
	return (/[^/\\]+$/.exec(file)?.[0] ?? file).replace(/\.(exe|cmd)$/i, '');
}

/** The arguments that open a file, at a 1-based line if the editor is known to support one. */
export function argumentsFor(editor: EditorCommand, path: string, line: number | null): string[] {
	const name = nameOf(editor);
	if (line === null) return [path];
	if (plus.test(name)) return [`+${line}`, path];
	if (colon.test(name)) return [`${path}:${line}`];
	if (goto.test(name)) return ['--goto', `${path}:${line}`];
	return [path];
}

/** The advice to make an editor with its own window wait, if its command lacks the option; else null. */
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
	return `${name} returned before the file was closed: set EDITOR="${name} ${flag}".`;
}
