import { graphemes } from '../../text/clusters.ts';

/** One line of text being typed, and the caret in UTF-16 units (always between two clusters). */
export type LineEditor = { readonly text: string; readonly caret: number };

/** The editing commands of a line, named as in shells. */
export type EditCommand =
	| 'left'
	| 'right'
	| 'word-left'
	| 'word-right'
	| 'start'
	| 'end'
	| 'delete-back'
	| 'delete-forward'
	| 'delete-word'
	| 'delete-to-start'
	| 'delete-to-end';

/** A line with the caret at its end. */
export function editorOf(text: string): LineEditor {
	return { text, caret: text.length };
}

/** Types or pastes text at the caret. Line breaks and tabs become spaces, since this is one line. */
export function insertText(editor: LineEditor, typed: string): LineEditor {
	const text = typed.replaceAll(/\r\n|[\r\n\t]/g, ' ');
	return settled(
		editor.text.slice(0, editor.caret) + text + editor.text.slice(editor.caret),
		editor.caret + text.length,
	);
}

/** A text with a caret. Adjacent characters can combine into one cluster; the caret then moves behind it. */
export function settled(text: string, caret: number): LineEditor {
	return { text, caret: isEdge(text, caret) ? caret : nextCluster(text, caret) };
}

/** True between two clusters. Two ASCII characters always are (except `\r\n`), which saves a segmenter. */
function isEdge(text: string, at: number): boolean {
	if (at === 0 || at === text.length) return true;
	const around = text.slice(at - 1, at + 1);
	// biome-ignore lint/suspicious/noControlCharactersInRegex: the range is all of ASCII.
	if (/^[\x00-\x7f]{2}$/.test(around)) return around !== '\r\n';
	return graphemes().segment(text).containing(at)?.index === at;
}

/** Applies one command. The caret never stops inside an emoji or a combined letter. */
export function edit(editor: LineEditor, command: EditCommand): LineEditor {
	const { text, caret } = editor;
	switch (command) {
		case 'left':
			return { text, caret: previousCluster(text, caret) };
		case 'right':
			return { text, caret: nextCluster(text, caret) };
		case 'word-left':
			return { text, caret: previousWord(text, caret) };
		case 'word-right':
			return { text, caret: nextWord(text, caret) };
		case 'start':
			return { text, caret: 0 };
		case 'end':
			return { text, caret: text.length };
		case 'delete-back':
			return cut(editor, previousCluster(text, caret), caret);
		case 'delete-forward':
			return cut(editor, caret, nextCluster(text, caret));
		case 'delete-word':
			return cut(editor, previousWord(text, caret), caret);
		case 'delete-to-start':
			return cut(editor, 0, caret);
		case 'delete-to-end':
			return cut(editor, caret, text.length);
	}
}

function cut({ text }: LineEditor, from: number, to: number): LineEditor {
	return settled(text.slice(0, from) + text.slice(to), from);
}

function previousCluster(text: string, caret: number): number {
	if (caret === 0) return 0;
	const found = graphemes()
		.segment(text)
		.containing(caret - 1);
	return found?.index ?? caret - 1;
}

function nextCluster(text: string, caret: number): number {
	const found = graphemes().segment(text).containing(caret);
	return found === undefined ? text.length : found.index + found.segment.length;
}

function previousWord(text: string, caret: number): number {
	// By hand: a regular expression that starts at every position takes minutes for one long word.
	let at = text.slice(0, caret).trimEnd().length;
	while (at > 0 && !/\s/.test(text.charAt(at - 1))) at--;
	return isEdge(text, at) ? at : previousCluster(text, at);
}

function nextWord(text: string, caret: number): number {
	const match = /^\s*\S*/.exec(text.slice(caret));
	return settled(text, caret + (match?.[0].length ?? 0)).caret;
}
