import type { channels } from '../domain/conversation.ts';
import type { Instant } from '../domain/instant.ts';
import { Random } from '../domain/random.ts';
import { makePerson } from './people.ts';
import { type Medium, ScriptBuilder, type ScriptedMessage } from './script-builder.ts';
import { spokenStyles, typedStyles } from './speaking-style.ts';
import { abroadStories } from './stories/abroad.ts';
import { bankStories } from './stories/bank.ts';
import { clinicStories } from './stories/clinic.ts';
import { energyStories } from './stories/energy.ts';
import { fibreStories, longSupportCall } from './stories/fibre.ts';
import { hostileStories } from './stories/hostile.ts';
import { parcelStories } from './stories/parcel.ts';
import { reminderStories } from './stories/reminder.ts';
import { marathon, stockStories } from './stories/stock.ts';
import { tableStories } from './stories/table.ts';
import type { Story } from './story.ts';

export type Channel = (typeof channels)[number];

/** A conversation before it is written: its people, its channel, and its messages with times. */
export type Plan = {
	readonly seed: number;
	readonly index: number;
	readonly now: Instant;
	readonly story: Story;
	readonly script: ScriptBuilder;
	readonly channel: Channel;
	readonly messages: readonly ScriptedMessage[];
	readonly createdAt: Instant;
	readonly lastMessageAt: Instant;
	/** Still in progress: it breaks off, and has no scores yet. */
	readonly live: boolean;
};

const voiceChannels: readonly Channel[] = [
	'phone_call',
	'phone_call',
	'phone_call',
	'phone_call',
	'web_call',
	'websocket_call',
];
const chatChannels: readonly Channel[] = [
	'sms_chat',
	'sms_chat',
	'whatsapp_chat',
	'whatsapp_chat',
	'web_chat',
	'web_chat',
	'sms',
];
const liveMicros = 60_000_000;

/** Holds each story as often as its weight. */
const schedule: readonly Story[] = [
	...tableStories,
	...energyStories,
	...parcelStories,
	...clinicStories,
	...bankStories,
	...fibreStories,
	...reminderStories,
	...stockStories,
	...abroadStories,
	...hostileStories,
].flatMap((story) => Array<Story>(story.weight).fill(story));

/** The number of conversations that include every story. */
export const scheduleSize = schedule.length;

/**
 * The story of conversation `index`. Each round goes through the schedule in another scattered but fixed order: every
 * `scheduleSize` conversations include every story, and a conversation does not depend on the ones before it.
 */
export function storyAt(seed: number, count: number, index: number): Story {
	if (count >= 400 && index % 2000 === 147) return marathon;
	if (index % 200 === 23) return longSupportCall;
	const random = new Random(seed, Math.floor(index / scheduleSize), 0xdec);
	let stride = random.int(2, scheduleSize - 2);
	while (divisor(stride, scheduleSize) !== 1) stride++;
	const slot = (random.int(0, scheduleSize - 1) + (index % scheduleSize) * stride) % scheduleSize;
	const story = schedule[slot];
	if (story === undefined) throw new RangeError(`no story at ${slot}`);
	return story;
}

function divisor(a: number, b: number): number {
	return b === 0 ? a : divisor(b, a % b);
}

/** Plans conversation `index` of `count`, which ends at `lastMessageAt`. */
export function makePlan(
	seed: number,
	now: Instant,
	count: number,
	index: number,
	lastMessageAt: Instant,
): Plan {
	const random = new Random(seed, index, 1);
	const story = storyAt(seed, count, index);
	const medium: Medium = story.medium === 'either' ? (random.chance(0.55) ? 'voice' : 'chat') : story.medium;
	const style =
		story.language === 'en' ? random.pick(medium === 'voice' ? spokenStyles : typedStyles) : 'plain';
	const script = new ScriptBuilder(random, makePerson(random, story.language), medium, style, lastMessageAt);
	story.play(script);
	const live = now - lastMessageAt < liveMicros && script.messages.length < 100;
	const messages = live
		? script.messages.slice(0, Math.max(2, Math.ceil(script.messages.length * 0.7)))
		: script.messages;
	let seconds = 0;
	for (const scripted of messages) seconds += scripted.pause;
	return {
		seed,
		index,
		now,
		story,
		script,
		channel: channelFor(story, medium, random),
		messages,
		createdAt: (lastMessageAt - Math.round(seconds * 1_000_000)) as Instant,
		lastMessageAt,
		live,
	};
}

function channelFor(story: Story, medium: Medium, random: Random): Channel {
	if (story.assistant === 'stock') return 'websocket_call';
	return random.pick(medium === 'voice' ? voiceChannels : chatChannels);
}
