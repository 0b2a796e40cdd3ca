import { isJsonObject, type JsonObject, type JsonValue, numberOf } from '../domain/json.ts';
import { parseJsonText } from '../domain/json-source.ts';
import { ApiError, type FieldProblem } from './errors.ts';
import { isMarkup, wordsOfMarkup } from './markup.ts';

/** The content of an error answer; null or empty for missing parts. All text is the server's own. */
type ErrorBody = {
	readonly code: string | null;
	readonly detail: string | null;
	readonly fields: readonly FieldProblem[];
};

/** Enough for the user to recognise the sender. */
const longestDetail = 2000;

/**
 * Reads the body of an error answer: Telnyx's `{errors: […]}` or the validation shape `{detail: […]}`. Any other text
 * (such as truncated JSON) becomes the detail, and a gateway's HTML loses its tags. Never throws.
 */
export function readErrorBody(text: string): ErrorBody {
	const body = parseJsonText(text);
	if (isJsonObject(body)) {
		if (Array.isArray(body.errors)) return fromTelnyx(body.errors.filter(isJsonObject));
		if (Array.isArray(body.detail)) return fromValidation(body.detail.filter(isJsonObject));
		if (typeof body.detail === 'string') return { code: null, detail: shorten(body.detail), fields: [] };
	}
	const rest = isMarkup(text) ? wordsOfMarkup(text) : text.trim();
	return { code: null, detail: rest === '' ? null : shorten(rest), fields: [] };
}

function fromTelnyx(errors: readonly JsonObject[]): ErrorBody {
	const first = errors[0];
	return {
		code: first === undefined ? null : textOrNumber(first.code),
		detail: joinDetails(errors.map((error) => words(error.detail) ?? words(error.title))),
		fields: errors.flatMap((error) => {
			const source = isJsonObject(error.source) ? error.source : {};
			const meta = isJsonObject(error.meta) ? error.meta : {};
			const parameter = words(source.parameter);
			const pointer = words(source.pointer);
			if (parameter === null && pointer === null) return [];
			const message = words(error.detail) ?? words(error.title) ?? '';
			return [{ parameter, pointer, message, position: index(meta.position) ?? index(source.position) }];
		}),
	};
}

/** `loc` is a path: the part of the request (`query`, `path`, `body`), then the field. Body paths become pointers. */
function fromValidation(details: readonly JsonObject[]): ErrorBody {
	const fields = details.map((detail): FieldProblem => {
		const loc = Array.isArray(detail.loc) ? detail.loc.map(String) : [];
		const [place, ...path] = loc;
		const inBody = place === 'body';
		return {
			parameter: inBody || loc.length === 0 ? null : (path.length > 0 ? path : loc).join('.'),
			pointer: inBody ? `/${path.join('/')}` : null,
			message: words(detail.msg) ?? '',
			position: null,
		};
	});
	return { code: null, detail: joinDetails(fields.map(({ message }) => message)), fields };
}

function joinDetails(details: readonly (string | null)[]): string | null {
	const said = details.filter((detail) => detail !== null && detail !== '');
	return said.length === 0 ? null : shorten(said.join('\n'));
}

function words(value: JsonValue | undefined): string | null {
	return typeof value === 'string' && value !== '' ? value : null;
}

function textOrNumber(value: JsonValue | undefined): string | null {
	return numberOf(value) === null ? words(value) : String(value);
}

function index(value: JsonValue | undefined): number | null {
	const number = numberOf(value);
	return number !== null && Number.isInteger(number) && number >= 0 ? number : null;
}

function shorten(text: string): string {
	return text.length <= longestDetail ? text : `${text.slice(0, longestDetail).toWellFormed()}…`;
}

/** An answer with a success status. `hide` masks the key in a text. */
type RawAnswer = {
	readonly status: number;
	readonly headers: Headers;
	/** The body, or the first `longestRead` characters of a large one. */
	readonly text: string;
	/** True if the whole body is blank. */
	readonly isBlank: boolean;
	readonly hide: (text: string) => string;
};

const longestKept = 2000;
/** Characters examined in a large body; a key cut in two at this limit lies far beyond the kept part. */
export const longestRead = 100_000;

/** The error for an unexpected body: a web page, an empty body, or any other, described by `otherwise`. */
export function badAnswer({ status, headers, text, isBlank, hide }: RawAnswer, otherwise: string): ApiError {
	const isPage = isMarkup(text);
	const kept = isPage
		? hide(wordsOfMarkup(text))
		: hide(text.slice(0, longestRead)).slice(0, longestKept).toWellFormed();
	return new ApiError({
		kind: 'bad-response',
		sentence: sentenceFor(status, isPage, isBlank) ?? otherwise,
		advice: 'Check TELNYX_BASE_URL and any proxy on the way.',
		status,
		requestId: requestIdOf(headers, hide),
		detail: kept.trim() === '' ? null : kept,
	});
}

function sentenceFor(status: number, isPage: boolean, isEmpty: boolean): string | null {
	if (isPage) return 'The server sent a web page instead of data.';
	if (status === 202) return 'The server accepted the request without confirming it (202).';
	return isEmpty ? 'The server sent an empty answer.' : null;
}

/** The error for a body that lists errors despite its success status; null for any other body. */
export function toldError({ status, headers, text, hide }: RawAnswer, body: JsonValue): ApiError | null {
	if (!isJsonObject(body) || !Array.isArray(body.errors) || body.errors.length === 0) return null;
	const { code, detail } = readErrorBody(hide(text.slice(0, longestRead)));
	return new ApiError({
		kind: 'bad-response',
		sentence: `The server sent an error as if it were a success (${status}).`,
		advice: 'Try again; if it persists, ask Telnyx support.',
		status,
		code: code === null ? null : hide(code),
		requestId: requestIdOf(headers, hide),
		detail: detail === null ? null : hide(detail),
	});
}

function requestIdOf(headers: Headers, hide: (text: string) => string): string | null {
	const requestId = headers.get('x-request-id');
	return requestId === null ? null : hide(requestId);
}
