import { describe, expect, it } from 'vitest';
import { cast } from '../../src/demo/assistants.ts';
import { demoBundles } from '../../src/demo/index.ts';
import { scheduleSize, storyAt } from '../../src/demo/plan.ts';
import type { Story } from '../../src/demo/story.ts';
import { channels } from '../../src/domain/conversation.ts';
import { instantFromMillis, parseInstant } from '../../src/domain/instant.ts';
import type { WireMessage } from '../../src/domain/wire.ts';
import { type Said, said } from './said.ts';

const now = instantFromMillis(Date.UTC(2026, 9, 26, 12, 4, 31));

function when(message: WireMessage): number {
	return parseInstant(message.sent_at ?? message.created_at ?? '') ?? Number.NaN;
}

function calls(bundle: Said): readonly string[] {
	return bundle.messages.flatMap((message) => (message.tool_calls ?? []).map((call) => call.id));
}

function answers(bundle: Said): readonly WireMessage[] {
	return bundle.messages.filter((message) => message.role === 'tool');
}

function texts(bundle: Said): string {
	return bundle.messages.map((message) => message.text ?? '').join('\n');
}

function outOfOrder(bundle: Said): boolean {
	const times = bundle.messages.map(when).filter((time) => !Number.isNaN(time));
	return times.some((time, at) => at > 0 && time < (times[at - 1] ?? 0));
}

function longestGap(bundle: Said): number {
	const times = bundle.messages
		.map(when)
		.filter((time) => !Number.isNaN(time))
		.toSorted((a, b) => a - b);
	return Math.max(0, ...times.map((time, at) => time - (times[at - 1] ?? time))) / 1_000_000;
}

function results(bundle: Said): readonly string[] {
	return bundle.insights.flatMap((row) => row.conversation_insights.map((item) => item.result));
}

function anyJson(bundle: Said, pattern: RegExp): boolean {
	return results(bundle).some((result) => result.startsWith('{') && pattern.test(result));
}

function isOldVersion({ conversation }: Said): boolean {
	const { assistant_id: id, assistant_version_id: version } = conversation.metadata;
	const assistant = Object.values(cast).find((member) => member.id === id);
	return assistant !== undefined && version !== undefined && Number(version) < assistant.versions;
}

/** A title that is set and never ended: all that follows would be swallowed. */
function opensTitleForGood(message: WireMessage): boolean {
	const text = message.text ?? '';
	return text.startsWith('\u001b]0;') && text.lastIndexOf('\u001b') === 0 && !text.includes('\u0007');
}

type Row = readonly [what: string, least: number, found: (bundle: Said) => boolean];

const idsMissing = (bundle: Said): number =>
	answers(bundle).filter((message) => message.metadata?.tool_call_id === undefined).length;

const rows: readonly Row[] = [
	...channels.map(
		(channel): Row => [
			channel,
			3,
			({ conversation }) => conversation.metadata.telnyx_conversation_channel === channel,
		],
	),
	['no channel', 2, ({ conversation }) => conversation.metadata.telnyx_conversation_channel === undefined],
	['nearly no metadata', 2, ({ conversation }) => conversation.metadata.assistant_id === undefined],
	['an older version', 60, isOldVersion],
	['a name missing', 10, ({ conversation }) => conversation.name === undefined],
	['a name of null', 8, ({ conversation }) => conversation.name === null],
	['an empty name', 5, ({ conversation }) => conversation.name === ''],
	['a very long name', 1, ({ conversation }) => (conversation.name ?? '').length > 120],
	['a withheld number', 3, ({ conversation }) => conversation.metadata.from === 'anonymous'],
	['the AI disabled', 5, ({ conversation }) => conversation.metadata.ai_disabled === 'true'],
	['a tier', 60, ({ conversation }) => conversation.metadata.tier !== undefined],
	['an order', 50, ({ conversation }) => conversation.metadata.order_id !== undefined],
	['a campaign', 20, ({ conversation }) => conversation.metadata.campaign !== undefined],
	['three turns', 10, ({ messages }) => messages.length === 3],
	['about 300 turns', 1, ({ messages }) => messages.length > 260 && messages.length < 400],
	['about 1,000 turns', 1, ({ messages }) => messages.length > 900],
	['a tool call', 200, (bundle) => calls(bundle).length > 0],
	[
		'several calls in one message',
		10,
		({ messages }) => messages.some((m) => (m.tool_calls?.length ?? 0) > 1),
	],
	['a call that is never answered', 5, (bundle) => calls(bundle).length > answers(bundle).length],
	[
		'an HTTP failure',
		5,
		(bundle) => answers(bundle).some((m) => /HTTP 50\d|50\d Bad|"status":500/.test(m.text ?? '')),
	],
	['an error in JSON', 8, (bundle) => answers(bundle).some((m) => /"errors?":[{["]/.test(m.text ?? ''))],
	['a result with an id', 150, (bundle) => answers(bundle).length > idsMissing(bundle)],
	[
		'results without ids',
		40,
		(bundle) => answers(bundle).length > 0 && idsMissing(bundle) === answers(bundle).length,
	],
	[
		'results with and without',
		3,
		(bundle) => idsMissing(bundle) > 0 && idsMissing(bundle) < answers(bundle).length,
	],
	['a silence of half a minute', 20, (bundle) => longestGap(bundle) > 30],
	['a silence of an hour', 2, (bundle) => longestGap(bundle) > 3600],
	['messages out of order', 40, outOfOrder],
	[
		'the greeting last',
		10,
		({ messages }) => when(messages.at(-1) ?? { role: '' }) < when(messages[0] ?? { role: '' }),
	],
	[
		'equal timestamps',
		15,
		({ messages }) => new Set(messages.map((m) => m.created_at)).size < messages.length,
	],
	['sent_at apart from created_at', 200, ({ messages }) => messages.some((m) => m.sent_at !== m.created_at)],
	['no sent_at', 20, ({ messages }) => messages.every((m) => m.sent_at === undefined)],
	['a message without any time', 3, ({ messages }) => messages.some((m) => Number.isNaN(when(m)))],
	['a text of null', 60, ({ messages }) => messages.some((m) => m.text === null)],
	['no text at all', 2, ({ messages }) => messages.some((m) => m.text === undefined)],
	[
		'arguments that are no JSON',
		2,
		({ messages }) => messages.some((m) => m.tool_calls?.some((c) => !c.function.arguments.endsWith('}'))),
	],
	['a text of 20 kB', 2, ({ messages }) => messages.some((m) => (m.text ?? '').length > 20_000)],
	...(['pending', 'in_progress', 'completed', 'failed'] as const).map(
		(status): Row => [
			`an insight ${status}`,
			3,
			({ insights }) => insights.some((row) => row.status === status),
		],
	),
	['no insights', 5, ({ insights }) => insights.length === 0],
	['two insight results', 8, ({ insights }) => insights.length > 1],
	['an insight as text', 300, (bundle) => results(bundle).some((result) => !result.startsWith('{'))],
	...['Excellent', 'Good', 'Fair', 'Poor'].map(
		(score): Row => [`a score of ${score}`, 8, (bundle) => anyJson(bundle, new RegExp(`"score":"${score}"`))],
	),
	['an intent', 250, (bundle) => anyJson(bundle, /"intents":\["\w+"\]/)],
	[
		'a sentiment',
		120,
		(bundle) => anyJson(bundle, /"sentiment":"(positive|neutral|negative|angry|confused)"/),
	],
	['nested JSON', 40, (bundle) => anyJson(bundle, /"checks":\[\{.*"evidence":\{/)],
	[
		'a score in prose',
		3,
		(bundle) => results(bundle).some((result) => /^(Excellent|Good|Fair|Poor)\. /.test(result)),
	],
	['JSON cut short', 1, (bundle) => results(bundle).some((result) => /^\{"score.*[^}]$/.test(result))],
	['Japanese', 2, (bundle) => /\p{Script=Hiragana}/u.test(texts(bundle))],
	['Chinese', 2, (bundle) => /您好/u.test(texts(bundle))],
	['Korean', 2, (bundle) => /\p{Script=Hangul}/u.test(texts(bundle))],
	['Arabic', 2, (bundle) => /\p{Script=Arabic}/u.test(texts(bundle))],
	['Hebrew', 2, (bundle) => /\p{Script=Hebrew}/u.test(texts(bundle))],
	['Hindi', 2, (bundle) => /\p{Script=Devanagari}/u.test(texts(bundle))],
	['Thai', 2, (bundle) => /\p{Script=Thai}/u.test(texts(bundle))],
	['Spanish', 6, (bundle) => /[¿¡]/u.test(texts(bundle))],
	['German', 2, (bundle) => /[äöüß]/u.test(texts(bundle)) && / (und|das|die) /.test(texts(bundle))],
	['French', 1, (bundle) => /Casa Marina, bonjour/u.test(texts(bundle))],
	['an emoji family', 2, (bundle) => /\p{Emoji}\u200d\p{Emoji}/u.test(texts(bundle))],
	['an OSC 52 clipboard write', 1, (bundle) => texts(bundle).includes('\u001b]52;c;')],
	['an OSC 8 link', 2, (bundle) => texts(bundle).includes('\u001b]8;;http')],
	['an unterminated OSC', 1, ({ messages }) => messages.some(opensTitleForGood)],
	['a carriage return that overwrites', 1, (bundle) => /\S\r\S/.test(texts(bundle))],
	['a bidi override', 2, (bundle) => texts(bundle).includes('\u202e')],
	['a C1 control', 2, (bundle) => texts(bundle).includes('\u009b')],
	['stacked marks', 1, (bundle) => /[\u0300-\u036f]{5}/.test(texts(bundle))],
	['an escape in a name', 1, (bundle) => (bundle.conversation.name ?? '').includes('\u001b')],
	['a prompt injection', 3, (bundle) => texts(bundle).includes('<system>refund_limit')],
];

describe.each([1, 7, 20_261_026])('400 conversations of seed %i', (seed) => {
	const sample = [...demoBundles({ count: 400, now, seed })].map(said);

	it.each(rows)('have %s, at least %i times', (_what, least, found) => {
		const bar = seed === 1 ? least : Math.min(least, 1);
		expect(sample.filter(found).length).toBeGreaterThanOrEqual(bar);
	});

	it('are English mostly, and hostile rarely', () => {
		const hostile = sample.filter((bundle) =>
			['\u0007', '\u001b', '\u009b', '\u202e'].some((control) => texts(bundle).includes(control)),
		).length;
		expect(hostile).toBeGreaterThan(4);
		expect(hostile).toBeLessThan(24);
		const foreign = sample.filter((bundle) =>
			/[¿¡]|\p{Script=Han}|\p{Script=Arabic}/u.test(texts(bundle)),
		).length;
		expect(foreign).toBeLessThan(60);
	});

	it('say many different things', () => {
		const words = sample.flatMap(({ messages }) =>
			messages.filter((m) => m.role === 'user' && messages.length < 100).map((m) => m.text),
		);
		expect(new Set(words).size / words.length).toBeGreaterThan(0.5);
		const dialogues = sample.map(texts).filter((text) => text.split('\n').length > 6);
		expect(new Set(dialogues).size / dialogues.length).toBeGreaterThan(0.97);
	});
});

describe('storyAt', () => {
	it('tells no story more often in a schedule than its weight says, apart from the places of the long ones', () => {
		const told = new Map<Story, number>();
		for (let index = 0; index < scheduleSize; index++) {
			const story = storyAt(3, 200, index);
			told.set(story, (told.get(story) ?? 0) + 1);
		}
		for (const [story, times] of told) expect(times).toBeLessThanOrEqual(Math.max(2, story.weight));
		expect(told.size).toBeGreaterThan(40);
	});

	it('deals the next schedule in another order', () => {
		const first = Array.from({ length: 20 }, (_, index) => storyAt(1, 200, index));
		const second = Array.from({ length: 20 }, (_, index) => storyAt(1, 200, scheduleSize + index));
		expect(second).not.toEqual(first);
	});
});
