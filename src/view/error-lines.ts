import { ApiError, sentenceOf } from '../api/errors.ts';
import type { Refusal } from '../state/filter/filter-problems.ts';
import { clipLine, type Line, span } from '../text/line.ts';
import { redactKeys } from '../text/redact.ts';
import { safe, t } from '../text/safe.ts';
import { nothing, type SafeText } from '../text/safe-text.ts';
import { wrapLine } from '../text/wrap.ts';
import type { Glyphs } from './theme.ts';

/** Most rows of an error in a pane: the old data stay visible beside it. */
const mostRows = 4;

/** An error as at most four lines of `width` cells: what happened, what to do, the server's own words and ids. */
export function errorLines(what: string, error: Error, width: number, glyphs: Glyphs): Line[] {
	const line: Line = [
		span('bad', t`${glyphs.bad} ${safe(what)}: `),
		span('bad', t`${sentenceOf(error)} `),
		span('plain', adviceOf(error)),
		span('dim', referenceOf(error)),
	];
	const rows = wrapLine(line, width, 2);
	const last = rows[mostRows - 1];
	if (last === undefined || rows.length === mostRows) return rows;
	return [...rows.slice(0, mostRows - 1), clipLine([...last, span('dim', t` …`)], width)];
}

function adviceOf(error: Error): SafeText {
	return error instanceof ApiError ? safe(error.advice) : t`Press r to try again.`;
}

/** The ids that support asks for, and the server's own words. */
function referenceOf(error: Error): SafeText {
	if (!(error instanceof ApiError)) return nothing;
	const parts = [
		error.detail === null
			? nothing
			: t` The server says: ${safe(redactKeys(error.detail).replace(/[.\s]+$/, ''))}.`,
		error.code === null ? nothing : t` Code ${safe(error.code)}.`,
		error.requestId === null ? nothing : t` Request ${safe(error.requestId)}.`,
	];
	return t`${parts[0] ?? nothing}${parts[1] ?? nothing}${parts[2] ?? nothing}`;
}

/** The parameters of a query that the server refused, with its words; empty for any other error. */
export function refusalsOf(error: Error | null): readonly Refusal[] {
	if (!(error instanceof ApiError) || error.kind !== 'invalid') return [];
	if (error.fields.length === 0)
		return [{ parameter: null, message: redactKeys(error.detail ?? error.sentence) }];
	return error.fields.map(({ parameter, message }) => ({ parameter, message: redactKeys(message) }));
}
