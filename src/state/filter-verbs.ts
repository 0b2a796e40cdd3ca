import {
	type Column,
	type Condition,
	isValues,
	metadataColumn,
	type Operator,
	plainColumn,
} from '../filter/tree.ts';
import { isSameColumn } from './sort-draft.ts';

/** What a condition can say: the operators, and two things that people mean and operators spell. */
export type Verb = Operator | 'contains' | 'during';

/** A column by the name that people have for it. */
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

/** What a column is called: a name of ours, or its metadata key. */
export function columnLabel(column: Column): string {
	const named = namedColumns.find((known) => isSameColumn(known.column, column));
	if (named !== undefined) return named.label;
	return column.kind === 'plain' ? column.name : column.key;
}

/** True for the columns that hold times. */
export function isTime(column: Column): boolean {
	return column.kind === 'plain' && column.name.endsWith('_at');
}

/** True where the values are few and known: there what is offered is taken rather than what is typed. */
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

/** What can be said of a column, the usual first. */
export function verbsFor(column: Column): readonly Verb[] {
	if (isTime(column)) return forTimes;
	return found.includes(columnLabel(column))
		? ['contains', ...forTexts.filter((verb) => verb !== 'contains')]
		: forTexts;
}

/** What is said of a column unless something else is chosen. */
export function usualVerb(column: Column): Verb {
	return verbsFor(column)[0] ?? 'eq';
}

/** The values that `is` can ask a column for, as far as they make sense. */
export function isValuesFor(column: Column): readonly string[] {
	return column.kind === 'plain' ? isValues.slice(0, 2) : isValues;
}

/** What the values of `is` mean. */
export const isWords: Readonly<Record<string, string>> = {
	null: 'has no value',
	not_null: 'has a value',
	true: 'is true',
	false: 'is false',
	unknown: 'is neither true nor false',
};

/** Words of a verb, its sign, and how it is to be used. */
type VerbWords = { readonly words: string; readonly sign: string; readonly help: string };

const texts: Readonly<Record<Verb, VerbWords>> = {
	eq: { words: 'is', sign: '=', help: 'Exactly this, upper and lower case told apart.' },
	contains: {
		words: 'contains',
		sign: '~',
		help: 'This somewhere in it, whatever the case. * stands for any text.',
	},
	neq: { words: 'is not', sign: '!=', help: 'Anything else; rows without a value are left out.' },
	in: {
		words: 'is one of',
		sign: 'in',
		help: 'Any of these, separated by commas; "…" around one with a comma.',
	},
	like: {
		words: 'is like',
		sign: 'like',
		help: 'The whole of it: * or % any text, _ one character, \\ before a literal one.',
	},
	ilike: {
		words: 'is like, any case',
		sign: 'ilike',
		help: 'As like, whatever the case: *refund* is anywhere in it.',
	},
	match: {
		words: 'matches',
		sign: 'match',
		help: 'A regular expression, found anywhere: ^a starts with a, b$ ends with b.',
	},
	imatch: { words: 'matches, any case', sign: 'imatch', help: 'A regular expression, whatever the case.' },
	gt: { words: 'comes after', sign: '>', help: 'Compared as text, letter by letter.' },
	gte: { words: 'is or comes after', sign: '>=', help: 'Compared as text, letter by letter.' },
	lt: { words: 'comes before', sign: '<', help: 'Compared as text, letter by letter.' },
	lte: { words: 'is or comes before', sign: '<=', help: 'Compared as text, letter by letter.' },
	is: { words: 'has', sign: 'is', help: 'Whether there is a value at all.' },
	during: { words: 'during', sign: '..', help: 'From the start up to the end of it.' },
};

const dates = 'Write 24h, 7d, yesterday, monday, 2026-11-01, 14:00 or a timestamp.';
const spans = 'Write yesterday, monday, 2026-11-01, 2026-11-01..03, 14:00-15:30 or 24h.';

const times: Readonly<Partial<Record<Verb, VerbWords>>> = {
	eq: {
		words: 'is',
		sign: '=',
		help: 'Exactly this moment, or during this day. Write a timestamp or a day.',
	},
	neq: { words: 'is not', sign: '!=', help: 'Any other moment, or outside of this day.' },
	gt: { words: 'after', sign: '>', help: dates },
	gte: { words: 'since', sign: '>=', help: dates },
	lt: { words: 'before', sign: '<', help: dates },
	lte: { words: 'up to', sign: '<=', help: dates },
	in: { words: 'is one of', sign: 'in', help: 'Moments separated by commas.' },
	during: { words: 'during', sign: '..', help: spans },
};

/** What a verb is called where it speaks of this column. */
export function verbWords(verb: Verb, column: Column): VerbWords {
	return (isTime(column) ? times[verb] : undefined) ?? texts[verb];
}

/** What a condition says: "contains" where it is written like that, else its operator. */
export function verbOf(condition: Condition): Verb {
	const isContains =
		condition.operator === 'ilike' && !isTime(condition.column) && containedText(condition.operand) !== null;
	return isContains ? 'contains' : condition.operator;
}

/** The pattern for text that is contained. A `*` in it stays what it is, any text. */
export function containing(text: string): string {
	return `*${text.replace(/[\\%_]/g, '\\$&')}*`;
}

/** What a pattern of the form of `containing` looks for; null for any other pattern. */
export function containedText(pattern: string): string | null {
	const inner = /^\*((?:[^*%_\\]|\\[%_\\])+)\*$/su.exec(pattern)?.[1];
	return inner === undefined ? null : inner.replace(/\\([%_\\])/g, '$1');
}
