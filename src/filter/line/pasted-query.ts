import { QueryError } from '../errors.ts';
import { parseListQuery } from '../parse.ts';
import { emptyQuery, type ListQuery } from '../tree.ts';
import { decodePart, lengthBefore } from './decode-part.ts';
import { LineError } from './line-error.ts';

const address = /^\s*(?:GET\s+)?(?:https?:\/\/[^\s?]*|\/\S*conversations)?\?(?=\s*$|[^\s=]+=)/i;

const filters = '(?:id|name|created_at|last_message_at|"?metadata"?\\s*-(?:>|%3[eE]){1,2}[^=&]+)';
const comparison = '=(?:not\\.)?(?:eq|neq|gte?|lte?|i?like|i?match|in|is)\\.';
const startsParameter = new RegExp(
	`^\\s*(?:${filters}${comparison}|(?:not\\.)?(?:and|or)=(?:\\(|%28)|(?:limit|offset)=\\d|order=[a-z"])`,
);
const startsColumn = new RegExp(`^\\s*${filters}=`);
/** Whatever follows: what comes after the first parameter is one too, right or wrong. */
const nextParameter = new RegExp(
	`&(?=(?:${filters}|(?:not\\.)?(?:and|or)|limit|offset|order)=|[\\w.]+${comparison})`,
);

/** A term of a line after a space: such a line is no query string, whatever it starts with. */
const nextTerm =
	/\s-?(?:(?:channel|user|agent|assistant|call|name|id|created|updated|created_at|last_message_at|after|before|during|sort|order|limit|offset|meta(?:data)?[.-]\S+?)(?:\.\w+)?[:~=<>!]|(?:or|and|not)[\s(])/i;

/** True for a query string of the list operation as its reference writes it, with or without the address before it. */
export function isPastedQuery(text: string): boolean {
	if (address.test(text)) return true;
	if (startsColumn.test(text) && nextParameter.test(text)) return !nextTerm.test(text);
	return startsParameter.test(text) && (/^\s*(?:not\.)?(?:and|or)=/.test(text) || !nextTerm.test(text));
}

/**
 * The query that a query string asks for. Percent-encoding is undone where it can be; a plus is a space where a browser
 * would make one of it, but not before a digit at the start of an operand (a phone number) nor in a zone. Throws
 * LineError.
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

/** One parameter, decoded, and where it stands in the line. */
type Part = {
	readonly name: string;
	readonly value: string;
	readonly written: string;
	readonly start: number;
	readonly valueStart: number;
	readonly plusIsSpace: boolean;
};

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

/** The error at its place in the line: in the value, or the whole parameter where its name is wrong. */
function located(error: QueryError, parts: readonly Part[]): LineError {
	const { problem, advice } = error;
	const [first] = parts;
	// Of a parameter that is given twice, the later one is wrong.
	const part =
		parts.findLast(({ name, value }) => name === error.parameter && fails(name, value)) ??
		parts.findLast(({ name }) => name === error.parameter) ??
		first;
	if (part === undefined) return new LineError({ position: 0, end: 0, problem, advice });
	const { written, start, valueStart, plusIsSpace } = part;
	const end = valueStart + written.length;
	const isName = / parameter(?:'s name)?$/.test(problem);
	const position = isName ? start : valueStart + lengthBefore(written, error.position, plusIsSpace);
	return new LineError({ position: Math.min(position, end), end, problem, advice });
}

function fails(name: string, value: string): boolean {
	try {
		parseListQuery([[name, value]]);
		return false;
	} catch {
		return true;
	}
}
