import type { Instant } from '../domain/instant.ts';
import type { JsonObject, JsonValue } from '../domain/json.ts';
import { Random } from '../domain/random.ts';
import type { ConversationBundle, WireConversation, WireMessage } from '../domain/wire.ts';
import { makePlan, type Plan } from './plan.ts';
import { writeConversation } from './write-conversation.ts';
import { writeInsights } from './write-insights.ts';
import { writeMessages } from './write-messages.ts';

export { demoAssistants } from './assistants.ts';
export { demoTemplates } from './templates.ts';

/** The number of conversations, the time of the newest, and the seed that chooses the set. */
export type DemoOptions = { readonly count: number; readonly now: Instant; readonly seed?: number };

/** The default seed. */
export const defaultDemoSeed = 1;

const hourMicros = 3_600_000_000;
const hours = 13 * 24 + 8;
const newestAge = 5_000_000;
const tieEvery = 37;

/** How busy each hour of a day is, seen from the Gulf of Mexico's meridian: two peaks, a lunch dip, quiet nights. */
const byHour = [2, 1, 1, 1, 1, 2, 5, 14, 30, 44, 50, 46, 34, 38, 46, 48, 44, 36, 26, 20, 15, 10, 6, 3];
const byWeekday = [0.3, 1.1, 1, 0.95, 1, 0.9, 0.45];

/** The ends of the newest conversations, in seconds before `now`, in samples of every size. */
const newestSeconds = [1, 38, 130, 275, 560];

/** When the conversations of one sample end. */
type Timeline = {
	/** The time of conversation `index`; 0 is the newest, and no later index is newer. */
	readonly lastMessageAt: (index: number) => Instant;
};

/**
 * Spreads `count` conversations over the two weeks before `now`: dense in business hours and in the last half day,
 * thin at night and at weekends, a few with the very same time.
 */
export function makeTimeline(seed: number, now: Instant, count: number): Timeline {
	const cumulative = cumulativeWeights(now);
	const slots = Math.max(1, count);
	const age = (index: number): number => {
		const share = (index + new Random(seed, index, 0x71).unit()) / slots;
		const head = newestSeconds[index];
		const spread = ageAt(cumulative, share);
		return (
			newestAge + (head === undefined ? spread : Math.min(spread, head * 1_000_000 + (spread % 1_000_000)))
		);
	};
	return {
		lastMessageAt: (index) => {
			const tied = index % tieEvery === tieEvery - 1;
			return (now - Math.floor(age(tied ? index - 1 : index))) as Instant;
		},
	};
}

function cumulativeWeights(now: Instant): Float64Array {
	const sums = new Float64Array(hours + 1);
	const hourNow = Math.floor(now / hourMicros) - 6;
	for (let k = 0; k < hours; k++) {
		const hour = hourNow - k;
		const weekday = (((Math.floor(hour / 24) + 4) % 7) + 7) % 7;
		const busy = (byHour[((hour % 24) + 24) % 24] ?? 1) * (byWeekday[weekday] ?? 1);
		const recent = 1 + 5 * Math.exp(-k / 9);
		sums[k + 1] = (sums[k] ?? 0) + (k < 14 ? Math.max(busy, 20) : busy) * recent;
	}
	return sums;
}

/** The age, in microseconds, below which `share` of the weight lies. */
function ageAt(cumulative: Float64Array, share: number): number {
	const wanted = share * (cumulative[hours] ?? 0);
	let low = 0;
	let high = hours;
	while (high - low > 1) {
		const middle = (low + high) >> 1;
		if ((cumulative[middle] ?? 0) <= wanted) low = middle;
		else high = middle;
	}
	const start = cumulative[low] ?? 0;
	const width = (cumulative[low + 1] ?? 0) - start;
	return (low + (width > 0 ? (wanted - start) / width : 0)) * hourMicros;
}

/** Sample conversations, newest first (by last message), made one at a time on demand. */
export function* demoBundles(options: DemoOptions): Generator<ConversationBundle, void, undefined> {
	const { count, now, seed = defaultDemoSeed } = options;
	const timeline = makeTimeline(seed, now, count);
	for (let index = 0; index < count; index++) yield bundleAt(seed, now, count, index, timeline);
}

/** The rows of the same conversations without their messages and insights, at less than half the cost. */
export function* demoConversations(options: DemoOptions): Generator<WireConversation, void, undefined> {
	const { count, now, seed = defaultDemoSeed } = options;
	const timeline = makeTimeline(seed, now, count);
	for (let index = 0; index < count; index++) {
		yield rowOf(makePlan(seed, now, count, index, timeline.lastMessageAt(index)));
	}
}

/**
 * Conversation `index` (0 is the newest) of `count`, with its messages and insights. It depends on no other
 * conversation.
 */
export function demoBundle(seed: number, now: Instant, count: number, index: number): ConversationBundle {
	return bundleAt(seed, now, count, index, makeTimeline(seed, now, count));
}

/** The row of conversation `index` alone: equal to `demoBundle(…).conversation`. */
export function demoConversation(seed: number, now: Instant, count: number, index: number): WireConversation {
	return rowOf(makePlan(seed, now, count, index, makeTimeline(seed, now, count).lastMessageAt(index)));
}

function bundleAt(
	seed: number,
	now: Instant,
	count: number,
	index: number,
	timeline: Timeline,
): ConversationBundle {
	const plan = makePlan(seed, now, count, index, timeline.lastMessageAt(index));
	return {
		conversation: rowOf(plan),
		messages: withSeenForms(writeMessages(plan), plan),
		insights: writeInsights(plan),
	};
}

function rowOf(plan: Plan): WireConversation {
	return withSeenMetadata(writeConversation(plan), plan);
}

/** Adds to some conversations metadata that is not text, and keys and spellings seen on real accounts. */
function withSeenMetadata(row: WireConversation, plan: Plan): WireConversation {
	const random = new Random(plan.seed, plan.index, 6);
	const added: { [key: string]: JsonValue } = {};
	const tools = plan.messages.flatMap(({ calls }) => calls.map(({ name }) => name));
	if (tools.length > 0 && random.chance(0.2)) added.called_tools = [...new Set(tools)];
	if (plan.channel === 'phone_call' && random.chance(0.2)) {
		added.telnyx_end_user_target_verified = random.chance(0.7);
		added.telnyx_shaken_stir_attestation = random.pick(['A', 'B', 'C']);
	}
	return { ...row, metadata: { ...row.metadata, ...added } };
}

/** Rewrites messages into forms seen on real accounts: same words, same times. */
function withSeenForms(messages: readonly WireMessage[], plan: Plan): readonly (WireMessage | null)[] {
	const random = new Random(plan.seed, plan.index, 7);
	const hasIdOnTop = random.chance(0.4);
	const saysNoCalls = random.chance(0.1);
	const seen = messages.map((message): WireMessage | null => {
		const withId = hasIdOnTop ? withIdOnTop(message) : message;
		return saysNoCalls && message.tool_calls === undefined ? { ...withId, tool_calls: null } : withId;
	});
	if (plan.script.medium === 'voice' && random.chance(0.04)) {
		const at = random.int(1, seen.length - 1);
		const before = messages[at - 1];
		const times = before === undefined ? {} : timesOf(before);
		seen.splice(at, 0, { role: 'system', text: '[long silence]', ...times });
	}
	if (random.chance(0.02)) seen.splice(random.int(0, seen.length), 0, null);
	return seen;
}

/** Puts the id of the answered tool call beside the metadata instead of into it. */
function withIdOnTop(message: WireMessage): WireMessage {
	const { tool_call_id: id, ...metadata }: JsonObject = message.metadata ?? {};
	if (typeof id !== 'string') return message;
	const { metadata: _, ...rest } = message;
	const left = Object.keys(metadata).length === 0 ? {} : { metadata };
	return { ...rest, ...left, tool_call_id: id };
}

function timesOf({ created_at, sent_at }: WireMessage): Pick<WireMessage, 'created_at' | 'sent_at'> {
	return {
		...(created_at === undefined ? {} : { created_at }),
		...(sent_at === undefined ? {} : { sent_at }),
	};
}
