import { canBeEmpty, excluding } from '../exclusion.ts';
import { namesNothing, partNamed, valuesNamed } from '../shown-values.ts';
import { type Column, type Condition, type Filter, isValues } from '../tree.ts';
import { assistantIds } from './assistant-names.ts';
import { isAssistant, isId } from './query-text-columns.ts';
import type { LineNote, LineTerm, QueryTextContext } from './query-text-context.ts';
import { likeContaining, likeOfText, type Sign } from './query-text-operators.ts';
import type { LineValue, QueryTextReader } from './query-text-reader.ts';

/** The state of reading a query text. */
export type Reading = {
	readonly reader: QueryTextReader;
	readonly context: QueryTextContext;
	readonly notes: LineNote[];
	/** The terms outside of parentheses, with the part of the query that each became. */
	readonly terms: LineTerm[];
};

/** Unquoted words for an empty column, and for one that is not empty. */
export const emptyWords = ['null', 'none'];
export const filledWord = 'any';

/** True for a value that is one of these words in a column, or stands on the screen for a missing value. */
export function isValueWord(column: Column, text: string): boolean {
	const word = text.toLowerCase();
	return word === filledWord || emptyWords.includes(word) || namesNothing(column, text);
}

/** Makes the filter of a sign between a column (not a time) and values. Throws QueryTextError for an invalid one. */
export function textCondition(
	reading: Reading,
	column: Column,
	sign: Sign,
	values: readonly [LineValue, ...LineValue[]],
): Filter {
	const operator = comparisons[sign];
	if (operator !== undefined) return compare(column, operator, onlyValue(reading, values).text);
	const isText = sign === '~' || sign === '!~';
	const filter = isText ? contains(reading, column, values) : equals(reading, column, named(column, values));
	if (sign !== '!=' && sign !== '!~') return filter;
	return filter.kind === 'condition' && filter.operator === 'eq' && !canBeEmpty(column)
		? { ...filter, operator: 'neq' }
		: excluding(filter);
}

const comparisons: { readonly [sign in Sign]?: 'gt' | 'gte' | 'lt' | 'lte' } = {
	'>': 'gt',
	'>=': 'gte',
	'<': 'lt',
	'<=': 'lte',
};

/** The values of the API that values name, which may be in the words of the list; none that is there already. */
function named(column: Column, values: readonly LineValue[]): LineValue[] {
	const given = new Set(values.map(({ text }) => text));
	return values.flatMap((value) =>
		valuesNamed(column, value.text).flatMap((text) => {
			if (text === value.text) return value;
			return given.has(text) ? [] : { ...value, text, quoted: false };
		}),
	);
}

/** The only value of a list. Throws QueryTextError for more. */
export function onlyValue(
	{ reader }: Reading,
	[first, second]: readonly [LineValue, ...LineValue[]],
): LineValue {
	if (second === undefined) return first;
	throw reader.error(
		'only one value is possible here',
		'Write several after a colon: channel:a,b, and put a value that contains a comma in double quotes',
		first.end,
		second.end,
	);
}

/** One comparison of a column with a text. */
export function compare(
	column: Column,
	operator: Exclude<Condition['operator'], 'in' | 'is'>,
	operand: string,
): Condition {
	return { kind: 'condition', column, negated: false, operator, operand };
}

function equals(reading: Reading, column: Column, values: readonly LineValue[]): Filter {
	const isPlain = values.every(
		({ text, quoted }) => quoted || (!text.includes('*') && !isValueWord(column, text)),
	);
	if (isPlain)
		return oneOf(
			column,
			values.flatMap((value) => idsOf(reading, column, value)),
		);
	const children = values.map((value) => special(reading, column, value));
	return children.length === 1 && children[0] !== undefined ? children[0] : anyOf(children);
}

function special(reading: Reading, column: Column, value: LineValue): Filter {
	const { text, quoted } = value;
	if (quoted) return oneOf(column, idsOf(reading, column, value));
	if (isValueWord(column, text)) {
		const negated = text.toLowerCase() === filledWord;
		return { kind: 'condition', column, negated, operator: 'is', operand: isValues[0] };
	}
	if (!text.includes('*')) return oneOf(column, idsOf(reading, column, value));
	if (isId(column)) throw wholeId(reading, value);
	return compare(column, 'like', likeOfText(text));
}

function contains(reading: Reading, column: Column, values: readonly LineValue[]): Filter {
	const children = values.map((value): Filter => {
		if (isId(column)) throw wholeId(reading, value);
		const ids = isAssistant(column) ? assistantIds(value.text, reading.context.assistants) : [];
		return ids.length > 0
			? oneOf(column, ids)
			: compare(column, 'ilike', likeContaining(partNamed(column, value.text)));
	});
	return children.length === 1 && children[0] !== undefined ? children[0] : anyOf(children);
}

/** The operands of a value: the value itself, or the ids of the assistants that it names. */
function idsOf({ context, notes }: Reading, column: Column, { text, start, end }: LineValue): string[] {
	if (!isAssistant(column)) return [text];
	const ids = assistantIds(text, context.assistants);
	if (ids.length > 1) {
		const names = ids.map((id) => context.assistants?.get(id) ?? id).join(', ');
		notes.push({ position: start, end, note: `${ids.length} assistants: ${names}` });
	}
	if (ids.length > 0) return ids;
	if (context.assistants !== undefined && context.assistants.size > 0 && !/^assistant-/.test(text)) {
		notes.push({ position: start, end, note: `no assistant has the name “${text}”, so it is read as an id` });
	}
	return [text];
}

function oneOf(column: Column, operands: readonly string[]): Condition {
	const [only, second] = operands;
	return only !== undefined && second === undefined
		? compare(column, 'eq', only)
		: { kind: 'condition', column, negated: false, operator: 'in', operand: [...operands] };
}

function anyOf(children: readonly Filter[]): Filter {
	return { kind: 'group', join: 'or', negated: false, children };
}

function wholeId({ reader }: Reading, { start, end }: LineValue) {
	return reader.error('an id only matches as a whole', 'Write the whole id, without *', start, end);
}
