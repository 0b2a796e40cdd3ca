import type { Instant } from '../domain/instant.ts';
import { millisOf } from '../domain/instant.ts';
import type { JsonValue } from '../domain/json.ts';
import type { Random } from '../domain/random.ts';
import type { Outcome } from './outcome.ts';
import type { Person } from './people.ts';
import { colour, type SpeakingStyle } from './speaking-style.ts';

export type Medium = 'voice' | 'chat';

/** One use of a tool. Input and output become JSON text when messages are written; a string stays as it is. */
export type ToolUse = { readonly id: string; readonly name: string; readonly input: JsonValue };

/** One scripted message, before it has a time of day. */
export type ScriptedMessage = {
	readonly role: string;
	readonly text: JsonValue;
	/** Seconds since the message before it. */
	readonly pause: number;
	readonly calls: readonly ToolUse[];
	readonly answers: ToolUse | null;
};

/** A day in ISO form and as people say it. */
export type Day = { readonly iso: string; readonly spoken: string; readonly weekday: string };

const none: readonly ToolUse[] = [];
const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** Builds the script of a story: each call adds a message. Of several texts it picks one. */
export class ScriptBuilder {
	readonly random: Random;
	readonly person: Person;
	readonly medium: Medium;
	readonly messages: ScriptedMessage[] = [];
	outcome: Outcome | null = null;
	/** How many tools failed or never answered. */
	troubles = 0;
	readonly #end: Instant;
	readonly #style: SpeakingStyle;
	#extra = 0;
	#spoken = 0;

	/** `end` is roughly the end of the conversation; days count from it. */
	constructor(random: Random, person: Person, medium: Medium, style: SpeakingStyle, end: Instant) {
		this.random = random;
		this.person = person;
		this.medium = medium;
		this.#style = style;
		this.#end = end;
	}

	/** The end user says one of the texts, in this person's speaking style. */
	user(...texts: readonly string[]): void {
		this.verbatim(colour(this.random, this.#style, this.random.pick(texts)));
	}

	/** The end user says exactly this. */
	verbatim(text: string): void {
		const chat = this.medium === 'chat';
		const thinking = chat ? this.random.between(4, 40) : this.random.between(0.7, 3.8);
		this.#add('user', text, thinking + (chat ? text.length / 9 : this.#spoken));
		this.#spoken = 0;
	}

	/** The assistant says one of the texts. */
	agent(...texts: readonly string[]): void {
		const text = this.random.pick(texts);
		this.#add('assistant', text, this.random.between(0.6, this.random.chance(0.1) ? 6 : 2.1) + this.#spoken);
		this.#spoken = text.length / 16;
	}

	/** A message of any role, with any text, null included. */
	message(role: string, text: string | null, pause = 1): void {
		this.#add(role, text, pause);
	}

	/** Adds a silence of this many seconds before the next message. */
	silence(low: number, high: number): void {
		this.#extra += this.random.between(low, high);
	}

	/** The assistant uses a tool, which answers. */
	tool(name: string, input: JsonValue, output: JsonValue, seconds = this.random.between(0.15, 1.8)): void {
		const use = this.#call([[name, input]])[0];
		if (use !== undefined) this.#add('tool', output, seconds, none, use);
	}

	/** The assistant uses several tools at once; the answers come in the order in which they are ready. */
	tools(...uses: readonly (readonly [name: string, input: JsonValue, output: JsonValue])[]): void {
		const calls = this.#call(uses.map(([name, input]) => [name, input] as const));
		const ready = calls.map((use, index) => ({ use, output: uses[index]?.[2] ?? null }));
		if (this.random.chance(0.5)) ready.reverse();
		for (const { use, output } of ready) this.#add('tool', output, this.random.between(0.1, 0.9), none, use);
	}

	/** The assistant uses a tool, which fails. */
	toolFails(name: string, input: JsonValue): void {
		this.troubles++;
		this.tool(name, input, this.random.pick(failures), this.random.between(0.3, 4));
	}

	/** The assistant uses a tool, which never answers. */
	toolHangs(name: string, input: JsonValue): void {
		this.troubles++;
		this.#call([[name, input]]);
		this.silence(9, 21);
	}

	/** Hands over to a person. */
	transfer(queue: string, reason: string): void {
		if (this.medium === 'chat')
			this.tool('handoff_to_agent', { queue, reason }, { status: 'queued', position: this.random.int(1, 6) });
		else
			this.tool(
				'transfer_call',
				{ to: `sip:${queue}@pbx.example.com`, reason },
				{ status: 'transferred', queue },
			);
	}

	/** The usual last words, or none if the caller hangs up. */
	bye(): void {
		const { random } = this;
		if (random.chance(0.18)) return;
		this.agent(...anythingElse);
		this.user(...noThanks);
		if (random.chance(0.85)) this.agent(...farewells);
	}

	/** Sets the outcome, which insights are made from. */
	ends(outcome: Outcome): void {
		this.outcome = outcome;
	}

	/** Picks one of the items. */
	pick<T>(items: readonly T[]): T {
		return this.random.pick(items);
	}

	/** True with this probability. */
	maybe(probability = 0.5): boolean {
		return this.random.chance(probability);
	}

	/** A sum of money without a currency sign: `84.20`. */
	money(low: number, high: number): string {
		return (this.random.int(low * 100, high * 100) / 100).toFixed(2);
	}

	/** A day relative to the conversation's, in days; negative numbers are in the past. */
	day(low: number, high: number): Day {
		const date = new Date(millisOf(this.#end) + this.random.int(low, high) * 86_400_000);
		const weekday = weekdays[date.getUTCDay()] ?? 'Monday';
		return {
			iso: date.toISOString().slice(0, 10),
			spoken: `${weekday} the ${ordinal(date.getUTCDate())}`,
			weekday,
		};
	}

	#call(uses: readonly (readonly [name: string, input: JsonValue])[]): readonly ToolUse[] {
		const calls = uses.map(([name, input]) => ({ id: `call_${this.random.hex(24)}`, name, input }));
		const text = this.random.chance(0.3) ? this.random.pick(lookingUp) : this.random.chance(0.4) ? null : '';
		this.#add('assistant', text, this.random.between(0.5, 1.7) + this.#spoken, calls);
		this.#spoken = text === null ? 0 : text.length / 16;
		return calls;
	}

	#add(role: string, text: JsonValue, pause: number, calls = none, answers: ToolUse | null = null): void {
		this.messages.push({ role, text, pause: pause + this.#extra, calls, answers });
		this.#extra = 0;
	}
}

function ordinal(day: number): string {
	const tail = day % 100 > 10 && day % 100 < 14 ? 'th' : (['th', 'st', 'nd', 'rd'][day % 10] ?? 'th');
	return `${day}${tail}`;
}

const failures: readonly JsonValue[] = [
	{ error: { code: 'upstream_unavailable', message: 'The booking service did not answer in time.' } },
	{ status: 500, error: 'Internal Server Error', path: '/v1/lookup', request_id: 'req_8f2c11' },
	{ success: false, error: 'timeout after 10000 ms' },
	{ error: 'rate_limited', retry_after: 30 },
	{ errors: [{ code: 'E-1042', title: 'Record locked', detail: 'Another session is editing this record.' }] },
	'HTTP 503 Service Unavailable',
	'Error: connect ECONNRESET 10.4.0.17:443',
	'<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n' +
		'<hr><center>nginx/1.27.3</center>\r\n</body>\r\n</html>\r\n',
];

const lookingUp = [
	'Let me check that for you.',
	'One moment, please.',
	'Okay, looking that up now.',
	'Bear with me a second.',
];

const anythingElse = [
	'Is there anything else I can help you with?',
	'Anything else I can do for you today?',
	'Can I help with anything else while I have you?',
	'Is there something else on your mind?',
];

const noThanks = [
	"No, that's all. Thank you.",
	"Nope, that's it.",
	"That's everything, thanks.",
	"No, I'm good. Have a nice day.",
	'No thanks, bye.',
	'All good, thank you so much.',
];

const farewells = [
	"You're welcome. Have a great day!",
	'Thanks for calling. Goodbye!',
	'Glad I could help. Take care.',
	'Have a lovely rest of your day.',
	'My pleasure. Bye now.',
];
