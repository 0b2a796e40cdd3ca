import { wordsOfChannel } from '../domain/channel-words.ts';
import { type Instant, parseInstant } from '../domain/instant.ts';
import { excludedBy } from './exclusion.ts';
import { textContained, textOfLike } from './query-text/query-text-operators.ts';
import { isLength, type MomentContext, showMoment, type ZoneOffset } from './relative-dates.ts';
import { instantsOf } from './resolve.ts';
import {
	type Column,
	type Condition,
	type DateCondition,
	isTime,
	type Order,
	type SaidFilter,
	type SaidQuery,
} from './tree.ts';

/**
 * The context for wording: the zone of displayed times, and assistant names by id if known. With `now`, the instants
 * that dates mean then stand after them.
 */
export type DescribeContext = {
	readonly zone: ZoneOffset;
	readonly assistants?: ReadonlyMap<string, string>;
	readonly now?: MomentContext['now'];
	/** True leaves out seconds, zone and the current year of those instants, for one short row. */
	readonly isShort?: boolean;
};

/**
 * Describes the filter, limit and offset in words, without the order; '' for the empty query. Groups are in
 * parentheses. Values are in quotes, with a backslash before an inner quote. The result is raw: make it safe before
 * printing.
 */
export function describeQuery(query: SaidQuery, context: DescribeContext): string {
	const parts = query.filters.map((filter) => filterWords(filter, context));
	if (query.limit !== null) parts.push(`at most ${query.limit}`);
	if (query.offset !== null) parts.push(`skipping the first ${query.offset}`);
	return parts.join(', ');
}

/**
 * Describes the order in words: `latest message first, then name from A to Z`; '' for none. The result is raw: make
 * it safe before printing.
 */
export function describeOrder(order: readonly Order[]): string {
	return order.map(termWords).join(', then ');
}

function filterWords(filter: SaidFilter, context: DescribeContext): string {
	if (filter.kind === 'date') return dateWords(filter, context);
	if (filter.kind === 'condition') return conditionWords(filter, context);
	const excluded = excludedBy(filter);
	if (excluded !== null) return `(${conditionWords({ ...excluded, negated: true }, context)} or no value)`;
	const not = filter.negated ? 'not ' : '';
	if (filter.children.length === 0) {
		return (filter.join === 'and') !== filter.negated ? 'everything' : 'nothing';
	}
	const children = filter.children.map((child) => filterWords(child, context));
	return `${not}(${children.join(filter.join === 'and' ? ' and ' : ' or ')})`;
}

function conditionWords(condition: Condition, context: DescribeContext): string {
	const special = channelWords(condition) ?? assistantWords(condition, context);
	if (special !== null) return special;
	const subject = columnWords(condition.column);
	const value = (operand: string): string => valueWords(condition.column, operand, context);
	const { negated } = condition;
	switch (condition.operator) {
		case 'is':
			return isWords(subject, condition);
		case 'in':
			// An empty list matches nothing, not even an empty value.
			if (condition.operand.length === 0) return negated ? 'everything' : 'nothing';
			return `${subject} is ${listWords(condition.operand.map(value), negated)}`;
		case 'like':
		case 'ilike':
			return likeWords(subject, {
				operator: condition.operator,
				operand: condition.operand,
				negated,
			});
		case 'match':
		case 'imatch':
			return `${subject} ${negated ? 'does not match' : 'matches'}${condition.operator === 'match' ? ' exactly' : ''} ${quoted(condition.operand)}`;
		default: {
			const words = isTime(condition.column) ? timeComparisons : comparisons;
			const { operator, operand } = condition;
			if (operator === 'eq' || operator === 'neq') {
				// The empty text is a value; no value at all is another case.
				if (operand === '') return `${subject} is ${(operator === 'eq') === negated ? 'not ' : ''}empty`;
				return `${subject} ${words[(operator === 'eq') === negated ? 'neq' : 'eq']} ${value(operand)}`;
			}
			const comparison = `${subject} ${words[operator]} ${value(operand)}`;
			return negated ? `not (${comparison})` : comparison;
		}
	}
}

function dateWords(condition: DateCondition, { zone, now, isShort }: DescribeContext): string {
	const { column, negated, operator, said } = condition;
	// A length of time (`24h`) is compared by its start.
	const ago = isLength(said) ? ' ago' : '';
	const word = operator !== 'during' ? timeComparisons[operator] : ago === '' ? 'during' : 'since';
	const words = `${negated ? 'not ' : ''}${columnWords(column)} ${word} ${said}${ago}`;
	if (now === undefined) return words;
	const instants = instantWords(condition, { zone, now });
	if (!isShort) return `${words} (${instants})`;
	const year = showMoment(now, zone).slice(0, 5);
	const short = instants
		.replaceAll(year, '')
		.replace(/(?<=\d\d:\d\d)(?::\d\d)?(?: [+-]\d\d:\d\d)?(?= –|$)/g, '');
	return `${words} (${short})`;
}

/** The instants that a date means: `2026-11-21 00:00 +01:00`, `2026-11-21 00:00 – 2026-11-22 00:00 +01:00`. */
export function instantWords(condition: DateCondition, when: MomentContext): string {
	const instants = instantsOf(condition, when);
	if (instants === null) return 'no time yet';
	const { from, to } = instants;
	const [start = '', end] = [from, to].map((instant) =>
		instant === null ? undefined : shownMoment(instant, when.zone).replace(/\.\d+/, ''),
	);
	if (end === undefined) return start;
	// A span of time names the zone once, unless its clocks change within it.
	const isOneZone = start.slice(-6) === end.slice(-6);
	return `${isOneZone ? start.slice(0, -7) : start} – ${end}`;
}

/** Parentheses mark the end of the list, which an “or” beside it would hide. */
function listWords(values: readonly string[], negated: boolean): string {
	return `${negated ? 'none' : 'one'} of (${values.join(', ')})`;
}

const comparisons = {
	eq: 'is',
	neq: 'is not',
	gt: 'is greater than',
	gte: 'is at least',
	lt: 'is less than',
	lte: 'is at most',
} as const;

const timeComparisons = {
	eq: 'at',
	neq: 'not at',
	gt: 'after',
	gte: 'since',
	lt: 'before',
	lte: 'up to',
} as const;

function isWords(subject: string, { operand, negated }: Condition & { operator: 'is' }): string {
	const word = operand === 'not_null' ? 'null' : operand;
	if (word === 'null') return `${subject} has ${(operand === 'null') === negated ? 'a' : 'no'} value`;
	return `${subject} is ${negated ? 'not ' : ''}${word}`;
}

function likeWords(
	subject: string,
	{ operator, operand, negated }: { operator: 'like' | 'ilike'; operand: string; negated: boolean },
): string {
	const exactly = operator === 'like' ? ' exactly' : '';
	const not = (plain: string, denied: string): string => `${subject} ${negated ? denied : plain}${exactly}`;
	const inner = textContained(operand);
	if (inner !== null && isFixed(inner)) return `${not('contains', 'does not contain')} ${quoted(inner)}`;
	const text = textOfLike(operand);
	if (text?.endsWith('*') && isFixed(text.slice(0, -1))) {
		return `${not('starts with', 'does not start with')} ${quoted(text.slice(0, -1))}`;
	}
	if (text?.startsWith('*') && isFixed(text.slice(1))) {
		return `${not('ends with', 'does not end with')} ${quoted(text.slice(1))}`;
	}
	return `${not('is like', 'is not like')} ${quoted(operand)}`;
}

function isFixed(text: string): boolean {
	return text !== '' && !text.includes('*');
}

/** A documented channel is described by its name alone. */
function channelWords({ column, operator, operand, negated }: Condition): string | null {
	if (column.kind !== 'metadata' || column.key !== 'telnyx_conversation_channel') return null;
	if (operator !== 'eq' && operator !== 'in' && operator !== 'neq') return null;
	const operands = typeof operand === 'string' ? [operand] : operand;
	const names = operands.map((one) => wordsOfChannel(one)?.name);
	if (names.length === 0 || names.includes(undefined)) return null;
	if (negated === (operator === 'neq'))
		return names.length === 1 ? (names[0] ?? null) : `(${names.join(' or ')})`;
	return names.length === 1 ? `no ${names[0]}` : `neither ${names.join(' nor ')}`;
}

/** Describes a known assistant by its name. */
function assistantWords(
	{ column, operator, operand, negated }: Condition,
	{ assistants }: DescribeContext,
): string | null {
	if (assistants === undefined || column.kind !== 'metadata' || column.key !== 'assistant_id') return null;
	if (operator !== 'eq' && operator !== 'in' && operator !== 'neq') return null;
	const operands = typeof operand === 'string' ? [operand] : operand;
	if (operands.length === 0) return null;
	const names = operands.map((id) => assistantName(id, assistants));
	const isNot = negated !== (operator === 'neq');
	const [only] = names;
	if (names.length === 1) return `assistant is ${isNot ? 'not ' : ''}${only}`;
	return `assistant is ${listWords(names, isNot)}`;
}

/** If two assistants share a name, the id tells them apart. */
function assistantName(id: string, assistants: ReadonlyMap<string, string>): string {
	const name = assistants.get(id);
	if (name === undefined) return quoted(id);
	const isShared =
		assistants
			.values()
			.filter((other) => other === name)
			.take(2)
			.toArray().length > 1;
	return isShared ? `${quoted(name)} (${id})` : quoted(name);
}

const metadataNames = new Map([
	['telnyx_conversation_channel', 'channel'],
	['telnyx_end_user_target', 'user'],
	['telnyx_agent_target', 'agent'],
	['assistant_id', 'assistant'],
	['call_control_id', 'call'],
]);

function columnWords(column: Column): string {
	if (column.kind === 'metadata') {
		return (
			metadataNames.get(column.key) ??
			`metadata ${/^[\w-]+$/.test(column.key) ? column.key : quoted(column.key)}`
		);
	}
	if (column.name === 'created_at') return 'created';
	return column.name === 'last_message_at' ? 'last message' : column.name;
}

function valueWords(column: Column, operand: string, { zone }: DescribeContext): string {
	// In the API a bare date means its midnight in UTC.
	const time = /^\d{4}-\d{2}-\d{2}$/.test(operand) ? `${operand}T00:00Z` : operand;
	const instant = isTime(column) ? parseInstant(time) : null;
	return instant === null ? quoted(operand) : shownMoment(instant, zone);
}

/** Without seconds of zero. */
function shownMoment(instant: Instant, zone: ZoneOffset): string {
	return showMoment(instant, zone).replace(/:00 (?=[+-])/, ' ');
}

function quoted(text: string): string {
	return `“${text.replace(/[”\\]/g, '\\$&')}”`;
}

function termWords({ column, direction, nulls }: Order): string {
	const ascending = direction === 'asc';
	// No value last is the expected default, so only the other is mentioned.
	const place = nulls === 'first' ? ' (no value first)' : '';
	if (!isTime(column)) return `${columnWords(column)} from ${ascending ? 'A to Z' : 'Z to A'}${place}`;
	const what = column.kind === 'plain' && column.name === 'created_at' ? 'created' : 'message';
	return `${ascending ? 'earliest' : 'latest'} ${what} first${place}`;
}
