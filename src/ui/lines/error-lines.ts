import { ApiError } from '../../api/errors.ts';
import { clipLine, type Line, span } from '../../text/line.ts';
import { redactKeys } from '../../text/redact.ts';
import { safe, t } from '../../text/safe.ts';
import { nothing, type SafeText } from '../../text/safe-text.ts';
import { wrapLine } from '../../text/wrap-line.ts';
import type { Glyphs } from '../theme.ts';

/** Rows that an error may take from a pane: it stands beside the old data, not instead of it. */
const mostRows = 4;

/** An error as a few lines of at most `width` cells: what happened, what to do, the server's own words and ids. */
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

/** What happened, in one sentence. An error of our own making says that it is one. */
export function sentenceOf(error: Error): SafeText {
	return error instanceof ApiError
		? safe(error.sentence)
		: t`A fault in tconv: ${safe(redactKeys(error.message))}.`;
}

function adviceOf(error: Error): SafeText {
	return error instanceof ApiError ? safe(error.advice) : t`Press r to try again.`;
}

/** What support asks for, and what the server itself said. */
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
