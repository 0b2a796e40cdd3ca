import { formatInstant, type Instant } from '../../domain/instant.ts';
import { QueryError } from '../../filter/errors.ts';
import { type MomentContext, readMoment } from '../../filter/relative-dates.ts';
import { compileListQuery } from '../../filter/sql.ts';
import { type Column, type Condition, emptyQuery, type Filter, isTime, isValues } from '../../filter/tree.ts';
import { containedText, containing, isWords, type Verb, verbOf } from './filter-verbs.ts';

/** The result of a typed value: filters joined by "and", or its problem. */
type Made =
	| { readonly ok: true; readonly filters: readonly Filter[]; readonly said: string | null }
	| { readonly ok: false; readonly problem: string };

type Said = {
	readonly column: Column;
	readonly verb: Verb;
	readonly text: string;
	readonly negated: boolean;
};

const refused = (problem: string): Made => ({ ok: false, problem });
const noDate = (text: string): Made =>
	refused(`“${text}” is not a date. Write 24h, yesterday, 2026-11-01, 14:00 or 2026-11-01T14:00+01:00.`);

/** Makes conditions of a typed value. Rejects values that the server would refuse (a bad pattern, an invalid date). */
export function makeCondition(said: Said, when: MomentContext): Made {
	const made = isTime(said.column) ? makeTime(said, when) : makeText(said);
	if (!made.ok) return made;
	const problem = filterProblem(made.filters);
	return problem === null ? made : refused(problem);
}

/** The problem of filters and how to fix it, as a sentence; null if they are valid. */
export function filterProblem(filters: readonly Filter[]): string | null {
	try {
		compileListQuery({ ...emptyQuery, filters });
		return null;
	} catch (error) {
		if (!(error instanceof QueryError)) throw error;
		const { problem, advice } = error;
		return `${problem.charAt(0).toUpperCase()}${problem.slice(1)}. ${advice}.`;
	}
}

/** A condition's value as typed text; `makeCondition` turns it back into the same condition, except for times. */
export function valueText(condition: Condition): string {
	if (condition.operator === 'in') return condition.operand.map(listItem).join(', ');
	if (condition.operator === 'is') return condition.operand;
	if (verbOf(condition) === 'contains') return containedText(condition.operand) ?? '';
	return /^$|^".*"$/su.test(condition.operand) ? quoted(condition.operand) : condition.operand;
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
	const one = (condition: Condition): Made => ({ ok: true, filters: [condition], said: null });
	switch (verb) {
		case 'contains':
			return text === ''
				? refused('Type the text to look for.')
				: one({ ...about, operator: 'ilike', operand: containing(text) });
		case 'in': {
			const items = readList(text);
			if (items === null) return refused('A quote is not closed. Put an item with a comma between "…".');
			if (items.length === 0) return refused('The list is empty. Type values separated by commas.');
			return one({ ...about, operator: 'in', operand: items });
		}
		case 'is':
			return makeIs(about, text);
		case 'during':
			return refused('“During” applies only to times.');
		default: {
			const inner = /^"((?:[^"\\]|\\.)*)"$/su.exec(text)?.[1];
			if (text === '')
				return refused('Type a value. Use "" for the empty text; “has no value” is another choice.');
			return one({ ...about, operator: verb, operand: inner === undefined ? text : unescaped(inner) });
		}
	}
}

function makeIs(about: Pick<Condition, 'kind' | 'column' | 'negated'>, text: string): Made {
	const word = text.trim().toLowerCase();
	const value = isValues.find((known) => known === word || isWords[known] === word);
	if (value === undefined)
		return refused(`Choose one of ${isValues.map((known) => isWords[known]).join(', ')}.`);
	return { ok: true, filters: [{ ...about, operator: 'is', operand: value }], said: null };
}

function makeTime(said: Said, when: MomentContext): Made {
	const { column, verb, negated } = said;
	const text = said.text.trim();
	const about = { kind: 'condition', column, negated } as const;
	if (verb === 'is') return makeIs(about, text);
	if (verb === 'in') return makeTimes(about, text, when);
	if (text === '') return refused('Type a date: 24h, yesterday, 2026-11-01, 14:00 …');
	const moment = readMoment(text, when);
	if (moment === null) return noDate(text);
	const compare = (operator: 'gt' | 'gte' | 'lt' | 'lte' | 'eq' | 'neq', at: Instant): Condition => ({
		...about,
		operator,
		operand: formatInstant(at),
	});
	// The typed text stands for the start of its span: showing "before yesterday" for its end would be wrong.
	const asSaid = (filter: Filter): Made => ({ ok: true, filters: [filter], said: text });
	const otherwise = (...filters: Filter[]): Made => ({ ok: true, filters, said: null });
	const within = (to: Instant, not: boolean): Made => {
		const both = [
			{ ...compare('gte', moment.from), negated: false },
			{ ...compare('lt', to), negated: false },
		];
		return not
			? otherwise({ kind: 'group', join: 'and', negated: true, children: both })
			: otherwise(...both);
	};
	switch (verb) {
		case 'gte':
		case 'lt':
			return asSaid(compare(verb, moment.from));
		// "After a day" starts at its end, and "up to a day" ends there.
		case 'gt':
			return moment.to === null ? asSaid(compare('gt', moment.from)) : otherwise(compare('gte', moment.to));
		case 'lte':
			return moment.to === null ? asSaid(compare('lte', moment.from)) : otherwise(compare('lt', moment.to));
		case 'during':
			if (moment.kind === 'point')
				return refused(`“${text}” is a single moment. Write a day, or 14:00-15:30.`);
			return moment.to === null ? asSaid(compare('gte', moment.from)) : within(moment.to, negated);
		case 'eq':
		case 'neq':
			return moment.to === null
				? asSaid(compare(verb, moment.from))
				: within(moment.to, negated !== (verb === 'neq'));
		default:
			return refused('Times are not compared as text. Choose since, before or during.');
	}
}

function makeTimes(
	about: Pick<Condition, 'kind' | 'column' | 'negated'>,
	text: string,
	when: MomentContext,
): Made {
	const items = readList(text) ?? [];
	if (items.length === 0) return refused('The list is empty. Type moments separated by commas.');
	const operand: string[] = [];
	for (const item of items) {
		const moment = readMoment(item, when);
		if (moment === null) return noDate(item);
		if (moment.to !== null) return refused(`“${item}” is not a single moment. Choose “during” for it.`);
		operand.push(formatInstant(moment.from));
	}
	return { ok: true, filters: [{ ...about, operator: 'in', operand }], said: text };
}

function quoted(text: string): string {
	return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

function unescaped(text: string): string {
	return text.replace(/\\(.)/gsu, '$1');
}
