import type { InsightResult } from '../insight.ts';
import { isJsonObject, parseJsonText } from '../json.ts';
import type { Rule } from './finding.ts';

/** A run of the insights failed, and no later run made up for it. */
export const insightFailed: Rule = ({ insights }) => {
	const failed = insights.filter((run) => run.status === 'failed' && !isMadeUpFor(run, insights));
	if (failed.length === 0) return null;
	const count = failed.length === 1 ? '1 run' : `${failed.length} runs`;
	return { turns: [], severity: 'low', explanation: `${count} of the insights failed`, quote: null };
};

/** True where a later run completed what this one was to: all it names, or anything where it names nothing. */
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

const fence = /^\s*```(?:json)?\s*([\s\S]*?)\s*```\s*$/;
const cutOff = /^\s*\{\s*"score"\s*:\s*"(?:very )?poor"/i;
const prose = /^\s*(?:(?:score|rating|verdict)\s*[:=]\s*)?(?:very )?poor\s*(?:[.!:;\n]|$)/i;

/**
 * True for a result that gives the score Poor: in JSON, in a fenced block, in JSON that was cut off, or as prose that
 * begins with it. Numbers are left alone, for nobody says of how many they are.
 */
export function isPoor(result: string): boolean {
	const text = fence.exec(result)?.[1] ?? result;
	const json = parseJsonText(text);
	if (typeof json === 'string') return prose.test(json);
	if (isJsonObject(json)) {
		return ['score', 'rating'].some((key) => {
			const value = Object.hasOwn(json, key) ? json[key] : undefined;
			return typeof value === 'string' && /^\s*(?:very )?poor\s*$/i.test(value);
		});
	}
	return json === undefined && (cutOff.test(text) || prose.test(text));
}
