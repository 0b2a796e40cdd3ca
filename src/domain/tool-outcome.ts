import { isJsonObject, type JsonValue, parseJsonText } from './json.ts';

/** What a tool's answer amounts to: it worked, it said that it failed, or nothing ever came back. */
export type ToolOutcome = 'ok' | 'error' | 'unanswered';

const failureWords =
	/^\s*(?:error\b|exception\b|traceback\b|fail(?:ed|ure)\b|timed? ?out\b|timeout\b|http[ /]?[45]\d\d\b)/i;
/** The page that a gateway sends instead of an answer. */
const failurePage =
	/^\s*<(?:!doctype|html)\b[\s\S]{0,300}?<title>\s*[45]\d\d\W{1,3}(?:bad|not|internal|service|gateway|forbidden|unauthorized|request|too many|error)\b/i;

/**
 * Judges a tool's answer by plain rules: an `error`/`errors` that says something, `success`/`ok` false, a status that is
 * a failure word or an HTTP code from 400 up, text that begins with a failure word, or a gateway's page with an HTTP error
 * for its title. Anything else worked: a false alarm costs an on-call engineer more than a miss.
 */
export function judgeToolResult(text: string | null): Exclude<ToolOutcome, 'unanswered'> {
	if (text === null) return 'ok';
	const json = parseJsonText(text);
	if (isJsonObject(json)) return objectFailed(json) ? 'error' : 'ok';
	const words = typeof json === 'string' ? json : text;
	return failureWords.test(words) || failurePage.test(words) ? 'error' : 'ok';
}

function objectFailed(json: { readonly [key: string]: JsonValue }): boolean {
	if (saysSomething(json.error) || saysSomething(json.errors)) return true;
	if (json.success === false || json.ok === false || json.isError === true) return true;
	return ['status', 'status_code', 'statusCode', 'code'].some((key) => isFailureStatus(json[key]));
}

function saysSomething(value: JsonValue | undefined): boolean {
	if (value === undefined || value === null || value === false || value === '' || value === 0) return false;
	if (Array.isArray(value)) return value.length > 0;
	return !(isJsonObject(value) && Object.keys(value).length === 0);
}

function isFailureStatus(value: JsonValue | undefined): boolean {
	if (typeof value === 'number') return value >= 400 && value <= 599;
	return typeof value === 'string' && /^(?:error|failed|failure|timeout|[45]\d\d)$/i.test(value);
}

/** In a few words, how much a tool gave back: `3 results`, `no result`, `2 fields`; null where text says it best. */
export function sizeOfResult(text: string | null): string | null {
	if (text === null || text.trim() === '') return 'empty result';
	const json = parseJsonText(text);
	if (Array.isArray(json)) {
		if (json.length === 0) return 'no result';
		return json.length === 1 ? '1 result' : `${json.length} results`;
	}
	if (!isJsonObject(json)) return null;
	const count = Object.keys(json).length;
	return count === 1 ? '1 field' : `${count} fields`;
}
