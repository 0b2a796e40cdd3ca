import { isJsonObject, type JsonValue, jsonEntries, numberOf } from './json.ts';
import { parseJsonText } from './json-source.ts';

/** The outcome of a tool call: it worked, it reported a failure, or it never answered. */
export type ToolOutcome = 'ok' | 'error' | 'unanswered';

const failureWords =
	/^\s*(?:error\b|exception\b|traceback\b|fail(?:ed|ure)\b|timed? ?out\b|timeout\b|http[ /]?[45]\d\d\b)/i;
/** The error page that a gateway sends instead of an answer. */
const failurePage =
	/^\s*<(?:!doctype|html)\b[\s\S]{0,300}?<title>\s*[45]\d\d\W{1,3}(?:bad|not|internal|service|gateway|forbidden|unauthorized|request|too many|error)\b/i;

/**
 * Judges a tool's answer by plain rules. It failed with a non-empty `error` or `errors`, with `success` or `ok`
 * false, with a status that is a failure word or an HTTP code from 400, with text that begins with a failure word, or
 * with a gateway's page titled with an HTTP error. Anything else counts as success: a false alarm costs an on-call
 * engineer more than a miss.
 */
export function judgeToolResult(text: string | null): Exclude<ToolOutcome, 'unanswered'> {
	if (text === null) return 'ok';
	const json = parseJudged(text);
	if (isJsonObject(json)) return objectFailed(json) ? 'error' : 'ok';
	const words = typeof json === 'string' ? json : text;
	return failureWords.test(words) || failurePage.test(words) ? 'error' : 'ok';
}

/** A longer answer is judged by how it begins: reading 10 MB of JSON takes as long as many keys. */
const mostJudged = 250_000;

function parseJudged(text: string): JsonValue | undefined {
	return text.length > mostJudged ? undefined : parseJsonText(text);
}

function objectFailed(json: { readonly [key: string]: JsonValue }): boolean {
	if (saysSomething(json.error) || saysSomething(json.errors)) return true;
	if (json.success === false || json.ok === false || json.isError === true) return true;
	return statusKeys.some((key) => isFailureStatus(json[key]));
}

function saysSomething(value: JsonValue | undefined): boolean {
	if (value === undefined || value === null || value === false || value === '' || numberOf(value) === 0)
		return false;
	if (Array.isArray(value)) return value.length > 0;
	return !(isJsonObject(value) && jsonEntries(value).length === 0);
}

function isFailureStatus(value: JsonValue | undefined): boolean {
	const code = numberOf(value);
	if (code !== null) return code >= 400 && code <= 599;
	return typeof value === 'string' && /^(?:error|failed|failure|timeout|[45]\d\d)$/i.test(value);
}

/** The fields of a failed answer that can say why, the plainest first. */
const reasonKeys = [
	'error',
	'errors',
	'message',
	'detail',
	'title',
	'reason',
	'description',
	'code',
] as const;
const statusKeys = ['status', 'status_code', 'statusCode', 'code'] as const;

/** The longest reason, in characters: it stands in one line. */
const mostReason = 400;
/** Errors in errors are looked into this deep. */
const deepestReason = 4;

/**
 * Why a failed answer says that it failed, raw and on one line: the text of its `error` or the like, else its status,
 * else the answer itself. '' for an empty answer.
 */
export function reasonOfFailure(text: string): string {
	const json = parseJudged(text);
	const page = json === undefined ? /<title>\s*([^<]+)/i.exec(text.slice(0, mostReason))?.[1] : undefined;
	const reason = page ?? (json === undefined ? null : reasonIn(json, 0)) ?? text;
	return reason.slice(0, mostReason).trim().replaceAll(/\s+/g, ' ');
}

function reasonIn(json: JsonValue | undefined, depth: number): string | null {
	// The bare word says no more than the sign before it.
	if (typeof json === 'string') return /^\s*(?:error|failed|failure)?\s*$/i.test(json) ? null : json;
	if (depth === deepestReason) return null;
	if (Array.isArray(json)) return reasonIn(json[0], depth + 1);
	if (!isJsonObject(json)) return null;
	for (const key of reasonKeys) {
		const reason = reasonIn(json[key], depth + 1);
		if (reason !== null) return reason;
	}
	const status = statusKeys.find((key) => numberOf(json[key]) !== null && isFailureStatus(json[key]));
	return status === undefined ? null : `${status} ${numberOf(json[status])}`;
}

/** The size of a tool's result in a few words: `3 results`, `no result`, `2 fields`; null for plain text. */
export function sizeOfResult(text: string | null): string | null {
	if (text === null || text.trim() === '') return 'empty result';
	const json = parseJudged(text);
	if (Array.isArray(json)) {
		if (json.length === 0) return 'no result';
		return json.length === 1 ? '1 result' : `${json.length} results`;
	}
	if (!isJsonObject(json)) return null;
	const count = jsonEntries(json).length;
	return count === 1 ? '1 field' : `${count} fields`;
}
