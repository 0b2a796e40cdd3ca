import { isJsonObject, type JsonObject, type JsonValue, parseJsonText } from '../domain/json.ts';
import type { FieldProblem } from './errors.ts';
import { isMarkup, wordsOfMarkup } from './markup.ts';

/** What an error answer says, as far as it says anything. All text is the server's own. */
export type ErrorBody = {
	readonly code: string | null;
	readonly detail: string | null;
	readonly fields: readonly FieldProblem[];
};

/** Enough for a person to recognise what answered. */
const longestDetail = 2000;

/**
 * Reads the body of an error answer: Telnyx's `{errors: […]}`, the validation shape `{detail: […]}`, or any other text
 * (JSON that was cut short), which becomes the detail; of a gateway's HTML, the words without the tags. Never throws.
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

/** `loc` is a path: where the trouble is (`query`, `path`, `body`), then what. A body's path reads as a pointer. */
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
	return typeof value === 'number' ? String(value) : words(value);
}

function index(value: JsonValue | undefined): number | null {
	return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : null;
}

function shorten(text: string): string {
	return text.length <= longestDetail ? text : `${text.slice(0, longestDetail).toWellFormed()}…`;
}
