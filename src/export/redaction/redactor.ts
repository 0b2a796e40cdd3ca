import {
	isJsonObject,
	isNestedBeyond,
	type JsonEntry,
	JsonNumber,
	type JsonObject,
	type JsonValue,
	jsonEntries,
	jsonObject,
	jsonText,
} from '../../domain/json.ts';
import { parseJsonText } from '../../domain/json-source.ts';
import type { WholeConversation } from '../../domain/records.ts';
import { type Finding, type RedactionKind, redactionKinds } from '../../domain/redaction.ts';
import { type FindOptions, findPersonal, merged, wordValue } from './find.ts';
import type { Found } from './found.ts';
import { spellingsOf } from './numbers.ts';
import { splitNumbers } from './split-numbers.ts';

export type RedactionOptions = Omit<FindOptions, 'isPhoneField'> & {
	/** The keys of findings that stay as they are. */
	readonly kept: ReadonlySet<string>;
};

/** Levels of lists and objects that are walked one by one. */
const deepest = 200;

/** Text around a sample, in UTF-16 units. */
const around = 24;

/** Keys that name a phone number: their value is one in any spelling. */
const phoneField =
	/^(?:from|to|caller|callee)$|phone|mobile|msisdn|end_user_target|agent_target|caller_?id|fax/i;

/** Fields of the API that hold fixed words or times. */
const fixedFields: ReadonlySet<string> = new Set([
	'role',
	'type',
	'status',
	'created_at',
	'sent_at',
	'last_message_at',
]);

/**
 * Replaces personal data by stand-ins. One redactor numbers the stand-ins of one file or bundle: the same value gets the
 * same one everywhere, and numbers count from 1 in the order in which values are found.
 */
export class Redactor {
	readonly #options: RedactionOptions;
	readonly #findings = new Map<string, Finding>();
	readonly #counts = new Map<RedactionKind, number>();
	/** Phone numbers in fields of the conversation at hand, by their digits. */
	#known: ReadonlyMap<string, string> = new Map();

	/** Throws a RangeError for a country without phone numbers. */
	constructor(options: RedactionOptions) {
		findPersonal('+13125550100', { ...options, isPhoneField: false });
		this.#options = options;
	}

	/** All values found so far, by kind and number, also those that are taken back. */
	findings(): readonly Finding[] {
		const rank = (kind: RedactionKind): number => redactionKinds.indexOf(kind);
		return [...this.#findings.values()].toSorted((a, b) => rank(a.kind) - rank(b.kind));
	}

	/** The listed words that were not found so far: perhaps they are misspelt. */
	unfoundWords(): readonly string[] {
		return this.#options.words.filter((word) => !this.#findings.has(`word:${wordValue(word)}`));
	}

	/** Redacts a text such as a filter, a file name or a request. */
	text(text: string): string {
		return this.#text(text, false, []);
	}

	/** Redacts a conversation: every text in it, the keys of free maps, and JSON within texts. */
	whole(whole: WholeConversation): WholeConversation {
		const steps = this.steps(whole);
		for (let step = steps.next(); ; step = steps.next()) if (step.done) return step.value;
	}

	/** The same row by row, so that keys and drawing can have a turn in between. One conversation at a time. */
	*steps({ conversation, messages, insights }: WholeConversation): Generator<void, WholeConversation> {
		this.#known = phonesInFields([conversation, ...messages, ...insights], this.#options);
		yield;
		const split = splitNumbers(messages, { ...this.#options, known: this.#known, isPhoneField: false });
		const rows: JsonValue[] = [];
		const head = this.#row(conversation, []);
		for (const row of [...messages, ...insights]) {
			yield;
			rows.push(isJsonObject(row) ? this.#row(row, split.get(row) ?? []) : this.#deep(row));
		}
		return {
			conversation: head,
			messages: rows.slice(0, messages.length),
			insights: rows.slice(messages.length),
		};
	}

	#row(row: JsonObject, inText: readonly Found[]): JsonObject {
		if (!isNestedBeyond(row, deepest)) return this.#own(row, inText);
		const redacted = this.#deep(row);
		return isJsonObject(redacted) ? redacted : {};
	}

	/** A value of any depth. One that is nested too deep to walk is redacted as text, with its keys. */
	#deep(value: JsonValue): JsonValue {
		if (!isNestedBeyond(value, deepest)) return this.#value(value, '');
		const redacted = this.#text(jsonText(value), false, []);
		return parseJsonText(redacted) ?? redacted;
	}

	/** An object of the API: its own keys stay. */
	#own(object: JsonObject, inText: readonly Found[]): JsonObject {
		return jsonObject(
			jsonEntries(object).map(([key, value]): JsonEntry => {
				if (key === 'text' && typeof value === 'string') return [key, this.#said(value, inText)];
				if (fixedFields.has(key)) return [key, typeof value === 'string' ? value : this.#value(value, key)];
				if (key === 'metadata') return [key, this.#value(value, key)];
				if (isJsonObject(value)) return [key, this.#own(value, [])];
				if (Array.isArray(value)) return [key, this.#ownList(value, key)];
				return [key, this.#value(value, key)];
			}),
		);
	}

	#ownList(list: readonly JsonValue[], key: string): JsonValue {
		return list.map((item) => (isJsonObject(item) ? this.#own(item, []) : this.#value(item, key)));
	}

	/** Any JSON value below `key`, with the keys of its objects. */
	#value(value: JsonValue, key: string): JsonValue {
		if (typeof value === 'string') return this.#said(value, [], phoneField.test(key));
		if (typeof value === 'number' || value instanceof JsonNumber) return this.#number(value, key);
		if (typeof value !== 'object' || value === null) return value;
		if (!isJsonObject(value)) return value.map((item) => this.#value(item, key));
		return jsonObject(
			jsonEntries(value).map(
				([name, inner]): JsonEntry => [this.#text(name, false, []), this.#value(inner, name)],
			),
		);
	}

	#number(value: number | JsonNumber, key: string): JsonValue {
		const text = jsonText(value);
		const redacted = /\d{7}/.test(text) ? this.#text(text, phoneField.test(key), []) : text;
		return redacted === text ? value : redacted;
	}

	/** A text, or the JSON in it: escapes could hide a value there. */
	#said(text: string, more: readonly Found[], isPhoneField = false): string {
		const json = /^\s*[[{"]/.test(text) ? parseJsonText(text) : undefined;
		if (json === undefined || more.length > 0 || isNestedBeyond(json, deepest))
			return this.#text(text, isPhoneField, more);
		const redacted = this.#value(json, '');
		const [before, after] = [jsonText(json), jsonText(redacted)];
		// JSON without a finding stays as it was written.
		return before === after ? this.#text(text, isPhoneField, []) : after;
	}

	#text(text: string, isPhoneField: boolean, more: readonly Found[]): string {
		const found = findPersonal(text, { ...this.#options, known: this.#known, isPhoneField });
		const all = more.length === 0 ? found : merged([...found, ...more]);
		let redacted = '';
		let at = 0;
		for (const one of all) {
			const { key, standIn } = this.#noted(one, text);
			if (this.#options.kept.has(key)) continue;
			redacted += text.slice(at, one.start) + standIn;
			at = one.end;
		}
		return at === 0 ? text : redacted + text.slice(at);
	}

	#noted({ kind, value, start, end }: Found, text: string): Finding {
		const key = `${kind}:${value}`;
		const known = this.#findings.get(key);
		const finding =
			known === undefined
				? this.#fresh(key, kind, text, start, end)
				: { ...known, count: known.count + 1, ...this.#better(known, text, start, end) };
		this.#findings.set(key, finding);
		return finding;
	}

	/** A value alone says little: the first place with words around it is the sample. */
	#better({ sample }: Finding, text: string, start: number, end: number): Partial<Finding> {
		const isAlone = sample[0].trim() === '' && sample[1].trim() === '';
		return isAlone ? { text: text.slice(start, end), sample: sampleOf(text, start, end) } : {};
	}

	#fresh(key: string, kind: RedactionKind, text: string, start: number, end: number): Finding {
		const number = (this.#counts.get(kind) ?? 0) + 1;
		this.#counts.set(kind, number);
		const sample = sampleOf(text, start, end);
		return { key, kind, text: text.slice(start, end), standIn: `[${kind} ${number}]`, count: 1, sample };
	}
}

function sampleOf(text: string, start: number, end: number): Finding['sample'] {
	// The cut can fall into a character.
	const before = text.slice(Math.max(0, start - around), start).replace(/^[\udc00-\udfff]/, '');
	const after = text.slice(end, end + around).replace(/[\ud800-\udbff]$/, '');
	return [before.toWellFormed(), after.toWellFormed()];
}

/**
 * The phone numbers that keys such as `phone_number` name, by every spelling of their digits. A caller says a number of
 * another country without its code; alone, it would not be known as one.
 */
function phonesInFields(
	rows: readonly JsonValue[],
	options: Omit<FindOptions, 'isPhoneField'>,
): ReadonlyMap<string, string> {
	const known = new Map<string, string>();
	const look = (value: JsonValue, key: string): void => {
		if (typeof value === 'string') {
			if (phoneField.test(key)) note(value);
			const json = /^\s*[[{]/.test(value) ? parseJsonText(value) : undefined;
			if (json !== undefined && !isNestedBeyond(json, deepest)) look(json, '');
		} else if (isJsonObject(value)) for (const [name, inner] of jsonEntries(value)) look(inner, name);
		else if (Array.isArray(value)) for (const item of value) look(item, key);
	};
	const note = (text: string): void => {
		for (const found of findPersonal(text, { ...options, isPhoneField: true })) {
			if (found.kind !== 'phone') continue;
			const said = text.slice(found.start, found.end);
			for (const digits of spellingsOf(found, said, options.country))
				if (!known.has(digits)) known.set(digits, found.value);
		}
	};
	for (const row of rows) if (!isNestedBeyond(row, deepest)) look(row, '');
	return known;
}
