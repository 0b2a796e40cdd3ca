import type { channels } from '../domain/conversation.ts';
import type { Instant } from '../domain/instant.ts';
import { storyAt } from './deck.ts';
import { spokenManners, typedManners } from './manner.ts';
import { makePerson } from './people.ts';
import { Random } from './random.ts';
import { type Beat, type Medium, Stage } from './stage.ts';
import type { Story } from './story.ts';

export type Channel = (typeof channels)[number];

/** A conversation before it is written down: who, over what, what is said when. */
export type Plan = {
	readonly seed: number;
	readonly index: number;
	readonly now: Instant;
	readonly story: Story;
	readonly stage: Stage;
	readonly channel: Channel;
	readonly beats: readonly Beat[];
	readonly createdAt: Instant;
	readonly lastMessageAt: Instant;
	/** Still going on: it ends in the middle, and nothing has been scored. */
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
	const manner =
		story.language === 'en' ? random.pick(medium === 'voice' ? spokenManners : typedManners) : 'plain';
	const stage = new Stage(random, makePerson(random, story.language), medium, manner, lastMessageAt);
	story.play(stage);
	const live = now - lastMessageAt < liveMicros && stage.beats.length < 100;
	const beats = live ? stage.beats.slice(0, Math.max(2, Math.ceil(stage.beats.length * 0.7))) : stage.beats;
	let seconds = 0;
	for (const beat of beats) seconds += beat.pause;
	return {
		seed,
		index,
		now,
		story,
		stage,
		channel: channelFor(story, medium, random),
		beats,
		createdAt: (lastMessageAt - Math.round(seconds * 1_000_000)) as Instant,
		lastMessageAt,
		live,
	};
}

function channelFor(story: Story, medium: Medium, random: Random): Channel {
	if (story.assistant === 'stock') return 'websocket_call';
	return random.pick(medium === 'voice' ? voiceChannels : chatChannels);
}
