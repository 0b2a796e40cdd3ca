import { applyEdits, modify, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';

/** A top-level name of a JSON object, its value, and the position of the name. */
export type JsonEntry = {
	readonly name: string;
	readonly value: unknown;
	readonly place: Place;
};

/** The text of a JSON object. May have a byte order mark, comments and trailing commas. */
export type JsonText = {
	readonly text: string;
	/** In text order. A duplicate name has two entries. */
	readonly entries: readonly JsonEntry[];
};

/** A line and a column, both 1-based. */
export type Place = { readonly line: number; readonly column: number };

/** Why and where a text is not a JSON object. */
export type JsonFault = { readonly place: Place | null; readonly why: string };

const byteOrderMark = '\ufeff';

const words: Readonly<Record<string, string>> = {
	InvalidSymbol: 'this is neither a value nor a name in double quotes',
	InvalidNumberFormat: 'this is not a number',
	PropertyNameExpected: 'a name in double quotes is missing',
	ValueExpected: 'a value is missing',
	ColonExpected: 'a colon is missing',
	CommaExpected: 'a comma is missing',
	CloseBraceExpected: 'a closing } is missing',
	CloseBracketExpected: 'a closing ] is missing',
	EndOfFileExpected: 'there is more text after the closing }',
	InvalidCommentToken: 'this is not a comment',
	UnexpectedEndOfComment: 'a comment does not end',
	UnexpectedEndOfString: 'a text in double quotes does not end on its line',
	UnexpectedEndOfNumber: 'a number does not end',
	InvalidUnicode: 'a \\u is not followed by four hexadecimal digits',
	InvalidEscapeCharacter: 'a backslash is not followed by one of "\\/bfnrtu',
	InvalidCharacter: 'a text contains a control character',
};

/** Reads the text of a JSON object. Never accepts part of a text as the whole. */
export function readJsonText(text: string): JsonText | JsonFault {
	const body = text.startsWith(byteOrderMark) ? text.slice(1) : text;
	const faults: ParseError[] = [];
	let root: Node | undefined;
	try {
		root = parseTree(body, faults, { allowTrailingComma: true, allowEmptyContent: true });
	} catch (error) {
		if (error instanceof RangeError) return { place: null, why: 'it is nested too deep' };
		throw error;
	}
	const first = faults[0];
	if (first !== undefined) {
		const why = words[printParseErrorCode(first.error)] ?? 'this is not JSON';
		return { place: placeIn(body, first.offset), why };
	}
	if (root === undefined) return { place: null, why: 'it is empty; write {} for no settings' };
	if (root.type !== 'object') {
		const found = root.type === 'array' ? 'a list' : `a ${root.type}`;
		return { place: placeIn(body, root.offset), why: `it holds ${found} instead of an object in { }` };
	}
	const entries = (root.children ?? []).flatMap(({ children = [], offset }): JsonEntry[] => {
		const [name, value] = children;
		if (name === undefined || value === undefined) return [];
		return [{ name: String(name.value), value: nodeValue(value), place: placeIn(body, offset) }];
	});
	return { text, entries };
}

/** True for a text that was read successfully. */
export function isJsonText(read: JsonText | JsonFault): read is JsonText {
	return 'entries' in read;
}

/** The value of a node. The parser's own function would lose a name such as `__proto__`. */
function nodeValue(node: Node): unknown {
	if (node.type === 'array') return (node.children ?? []).map(nodeValue);
	if (node.type !== 'object') return node.value;
	const entries = (node.children ?? []).map(
		({ children = [] }) =>
			[String(children[0]?.value), children[1] === undefined ? null : nodeValue(children[1])] as const,
	);
	return Object.fromEntries(entries);
}

function placeIn(text: string, offset: number): Place {
	const lines = text.slice(0, offset).split(/\r\n|\n|\r/);
	return { line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
}

/** The entries as an object; the last of a duplicate name wins. */
export function objectOf({ entries }: JsonText): Record<string, unknown> {
	return Object.fromEntries(entries.map(({ name, value }) => [name, value]));
}

/** The same text with one name at the top exchanged for another, its value and its place kept. */
export function withJsonName(before: JsonText, from: string, to: string): JsonText {
	const mark = before.text.startsWith(byteOrderMark) ? byteOrderMark : '';
	const body = before.text.slice(mark.length);
	const root = parseTree(body, [], { allowTrailingComma: true, allowEmptyContent: true });
	const name = (root?.children ?? []).flatMap(({ children = [] }) => children.slice(0, 1));
	const found = name.find(({ value }) => value === from);
	if (found === undefined) return before;
	const text = `${mark}${body.slice(0, found.offset)}${JSON.stringify(to)}${body.slice(found.offset + found.length)}`;
	const after = readJsonText(text);
	return isJsonText(after) ? after : before;
}

/**
 * Sets one value in the text and keeps comments, the order of names and other values. Returns null if any other value
 * would be lost.
 */
export function withJsonValue(before: JsonText, path: readonly string[], value: unknown): string | null {
	const mark = before.text.startsWith(byteOrderMark) ? byteOrderMark : '';
	const body = before.text.slice(mark.length);
	const indent = /^([ \t]+)"/m.exec(body)?.[1] ?? '\t';
	const formattingOptions = {
		insertSpaces: indent.startsWith(' '),
		tabSize: indent.startsWith(' ') ? indent.length : 4,
		eol: body.includes('\r\n') ? '\r\n' : '\n',
	};
	const text = mark + applyEdits(body, modify(body, [...path], value, { formattingOptions }));
	const after = readJsonText(text);
	if (!isJsonText(after)) return null;
	const others = ({ entries }: JsonText): string =>
		JSON.stringify(entries.filter(({ name }) => name !== path[0]).map((entry) => [entry.name, entry.value]));
	return others(after) === others(before) ? text : null;
}
