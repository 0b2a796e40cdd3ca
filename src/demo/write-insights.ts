import { formatInstant, type Instant } from '../domain/instant.ts';
import type { JsonValue } from '../domain/json.ts';
import { Random } from '../domain/random.ts';
import type { WireInsightResult } from '../domain/wire.ts';
import type { Outcome } from './outcome.ts';
import type { Plan } from './plan.ts';
import { insightIds } from './templates.ts';

type Status = 'pending' | 'in_progress' | 'completed' | 'failed';
type Item = { readonly insight_id: string; readonly result: string };

const second = 1_000_000;

/** Writes the insight results: none while the conversation runs, then statuses like those of real accounts. */
export function writeInsights(plan: Plan): readonly WireInsightResult[] {
	const random = new Random(plan.seed, plan.index, 4);
	const { outcome } = plan.script;
	if (plan.live || outcome === null || random.chance(0.05)) return [];
	const status = statusOf(plan, random);
	const made = plan.lastMessageAt + random.int(2 * second, 9 * second);
	const results = [row(plan, random, status, made, itemsFor(plan, outcome, status, random))];
	if (status === 'completed' && random.chance(0.08)) {
		const again: Item = {
			insight_id: insightIds.retired,
			result: `Retention risk: ${random.pick(['low', 'medium', 'high'])}`,
		};
		results.push(row(plan, random, 'completed', made + random.int(30, 600) * second, [again]));
	} else if (status === 'failed' && random.chance(0.5)) {
		const retry = itemsFor(plan, outcome, 'completed', random);
		results.push(row(plan, random, 'completed', made + random.int(60, 900) * second, retry));
	}
	return results;
}

function row(
	plan: Plan,
	random: Random,
	status: Status,
	at: number,
	items: readonly Item[],
): WireInsightResult {
	return {
		id: random.uuid(),
		status,
		created_at: formatInstant(Math.min(at, plan.now) as Instant),
		conversation_insights: items,
	};
}

function statusOf(plan: Plan, random: Random): Status {
	const age = plan.now - plan.lastMessageAt;
	if (age < 200 * second) return 'pending';
	if (age < 500 * second) return 'in_progress';
	const dice = random.unit();
	return dice < 0.045 ? 'failed' : dice < 0.06 ? 'pending' : dice < 0.075 ? 'in_progress' : 'completed';
}

function itemsFor(plan: Plan, outcome: Outcome, status: Status, random: Random): readonly Item[] {
	if (status === 'pending') return [];
	if (status === 'failed') {
		const result = 'Error: the model returned no valid JSON after 3 attempts';
		return random.chance(0.5) ? [] : [{ insight_id: insightIds.quality, result }];
	}
	const items: Item[] = [{ insight_id: insightIds.summary, result: outcome.summary }];
	if (status === 'in_progress') return random.chance(0.5) ? items : [];
	items.push({ insight_id: insightIds.quality, result: quality(plan, outcome, random) });
	items.push({
		insight_id: insightIds.intent,
		result: JSON.stringify({
			intents: [outcome.intent],
			resolved: outcome.resolved,
			slots: outcome.slots ?? {},
		}),
	});
	if (random.chance(0.6)) {
		const turning =
			outcome.sentiment === 'neutral' ? null : random.int(1, Math.max(1, plan.messages.length - 1));
		items.push({
			insight_id: insightIds.sentiment,
			result: JSON.stringify({ sentiment: outcome.sentiment, turning_point: turning }),
		});
	}
	if (!outcome.resolved || random.chance(0.15)) {
		items.push({
			insight_id: insightIds.followUp,
			result: outcome.resolved ? 'nothing' : followUp(plan, random),
		});
	}
	if (plan.story.assistant === 'bank' || plan.story.assistant === 'clinic') {
		items.push({ insight_id: insightIds.compliance, result: JSON.stringify(compliance(outcome, random)) });
	}
	return items;
}

/** The score: JSON most of the time; sometimes prose, a fenced block, or JSON that was cut off. */
function quality(plan: Plan, outcome: Outcome, random: Random): string {
	const score = outcome.score === 'Excellent' && plan.script.troubles > 0 ? 'Good' : outcome.score;
	const reasons = reasonsFor(plan, outcome, random);
	const json = JSON.stringify({ score, reasons });
	const dice = random.unit();
	if (dice < 0.04) return `${score}. ${reasons.join(' ')}`;
	if (dice < 0.06) return `\`\`\`json\n${JSON.stringify({ score, reasons }, null, 2)}\n\`\`\``;
	return dice < 0.075 ? json.slice(0, -9) : json;
}

const praise = [
	'Understood the request at once.',
	'Confirmed the details before acting.',
	'Short, clear answers.',
	'Stayed polite.',
];
const blame = [
	'Asked for the same thing twice.',
	'Did not offer an alternative.',
	'Answers were longer than needed.',
];

function reasonsFor(plan: Plan, outcome: Outcome, random: Random): readonly string[] {
	const poor = outcome.score === 'Poor' || outcome.score === 'Fair';
	const reasons = [random.pick(poor ? blame : praise)];
	if (plan.script.troubles > 0) reasons.push('A tool failed and the end user had to wait.');
	if (outcome.score === 'Good' && random.chance(0.3)) reasons.push(random.pick(blame));
	if (outcome.score === 'Fair' && random.chance(0.5)) reasons.push(random.pick(praise));
	return reasons;
}

function followUp(plan: Plan, random: Random): string {
	const { person } = plan.script;
	return random.pick([
		`Call ${person.full} back at ${person.phone} before noon.`,
		`Check by hand what the tools could not do, then write to ${person.email}.`,
		`1. Look at the account of ${person.full}.\n2. Refund what is due.\n3. Say sorry.`,
	]);
}

function compliance(outcome: Outcome, random: Random): JsonValue {
	const identified = outcome.intent !== 'verification_failed';
	const disclosed = random.chance(0.9);
	return {
		passed: identified && disclosed,
		checks: [
			{
				rule: 'identified',
				passed: identified,
				evidence: { turn: random.int(2, 6), method: identified ? 'card+word' : null },
			},
			{ rule: 'recording disclosed', passed: disclosed, evidence: disclosed ? { turn: 1 } : {} },
			{ rule: 'no card number spoken', passed: true, evidence: {} },
		],
		reviewer: null,
	};
}
