import { type JsonValue, jsonStart, jsonText } from '../../domain/json.ts';
import { parseJsonText } from '../../domain/json-source.ts';
import { reasonOfFailure, sizeOfResult } from '../../domain/tool-outcome.ts';
import type { Turn } from '../../domain/transcript.ts';
import { longestShown, mostShown } from '../../text/cut.ts';
import { clipLine, type Line, lineWidth, span } from '../../text/line.ts';
import { joinRows, safe, safeLines, t } from '../../text/safe.ts';
import { nothing, type SafeText } from '../../text/safe-text.ts';
import { latency } from '../../text/time.ts';
import { blank, cellWidth, clip, fit } from '../../text/width.ts';
import { wrapLine } from '../../text/wrap.ts';
import { jsonLines } from '../json-lines.ts';
import type { Glyphs } from '../theme.ts';

type ToolTurn = Extract<Turn, { kind: 'tool' | 'orphan-result' | 'broken' }>;
type Options = { readonly width: number; readonly wrapped: boolean; readonly glyphs: Glyphs };

/** Most characters of arguments or results that one line can show; the rest of a huge text is not scanned. */
const previewLength = 400;

/** Fewest cells of a tool's name beside its error. */
const leastName = 12;

/** A tool call as one line, or unfolded with its arguments and result as indented JSON. */
export function toolLines(turn: ToolTurn, isUnfolded: boolean, options: Options): Line[] {
	const { glyphs } = options;
	const sign = span('dim', t`${isUnfolded ? glyphs.unfolded : glyphs.folded} `);
	const head = clipLine([sign, ...headOf(turn, options.width - 2, glyphs)], options.width);
	return isUnfolded ? [head, ...unfoldedLines(turn, options)] : [head];
}

/** All text of a tool call for searching, including its folded parts. */
export function toolSearch(turn: ToolTurn): SafeText {
	switch (turn.kind) {
		case 'tool':
			return t`${safe(turn.call.name)} ${searchable(turn.call.arguments)} ${searchable(turn.result?.placed.message.text ?? '')}`;
		case 'orphan-result':
			return searchable(turn.text);
		case 'broken':
			return t`${safe(turn.problem)} ${safe(jsonStart(turn.raw, longestShown).slice(0, longestShown))}`;
	}
}

/** Text as shown unfolded, so that every hit of a search is also visible. */
function searchable(text: string): SafeText {
	const json = parseShown(text);
	return json === undefined ? joinRows(safeLines(text)) : safe(jsonText(json, 1).replaceAll(/\n\s*/g, ' '));
}

/** The parsed JSON of a text shown whole; undefined for a text that is cut, which is shown unparsed. */
function parseShown(text: string): JsonValue | undefined {
	return text.length > mostShown(text) ? undefined : parseJsonText(text);
}

function headOf(turn: ToolTurn, width: number, glyphs: Glyphs): Line {
	switch (turn.kind) {
		case 'broken':
			return [span('bad', t`unreadable message: ${safe(turn.problem)}`)];
		case 'orphan-result':
			return [
				span('tool', t`result without a call `),
				span(turn.outcome === 'error' ? 'bad' : 'dim', safe(turn.text.slice(0, previewLength))),
			];
		case 'tool': {
			const name = safe(turn.call.name === '' ? '(no name)' : turn.call.name);
			const result = outcomeSpans(turn, width - Math.min(cellWidth(name), leastName) - 2, glyphs);
			const resultWidth = lineWidth(result);
			const room = Math.max(0, width - resultWidth - cellWidth(name) - 2);
			const preview = clip(oneLine(turn.call.arguments), room);
			const shortName = clip(name, Math.max(leastName, width - resultWidth - 1));
			return [
				span('tool', shortName),
				span('plain', t` `),
				...(room > 3 ? [span('dim', fit(preview, room)), span('plain', t` `)] : []),
				...result,
			];
		}
	}
}

function oneLine(text: string): SafeText {
	return safe(text.slice(0, previewLength).replaceAll(/\s+/g, ' '));
}

/** What came of a call: of a failed one the error, with all the `room`, in cells, that it takes. */
function outcomeSpans(turn: Extract<Turn, { kind: 'tool' }>, room: number, glyphs: Glyphs): Line {
	if (turn.result === null) return [span('bad', t`${glyphs.bad} no answer`)];
	const text = turn.result.placed.message.text ?? '';
	const took = turn.tookMillis === null ? nothing : t` ${latency(turn.tookMillis)}`;
	const inferred: Line = turn.result.inferred ? [span('warn', t` inferred`)] : [];
	if (turn.outcome !== 'error') {
		const words = safe(sizeOfResult(text) ?? '') || clip(oneLine(text), 16);
		return [span('good', t`${glyphs.good} ${words}${took}`), ...inferred];
	}
	const left = room - cellWidth(t`${glyphs.bad} ${took}`) - lineWidth(inferred);
	const reason = safe(reasonOfFailure(text));
	const choices = reason === '' ? [t`failed`] : [t`failed: ${reason}`, reason];
	const words = choices.find((one) => cellWidth(one) <= left) ?? clip(reason, Math.max(0, left));
	return [span('bad', t`${glyphs.bad} ${words}${took}`), ...inferred];
}

function unfoldedLines(turn: ToolTurn, options: Options): Line[] {
	switch (turn.kind) {
		case 'broken':
			return jsonValueLines(turn.raw, options);
		case 'orphan-result':
			return [...title(t`result without a call`, options), ...contentLines(turn.text, options)];
		case 'tool': {
			const id = turn.call.id === null ? t`no id` : safe(turn.call.id);
			const call = [...title(t`arguments (${id})`, options), ...contentLines(turn.call.arguments, options)];
			if (turn.result === null) return [...call, ...title(t`no result arrived`, options)];
			const pairing = safe(turn.result.inferred ? 'inferred: it came next, without an id' : 'paired by id');
			return [
				...call,
				...title(t`result (${pairing})`, options),
				...contentLines(turn.result.placed.message.text ?? '', options),
			];
		}
	}
}

const indent = blank(2);

function title(words: SafeText, { width }: Options): Line[] {
	return wrapLine([span('plain', indent), span('dim', words)], width, 4);
}

/** Text as indented JSON if it is JSON, else unchanged. */
function contentLines(text: string, options: Options): Line[] {
	if (text.trim() === '') return [[span('plain', indent), span('muted', t`  (empty)`)]];
	const json = parseShown(text);
	if (json !== undefined) return jsonValueLines(json, options);
	return safeLines(text).flatMap((row) => indented([span('plain', row)], options));
}

function jsonValueLines(value: JsonValue, options: Options): Line[] {
	return jsonLines(value).flatMap((line) => indented(line, options));
}

function indented(line: Line, options: Options): Line[] {
	const room = Math.max(8, options.width - 4);
	const rows = options.wrapped ? wrapLine(line, room, 2) : [clipLine(line, room)];
	return rows.map((row) => [span('plain', blank(4)), ...row]);
}
