import { QueryError } from '../errors.ts';
import { parseListQuery } from '../parse.ts';
import { emptyQuery, type ListQuery } from '../tree.ts';
import { QueryTextError } from './query-text-error.ts';

const address = /^\s*(?:GET\s+)?(?:https?:\/\/[^\s?]*|\/\S*conversations)?\?(?=\s*$|[^\s=]+=)/i;

const filters = '(?:id|name|created_at|last_message_at|"?metadata"?\\s*-(?:>|%3[eE]){1,2}[^=&]+)';
const comparison = '=(?:not\\.)?(?:eq|neq|gte?|lte?|i?like|i?match|in|is)\\.';
const startsParameter = new RegExp(
	`^\\s*(?:${filters}${comparison}|(?:not\\.)?(?:and|or)=(?:\\(|%28)|(?:limit|offset)=\\d|order=[a-z"])`,
);
const startsColumn = new RegExp(`^\\s*${filters}=`);
/** The start of a later parameter: a known name, or any name before an operator, so that mistakes are reported. */
const nextParameter = new RegExp(
	`&(?=(?:${filters}|(?:not\\.)?(?:and|or)|limit|offset|order)=|[\\w.]+${comparison})`,
);

/** A term of a query text after a space, which no query string contains. */
const nextTerm =
	/\s-?(?:(?:channel|user|agent|assistant|call|name|id|created|updated|created_at|last_message_at|after|before|during|sort|order|limit|offset|meta(?:data)?[.-]\S+?)(?:\.\w+)?[:~=<>!]|(?:or|and|not)[\s(])/i;

/** True for a query string of the list operation in the API's syntax, with or without the address before it. */
export function isPastedQuery(text: string): boolean {
	if (address.test(text)) return true;
	if (startsColumn.test(text) && nextParameter.test(text)) return !nextTerm.test(text);
	return startsParameter.test(text) && (/^\s*(?:not\.)?(?:and|or)=/.test(text) || !nextTerm.test(text));
}

/**
 * Parses a query string. Decodes valid percent-encoding. A plus becomes a space as in a browser, but not before a digit
 * at the start of an operand (a phone number) nor in a zone. Throws QueryTextError if it cannot be read.
 */
export function parsePastedQuery(text: string): ListQuery {
	const parts = cut(text);
	if (parts.length === 0) return emptyQuery;
	try {
		return parseListQuery(parts.map(({ name, value }) => [name, value]));
	} catch (error) {
		if (!(error instanceof QueryError)) throw error;
		throw located(error, parts);
	}
}

/** One parameter, decoded, and its position in the query text. */
type Part = {
	readonly name: string;
	readonly value: string;
	readonly written: string;
	readonly start: number;
	readonly valueStart: number;
	readonly plusIsSpace: boolean;
};

/** The units of decoding: a run of percent escapes, or one character. */
const pieces = /(?:%[0-9a-f]{2})+|./gisu;

/**
 * Decodes the percent-encoding of a part of a query string; leaves invalid encoding (`like.%a`) unchanged. With
 * `plusIsSpace`, a plus becomes a space, except before a digit at the start of an operand and before the hours of a
 * zone, where it must be a plus.
 */
function decodePart(written: string, plusIsSpace: boolean): string {
	return decoded(written, plusIsSpace)
		.map(({ text }) => text)
		.join('');
}

/** Converts a position in the decoded part to the one in the encoded part. */
function lengthBefore(written: string, position: number, plusIsSpace: boolean): number {
	let passed = 0;
	for (const { text, at } of decoded(written, plusIsSpace)) {
		if (passed + text.length > position) return at;
		passed += text.length;
	}
	return written.length;
}

function decoded(written: string, plusIsSpace: boolean): { readonly text: string; readonly at: number }[] {
	const isEncoded = isDecodable(written);
	return [...written.matchAll(pieces)].flatMap(({ 0: piece, index }) => {
		if (piece === '+') return [{ text: plusIsSpace && !isPlus(written, index) ? ' ' : '+', at: index }];
		if (!isEncoded || !piece.startsWith('%')) return [{ text: piece, at: index }];
		return decodeRun(piece, index);
	});
}

/** Decodes a run character by character, to keep the position of each. */
function decodeRun(run: string, start: number): { readonly text: string; readonly at: number }[] {
	const found: { text: string; at: number }[] = [];
	for (let at = 0; at < run.length; ) {
		const byte = Number.parseInt(run.slice(at + 1, at + 3), 16);
		const bytes = byte < 0x80 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
		found.push({ text: decodeURIComponent(run.slice(at, at + bytes * 3)), at: start + at });
		at += bytes * 3;
	}
	return found;
}

function isDecodable(written: string): boolean {
	try {
		decodeURIComponent(written);
		return true;
	} catch {
		return false;
	}
}

function isPlus(written: string, index: number): boolean {
	const before = written.slice(0, index);
	const after = written.slice(index + 1);
	return (
		(/^\d/.test(after) && /(?:^|[.(,"*%]|%2[2a8c]|%25)$/i.test(before)) ||
		(/^\d{2}(?::|%3a)?\d{2}/i.test(after) && /\d$/.test(before))
	);
}

function cut(text: string): Part[] {
	const prefix = address.exec(text)?.[0] ?? '';
	const lead = prefix.length + (/^\s*/.exec(text.slice(prefix.length))?.[0].length ?? 0);
	const body = text.slice(lead).trimEnd();
	const isEncoded = prefix !== '' || /%(?:[0-9a-f]{2})/i.test(body);
	const pieces = prefix === '' ? body.split(nextParameter) : body.split('&');
	const parts: Part[] = [];
	let start = lead;
	for (const piece of pieces) {
		const equals = piece.indexOf('=');
		const written = equals < 0 ? '' : piece.slice(equals + 1);
		if (piece !== '') {
			parts.push({
				name: decodePart(equals < 0 ? piece : piece.slice(0, equals), isEncoded),
				value: decodePart(written, isEncoded),
				written,
				start,
				valueStart: start + (equals < 0 ? piece.length : equals + 1),
				plusIsSpace: isEncoded,
			});
		}
		start += piece.length + 1;
	}
	return parts;
}

/**
 * Converts an error to its position in the query text: within the value, or at the whole parameter if its name is
 * wrong.
 */
function located(error: QueryError, parts: readonly Part[]): QueryTextError {
	const { problem, advice } = error;
	const [first] = parts;
	// If a parameter is given twice, the error is about the second one.
	const part =
		parts.findLast(({ name, value }) => name === error.parameter && fails(name, value)) ??
		parts.findLast(({ name }) => name === error.parameter) ??
		first;
	if (part === undefined) return new QueryTextError({ position: 0, end: 0, problem, advice });
	const { written, start, valueStart, plusIsSpace } = part;
	const end = valueStart + written.length;
	const isName = / parameter(?:'s name)?$/.test(problem);
	const position = isName ? start : valueStart + lengthBefore(written, error.position, plusIsSpace);
	return new QueryTextError({ position: Math.min(position, end), end, problem, advice });
}

function fails(name: string, value: string): boolean {
	try {
		parseListQuery([[name, value]]);
		return false;
	} catch {
		return true;
	}
}
