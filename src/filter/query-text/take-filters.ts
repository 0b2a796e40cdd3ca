import { excluding } from '../exclusion.ts';
import { maxGroupDepth } from '../parse-group.ts';
import type { SaidFilter, SaidGroup } from '../tree.ts';
import type { LineTerm } from './query-text-context.ts';
import { takeCondition } from './take-condition.ts';
import { type Settings, settingPattern, takeSetting } from './take-settings.ts';
import type { Reading } from './text-condition.ts';

/** The settings, or null inside parentheses, where none are allowed. */
type Scope = { readonly settings: Settings | null; readonly depth: number };

/**
 * Reads the conditions of a query text, which must all match, and its settings into `settings`. "or" separates
 * alternatives, "not" and a minus exclude the next term, parentheses, `any(…)` and `all(…)` make groups; `not.any(…)`
 * and `not.all(…)` are PostgREST's own `not`. Throws QueryTextError.
 */
export function takeFilters(reading: Reading, settings: Settings): readonly SaidFilter[] {
	const { reader } = reading;
	reader.skipSpace();
	if (reader.done) return [];
	const filters = takeAlternatives(reading, { settings, depth: 0 });
	if (reader.done) return filters;
	throw reader.error(
		'this parenthesis closes nothing',
		'Remove it, or put a value that contains one in double quotes',
		reader.position,
		reader.position + 1,
	);
}

/** Reads up to the end or a closing parenthesis: terms, or alternatives separated by "or". */
function takeAlternatives(reading: Reading, scope: Scope): readonly SaidFilter[] {
	const { reader } = reading;
	const first = takeSequence(reading, scope);
	const alternatives = [first];
	for (;;) {
		const word = reader.position;
		if (reader.takeMatch(orWord) === null) break;
		if (alternatives.at(-1)?.length === 0) throw lonely(reading, word, 'or', 'before');
		reader.skipSpace();
		alternatives.push(takeSequence(reading, scope));
		if (alternatives.at(-1)?.length === 0) throw lonely(reading, word, 'or', 'after');
	}
	if (alternatives.length === 1) return first;
	// They became one filter.
	if (scope.depth === 0) reading.terms.splice(0, Infinity, ...reading.terms.map(ofFirstFilter));
	return [{ kind: 'group', join: 'or', negated: false, children: alternatives.map(joined) }];
}

function takeSequence(reading: Reading, scope: Scope): readonly SaidFilter[] {
	const { reader } = reading;
	const filters: SaidFilter[] = [];
	let and: number | null = null;
	while (!reader.done && !reader.sees(')') && !seesWord(reading, orWord)) {
		const start = reader.position;
		if (reader.takeMatch(andWord) !== null) {
			if (filters.length === 0) throw lonely(reading, start, 'and', 'before');
			if (and !== null) throw lonely(reading, and, 'and', 'after');
			and = start;
		} else {
			and = null;
			const setting = takeSettingHere(reading, scope);
			if (setting === null) filters.push(...takeTerm(reading, scope));
			if (scope.depth === 0)
				reading.terms.push({ position: start, end: reader.position, part: setting ?? filters.length - 1 });
		}
		reader.skipSpace();
	}
	if (and !== null) throw lonely(reading, and, 'and', 'after');
	return filters;
}

function ofFirstFilter(term: LineTerm): LineTerm {
	return typeof term.part === 'number' ? { ...term, part: 0 } : term;
}

const orWord = /or(?=[\s()]|$)/iy;
const andWord = /and(?=[\s()]|$)/iy;

function takeSettingHere({ reader }: Reading, { settings }: Scope): keyof Settings | null {
	if (settings !== null) return takeSetting(reader, settings);
	const setting = reader.takeMatch(settingPattern);
	if (setting === null) return null;
	throw reader.error(
		`${setting[0]} does not belong in parentheses`,
		'Write it at the end of the filter',
		reader.position - setting[0].length,
		reader.position,
	);
}

/** Reads one condition or group, and the minuses and "not"s before it. */
function takeTerm(reading: Reading, { depth }: Scope): readonly SaidFilter[] {
	const { reader } = reading;
	const start = reader.position;
	let negated = false;
	for (let sign = start; reader.takeMatch(/-|not(?=[\s()]|$)\s*/iy) !== null; sign = reader.position) {
		negated = !negated;
		if (!reader.done && !/[\s)]/.test(reader.text.charAt(reader.position))) continue;
		throw lonely(reading, sign, reader.text.slice(sign, reader.position).trim(), 'after');
	}
	if (reader.position > start && seesWord(reading, settingPattern)) {
		throw reader.error('a setting cannot be negated', 'Remove the minus or “not”', start, reader.position);
	}
	const word = reader.takeMatch(/(?:(not\.)?(any|all))?\(/iy);
	if (word === null) return negate([takeCondition(reading)], negated);
	const [opening, not, name] = word;
	const children = takeGroup(reading, reader.position - opening.length, depth + 1);
	const group = name === undefined ? joined(children) : named(name, children);
	return negate([not === undefined ? group : { ...group, negated: true }], negated);
}

/** Reads the content of parentheses and the closing one; the opening one was read already. */
function takeGroup(reading: Reading, start: number, depth: number): readonly SaidFilter[] {
	const { reader } = reading;
	if (depth > maxGroupDepth) {
		throw reader.error(
			`parentheses are nested more than ${maxGroupDepth} deep`,
			'Write the filter with fewer nested parentheses',
			start,
			reader.position,
		);
	}
	reader.skipSpace();
	const filters = takeAlternatives(reading, { settings: null, depth });
	if (!reader.take(')')) {
		throw reader.error(
			'this parenthesis is not closed',
			'Add the closing one, or put a value that contains one in double quotes',
			start,
			reader.text.length,
		);
	}
	if (filters.length === 0) {
		throw reader.error('these parentheses are empty', 'Write a condition in them', start, reader.position);
	}
	if (!reader.done && !/[\s)]/.test(reader.text.charAt(reader.position))) {
		throw reader.error(
			'a space is missing after the parenthesis',
			'Write one, or put the whole value in double quotes',
		);
	}
	return filters;
}

function named(word: string, children: readonly SaidFilter[]): SaidGroup {
	return { kind: 'group', join: word.toLowerCase() === 'any' ? 'or' : 'and', negated: false, children };
}

/** Joins terms to one filter that needs all of them. */
function joined(filters: readonly SaidFilter[]): SaidFilter {
	const [only] = filters;
	if (only !== undefined && filters.length === 1) return only;
	return { kind: 'group', join: 'and', negated: false, children: filters };
}

function negate(filters: readonly SaidFilter[], negated: boolean): readonly SaidFilter[] {
	if (!negated) return filters;
	return [excluding(joined(filters))];
}

function seesWord({ reader }: Reading, word: RegExp): boolean {
	const start = reader.position;
	const seen = reader.takeMatch(word) !== null;
	reader.position = start;
	return seen;
}

function lonely({ reader }: Reading, start: number, word: string, side: 'before' | 'after') {
	return reader.error(
		`there is nothing ${side} ${word === '-' ? 'this minus' : `“${word}”`}`,
		`Write a condition ${side} it, or put it in double quotes to search for it`,
		start,
		start + word.length,
	);
}
