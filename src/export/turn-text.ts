import type { Instant } from '../domain/instant.ts';
import { jsonText } from '../domain/json.ts';
import type { Turn } from '../domain/transcript.ts';
import { type CleanText, cleanText } from '../text/clean-text.ts';
import { duration, latency, type ZoneOffset } from '../text/time.ts';
import { dayAndTime } from './times.ts';

/** One turn as plain text: who and when in the first line, then the words, or what a tool was asked and answered. */
export function turnText(turn: Turn, zone: ZoneOffset): CleanText {
	return cleanText(linesOf(turn, zone).join('\n'));
}

function linesOf(turn: Turn, zone: ZoneOffset): readonly string[] {
	switch (turn.kind) {
		case 'speech':
			return [`${turn.role || 'unknown'}, ${when(turn.at, zone)}:`, turn.text];
		case 'silence':
			return [`${duration(turn.millis)} of silence`];
		case 'broken':
			return [`unreadable message: ${turn.problem}`, jsonText(turn.raw)];
		case 'orphan-result':
			return [`a tool's result without a call, ${when(turn.at, zone)}:`, turn.text];
		case 'tool': {
			const { call, result, tookMillis } = turn;
			const took = tookMillis === null ? '' : ` after ${latency(tookMillis)}`;
			const said = turn.outcome === 'error' ? `failed${took}` : `answered${took}`;
			return [
				`tool ${call.name}, ${when(turn.at, zone)}, ${result === null ? 'no answer' : said}:`,
				`arguments: ${call.arguments}`,
				...(result === null ? [] : [`result: ${result.placed.message.text ?? ''}`]),
			];
		}
	}
}

function when(at: Instant | null, zone: ZoneOffset): string {
	return at === null ? 'at an unknown time' : dayAndTime(at, zone);
}
