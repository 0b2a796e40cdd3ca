import type { InsightResult } from '../insight.ts';
import { isJsonObject } from '../json.ts';
import { parseJsonText } from '../json-source.ts';
import type { Rule } from './signal.ts';

/** A run of the insights failed, and no later run replaced it. */
export const insightFailed: Rule = ({ insights }) => {
	const failed = insights.filter((run) => run.status === 'failed' && !isMadeUpFor(run, insights));
	if (failed.length === 0) return null;
	const count = failed.length === 1 ? '1 insight run' : `${failed.length} insight runs`;
	return { turns: [], severity: 'low', explanation: `${count} failed`, quote: null };
};

/** True if later runs completed every insight that this run names, or if it names none and any later run completed. */
function isMadeUpFor(failed: InsightResult, runs: readonly InsightResult[]): boolean {
	const later = runs.filter((run) => run.status === 'completed' && isLater(run, failed));
	const done = new Set(later.flatMap(({ insights }) => insights.map(({ insightId }) => insightId)));
	return later.length > 0 && failed.insights.every(({ insightId }) => done.has(insightId));
}

function isLater(run: InsightResult, than: InsightResult): boolean {
	return run.createdAt !== null && than.createdAt !== null && run.createdAt > than.createdAt;
}

/** The newest result of an insight scores the conversation Poor. */
export const scoredPoor: Rule = ({ insights }) => {
	const newest = new Map<string, { readonly run: InsightResult; readonly result: string }>();
	for (const run of insights) {
		if (run.status !== 'completed') continue;
		for (const { insightId, result } of run.insights) {
			const known = newest.get(insightId);
			if (known === undefined || !isLater(known.run, run)) newest.set(insightId, { run, result });
		}
	}
	const poor = [...newest.values()].find(({ result }) => isPoor(result));
	if (poor === undefined) return null;
	return { turns: [], severity: 'medium', explanation: 'an insight scored it Poor', quote: poor.result };
};

/** Without the word no form of the score is there; an escape can spell a letter of it. */
const possible = /poor|\\u/i;

/** A longer result is judged by how it begins: reading 10 MB of JSON takes as long as many keys. */
const mostJudged = 250_000;

const fence = /^\s*```(?:json)?\s*([\s\S]*?)\s*```\s*$/;
const cutOff = /^\s*\{\s*"score"\s*:\s*"(?:very )?poor"/i;
const prose = /^\s*(?:(?:score|rating|verdict)\s*[:=]\s*)?(?:very )?poor\s*(?:[.!:;\n]|$)/i;

/**
 * True for a result with the score Poor: in JSON, in a fenced block, in truncated JSON, or as prose that begins with
 * it. Numbers are ignored because their scale is unknown.
 */
export function isPoor(result: string): boolean {
	if (!possible.test(result)) return false;
	if (result.length > mostJudged) return cutOff.test(result);
	const text = fence.exec(result)?.[1] ?? result;
	const json = parseJsonText(text);
	if (typeof json === 'string') return prose.test(json);
	if (isJsonObject(json)) {
		return ['score', 'rating'].some((key) => {
			const value = Object.hasOwn(json, key) ? json[key] : undefined;
			return typeof value === 'string' && /^\s*(?:very )?poor\s*$/i.test(value);
		});
	}
	return cutOff.test(text) || prose.test(text);
}
