import { wordsOfChannel } from '../../domain/channel-words.ts';
import { isTimestamp, readDateCondition } from '../../filter/date-condition.ts';
import { QueryError } from '../../filter/errors.ts';
import { excluding } from '../../filter/exclusion.ts';
import type { MomentContext } from '../../filter/relative-dates.ts';
import { isOwnValue, namesNothing, partNamed, valuesNamed } from '../../filter/shown-values.ts';
import { compileListQuery } from '../../filter/sql.ts';
import {
	type Column,
	type Condition,
	emptyQuery,
	isTime,
	isValues,
	type SaidFilter,
	type SaidLeaf,
} from '../../filter/tree.ts';
import { containedText, containing, isWords, type Verb, verbOf } from './filter-verbs.ts';

/** The result of a typed value: its filter, or its problem. */
type Made =
	| { readonly ok: true; readonly filter: SaidFilter }
	| { readonly ok: false; readonly problem: string };

type Said = {
	readonly column: Column;
	readonly verb: Verb;
	readonly text: string;
	readonly negated: boolean;
};

const refused = (problem: string): Made => ({ ok: false, problem });
const noDate = (text: string): Made =>
	refused(
		`“${text}” is not a date. Write 24h, yesterday, 11-21, 21T18, 2026-11-01, 14:00 or 2026-11-01T14:00+01:00.`,
	);

/** Makes the filter of a typed value. Rejects values that the server would refuse (a bad pattern, an invalid date). */
export function makeCondition(said: Said, when: MomentContext): Made {
	const made = isTime(said.column) ? makeTime(said, when) : makeText(said);
	if (!made.ok || made.filter.kind === 'group') return made;
	const problem = conditionProblem(made.filter);
	return problem === null ? made : refused(problem);
}

/** The problem of a condition and how to fix it, as a sentence; null if it is valid. */
export function conditionProblem(condition: SaidLeaf): string | null {
	if (condition.kind === 'date') return null;
	try {
		compileListQuery({ ...emptyQuery, filters: [condition] });
		return null;
	} catch (error) {
		if (!(error instanceof QueryError)) throw error;
		const { problem, advice } = error;
		return `${problem.charAt(0).toUpperCase()}${problem.slice(1)}. ${advice}.`;
	}
}

/** A condition's value as typed text; `makeCondition` turns it back into the same condition. */
export function valueText(condition: SaidLeaf): string {
	if (condition.kind === 'date') return condition.said;
	if (condition.operator === 'in') return condition.operand.map(listItem).join(', ');
	const verb = verbOf(condition);
	if (verb === 'contains' || verb === 'lacks') return containedText(condition.operand) ?? '';
	return literalText(condition.column, condition.operand);
}

/**
 * The items of a typed list, or null for an unclosed quote. Quotes preserve commas and blanks, `\` the character after
 * it.
 */
export function readList(text: string): string[] | null {
	const items: string[] = [];
	const item = /\s*(?:"((?:[^"\\]|\\.)*)"\s*|([^",\s][^,]*|))(?:,|$)/suy;
	while (item.lastIndex < text.length) {
		const match = item.exec(text);
		if (match === null) return null;
		const [whole, inQuotes, bare = ''] = match;
		if (inQuotes !== undefined) items.push(unescaped(inQuotes));
		else if (bare.trim() !== '') items.push(bare.trim());
		if (whole === '') break;
	}
	return items;
}

/** One list item as typed text. */
export function listItem(item: string): string {
	return item === '' || /^"|,|^\s|\s$/u.test(item) ? quoted(item) : item;
}

function makeText({ column, verb, text, negated }: Said): Made {
	const about = { kind: 'condition', column, negated } as const;
	const one = (condition: Condition): Made => ({ ok: true, filter: condition });
	switch (verb) {
		case 'contains':
		case 'lacks':
			return text === ''
				? refused('Type the text to look for.')
				: one({
						...about,
						negated: negated !== (verb === 'lacks'),
						operator: 'ilike',
						operand: containing(partNamed(column, text)),
					});
		case 'in': {
			const items = readList(text);
			if (items === null) return refused('A quote is not closed. Put an item with a comma between "…".');
			if (items.length === 0) return refused('The list is empty. Type values separated by commas.');
			return one({ ...about, operator: 'in', operand: items.flatMap((item) => namedInList(column, item)) });
		}
		case 'is':
			return makeIs(about, text);
		case 'during':
			return refused('“During” applies only to times.');
		default: {
			const inner = /^"((?:[^"\\]|\\.)*)"$/su.exec(text)?.[1];
			if (text === '')
				return refused('Type a value. Use "" for the empty text; “has no value” is another choice.');
			if (inner !== undefined) return one({ ...about, operator: verb, operand: unescaped(inner) });
			return verb === 'eq' || verb === 'neq'
				? makeEqual(about, verb, text)
				: one({ ...about, operator: verb, operand: text });
		}
	}
}

/** Equal to what a text names: `call` names one channel, `sms` two, a number without its country code an ending. */
function makeEqual(
	about: Pick<Condition, 'kind' | 'column' | 'negated'>,
	verb: 'eq' | 'neq',
	text: string,
): Made {
	if (namesNothing(about.column, text)) return missing(about, verb);
	const [first = text, second, ...others] = valuesNamed(about.column, text);
	const isEnding = first !== text && first.includes('*');
	if (second === undefined && !isEnding)
		return { ok: true, filter: { ...about, operator: verb, operand: first } };
	const found: Condition = isEnding
		? { ...about, operator: 'like', operand: first }
		: { ...about, operator: 'in', operand: [first, ...(second === undefined ? [] : [second]), ...others] };
	return { ok: true, filter: verb === 'eq' ? found : excluding(found) };
}

/** What the list shows as `-` has no value. */
function missing(about: Pick<Condition, 'kind' | 'column' | 'negated'>, verb: 'eq' | 'neq'): Made {
	const negated = about.negated !== (verb === 'neq');
	return { ok: true, filter: { ...about, negated, operator: 'is', operand: 'null' } };
}

/** A value of the API stays itself in a list, where it cannot be quoted to mean itself. */
function namedInList(column: Column, item: string): readonly string[] {
	return wordsOfChannel(item) === undefined ? valuesNamed(column, item) : [item];
}

/** A value as the text that means itself: in quotes if it is a word of the program for another value. */
export function literalText(column: Column, value: string): string {
	const isWord = !isOwnValue(column, value) || namesNothing(column, value);
	return /^$|^".*"$/su.test(value) || isWord ? quoted(value) : value;
}

function makeIs(about: Pick<Condition, 'kind' | 'column' | 'negated'>, text: string): Made {
	const word = text.trim().toLowerCase();
	const value = isValues.find((known) => known === word || isWords[known] === word);
	if (value === undefined)
		return refused(`Choose one of ${isValues.map((known) => isWords[known]).join(', ')}.`);
	return { ok: true, filter: { ...about, operator: 'is', operand: value } };
}

function makeTime({ column, verb, text, negated }: Said, when: MomentContext): Made {
	const about = { kind: 'condition', column, negated } as const;
	if (verb === 'is') return makeIs(about, text.trim());
	if (verb === 'in') return makeTimes(about, text, when);
	if (text.trim() === '') return refused('Type a date: 24h, yesterday, 11-21, 21T18, 2026-11-01, 14:00 …');
	const operator = dateOperatorOf(verb);
	if ((operator === 'eq' || operator === 'neq') && namesNothing(column, text.trim()))
		return missing(about, operator);
	if (operator === null) return refused('Times are not compared as text. Choose since, before or during.');
	const read = readDateCondition(column, operator, text, when);
	if (read === null) return noDate(text.trim());
	if (verb === 'during' && read.kind === 'point')
		return refused(`“${text.trim()}” is a single moment. Write a day, or 14:00-15:30.`);
	const { condition } = read;
	return { ok: true, filter: { ...condition, negated: condition.negated !== negated } };
}

function dateOperatorOf(verb: Verb) {
	return dateVerbs.find((known) => known === verb) ?? null;
}

const dateVerbs = ['eq', 'neq', 'gt', 'gte', 'lt', 'lte', 'during'] as const;

/** One of several dates: a list of timestamps, or alternatives if one of them is a date as said. */
function makeTimes(
	about: Pick<Condition, 'kind' | 'column' | 'negated'>,
	text: string,
	when: MomentContext,
): Made {
	const items = readList(text) ?? [];
	if (items.length === 0) return refused('The list is empty. Type dates separated by commas.');
	if (items.every(isTimestamp)) return { ok: true, filter: { ...about, operator: 'in', operand: items } };
	const children: SaidLeaf[] = [];
	for (const item of items) {
		const read = readDateCondition(about.column, 'eq', item, when);
		if (read === null) return noDate(item);
		children.push(read.condition);
	}
	return { ok: true, filter: { kind: 'group', join: 'or', negated: about.negated, children } };
}

function quoted(text: string): string {
	return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

function unescaped(text: string): string {
	return text.replace(/\\(.)/gsu, '$1');
}
