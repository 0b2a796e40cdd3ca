import {
	type Column,
	isTime,
	isValues,
	metadataColumn,
	type Operator,
	plainColumn,
	type SaidLeaf,
} from '../../filter/tree.ts';
import { isSameColumn } from './sort-draft.ts';

/** The meanings of a condition: the operators, and common combinations of them. `lacks` is "does not contain". */
export type Verb = Operator | 'contains' | 'lacks' | 'during';

/** A column under its everyday name. */
export const namedColumns: readonly { readonly column: Column; readonly label: string }[] = [
	{ column: metadataColumn('telnyx_conversation_channel'), label: 'channel' },
	{ column: metadataColumn('telnyx_end_user_target'), label: 'end user' },
	{ column: plainColumn('last_message_at'), label: 'last message' },
	{ column: plainColumn('created_at'), label: 'created' },
	{ column: plainColumn('name'), label: 'name' },
	{ column: metadataColumn('assistant_id'), label: 'assistant' },
	{ column: metadataColumn('telnyx_agent_target'), label: 'agent target' },
	{ column: metadataColumn('call_control_id'), label: 'call control id' },
	{ column: plainColumn('id'), label: 'id' },
];

/** The label of a column: its everyday name, or its metadata key. */
export function columnLabel(column: Column): string {
	const named = namedColumns.find((known) => isSameColumn(known.column, column));
	if (named !== undefined) return named.label;
	return column.kind === 'plain' ? column.name : column.key;
}

/** True for columns with few, known values: there Enter takes the offered choice, not the typed text. */
export function isClosed(column: Column): boolean {
	return (
		column.kind === 'metadata' &&
		(column.key === 'telnyx_conversation_channel' || column.key === 'assistant_id')
	);
}

const forTimes: readonly Verb[] = ['gte', 'lt', 'during', 'gt', 'lte', 'eq', 'neq', 'in', 'is'];
const forTexts: readonly Verb[] = [
	'eq',
	'contains',
	'lacks',
	'neq',
	'in',
	'like',
	'ilike',
	'match',
	'imatch',
	'gt',
	'gte',
	'lt',
	'lte',
	'is',
];
const found: readonly string[] = ['name', 'end user', 'agent target'];

/** The operators for a column, the usual one first. */
export function verbsFor(column: Column): readonly Verb[] {
	if (isTime(column)) return forTimes;
	return found.includes(columnLabel(column))
		? ['contains', 'lacks', ...forTexts.filter((verb) => verb !== 'contains' && verb !== 'lacks')]
		: forTexts;
}

/** The default operator of a column. */
export function usualVerb(column: Column): Verb {
	return verbsFor(column)[0] ?? 'eq';
}

/** The values of `is` that make sense for a column. */
export function isValuesFor(column: Column): readonly string[] {
	return column.kind === 'plain' ? isValues.slice(0, 2) : isValues;
}

/** Labels of the values of `is`. */
export const isWords: Readonly<Record<string, string>> = {
	null: 'has no value',
	not_null: 'has a value',
	true: 'is true',
	false: 'is false',
	unknown: 'is neither true nor false',
};

/** The same, negated. */
export const isNotWords: Readonly<Record<string, string>> = {
	null: 'has a value',
	not_null: 'has no value',
	true: 'is not true',
	false: 'is not false',
	unknown: 'is true or false',
};

/** The label of an operator, its sign, and how to use it. */
type VerbWords = { readonly words: string; readonly sign: string; readonly help: string };

const texts: Readonly<Record<Verb, VerbWords>> = {
	eq: { words: 'is', sign: '=', help: 'Exactly this text; case matters.' },
	contains: {
		words: 'contains',
		sign: '~',
		help: 'Contains this text; case is ignored. * stands for any text.',
	},
	lacks: {
		words: 'does not contain',
		sign: '!~',
		help: 'Does not contain this text, or has no value; case is ignored. * stands for any text.',
	},
	neq: { words: 'is not', sign: '!=', help: 'Any other value, or none.' },
	in: {
		words: 'is one of',
		sign: 'in',
		help: 'One of these values, separated by commas; "…" around one with a comma.',
	},
	like: {
		words: 'is like',
		sign: 'like',
		help: 'The whole value: * or % any text, _ one character, \\ before a literal one.',
	},
	ilike: {
		words: 'is like, any case',
		sign: 'ilike',
		help: 'As “is like”, but case is ignored: *refund* is found anywhere.',
	},
	match: {
		words: 'matches',
		sign: 'match',
		help: 'A regular expression, found anywhere: ^a starts with a, b$ ends with b.',
	},
	imatch: { words: 'matches, any case', sign: 'imatch', help: 'A regular expression; case is ignored.' },
	gt: { words: 'comes after', sign: '>', help: 'Compared as text, letter by letter.' },
	gte: { words: 'is or comes after', sign: '>=', help: 'Compared as text, letter by letter.' },
	lt: { words: 'comes before', sign: '<', help: 'Compared as text, letter by letter.' },
	lte: { words: 'is or comes before', sign: '<=', help: 'Compared as text, letter by letter.' },
	is: { words: 'has', sign: 'is', help: 'Whether there is a value.' },
	during: { words: 'during', sign: '..', help: 'From its start to its end.' },
};

const dates = 'Write 24h, 2 days ago, yesterday, monday, 18 nov, 14:00 or a timestamp.';
const spans = 'Write yesterday, monday, 18 nov, 2026-11-01..03, 14:00-15:30 or 24h.';

const times: Readonly<Partial<Record<Verb, VerbWords>>> = {
	eq: {
		words: 'is',
		sign: '=',
		help: 'Exactly this moment, or during this day. Write a timestamp or a day.',
	},
	lacks: {
		words: 'does not contain',
		sign: '!~',
		help: 'Does not contain this text, or has no value; case is ignored. * stands for any text.',
	},
	neq: { words: 'is not', sign: '!=', help: 'Any other moment, or outside this day.' },
	gt: { words: 'after', sign: '>', help: dates },
	gte: { words: 'since', sign: '>=', help: dates },
	lt: { words: 'before', sign: '<', help: dates },
	lte: { words: 'up to', sign: '<=', help: dates },
	in: { words: 'is one of', sign: 'in', help: 'Days or moments separated by commas.' },
	during: { words: 'during', sign: '..', help: spans },
};

/** The label, sign and help of an operator for this column. */
export function verbWords(verb: Verb, column: Column): VerbWords {
	return (isTime(column) ? times[verb] : undefined) ?? texts[verb];
}

/** The operator of a condition; "contains" or "does not contain" if its pattern has that form. */
export function verbOf(condition: SaidLeaf): Verb {
	if (condition.kind === 'date') return condition.operator;
	const isContains =
		condition.operator === 'ilike' && !isTime(condition.column) && containedText(condition.operand) !== null;
	if (!isContains) return condition.operator;
	return condition.negated ? 'lacks' : 'contains';
}

/** True if a condition is negated beyond its operator. */
export function isDenied(condition: SaidLeaf): boolean {
	return condition.negated && verbOf(condition) !== 'lacks';
}

/** The pattern for "contains". A `*` in the text still means any text. */
export function containing(text: string): string {
	return `*${text.replace(/[\\%_]/g, '\\$&')}*`;
}

/** The text in a pattern made by `containing`; null for any other pattern. */
export function containedText(pattern: string): string | null {
	const inner = /^\*((?:[^*%_\\]|\\[%_\\])+)\*$/su.exec(pattern)?.[1];
	return inner === undefined ? null : inner.replace(/\\([%_\\])/g, '$1');
}
