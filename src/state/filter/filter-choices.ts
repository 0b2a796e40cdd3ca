import { channelsNamed, wordsOfChannel } from '../../domain/channel-words.ts';
import { nearest } from '../../filter/nearest.ts';
import type { Known } from '../../filter/query-text/offers.ts';
import { columnOfWord } from '../../filter/query-text/query-text-columns.ts';
import { type MomentContext, readMoment, showMoment } from '../../filter/relative-dates.ts';
import { isChannel } from '../../filter/shown-values.ts';
import { type Column, isTime, metadataColumn } from '../../filter/tree.ts';
import type { LineEditor } from '../typing/line-editor.ts';
import { makeCondition } from './filter-value.ts';
import {
	columnLabel,
	isClosed,
	isValuesFor,
	isWords,
	namedColumns,
	usualVerb,
	type Verb,
	verbsFor,
	verbWords,
} from './filter-verbs.ts';
import { isSameColumn } from './sort-draft.ts';

/** The choices of the modal, and the clock and zone for dates. */
export type FilterKnown = Known & { readonly when: MomentContext };

/** The target of the answer: a new row at a place, or an existing row. */
export type StepTarget =
	| { readonly kind: 'new'; readonly parent: number; readonly index: number }
	| { readonly kind: 'row'; readonly id: number };

type Question = {
	readonly target: StepTarget;
	readonly editor: LineEditor;
	/** The text with which the field opened. */
	readonly asked: string;
	/** The choice under the cursor: -1 for the typed text, null for the default choice. */
	readonly selected: number | null;
	readonly problem: string | null;
};

/** A question of the modal: a list that typing narrows, or a field above a list. */
export type FilterStep =
	| (Question & { readonly kind: 'column' })
	| (Question & { readonly kind: 'verb'; readonly column: Column; readonly verb: Verb | null })
	| (Question & { readonly kind: 'value'; readonly column: Column; readonly verb: Verb })
	| (Omit<Question, 'target'> & { readonly kind: 'limit' });

/** A choice. `text` identifies it and is the text it types. */
export type Choice = {
	readonly text: string;
	readonly label: string;
	readonly hint: string;
	readonly column?: Column;
	readonly verb?: Verb;
};

/** The choices of a step, narrowed by the typed text. */
export function choicesOf(step: FilterStep, known: FilterKnown): readonly Choice[] {
	const typed = step.editor.text.trim();
	switch (step.kind) {
		case 'column':
			return columnChoices(typed, known);
		case 'verb':
			return narrowed(
				typed,
				verbsFor(step.column).map((verb): Choice => {
					const { words, sign, help } = verbWords(verb, step.column);
					return { text: sign, label: words, hint: help, verb };
				}),
			);
		case 'value':
			return valueChoices(step.column, step.verb, typed, known);
		case 'limit':
			return [];
	}
}

/**
 * The choice that Enter takes: its index, or -1 for the typed text. Typed text that is no value of its column gives way
 * to a choice that begins with it.
 */
export function choiceAt(step: FilterStep, choices: readonly Choice[], { when }: FilterKnown): number {
	if (step.selected !== null) return Math.min(step.selected, choices.length - 1);
	if (step.kind === 'limit' || choices.length === 0) return -1;
	if (step.kind === 'column') return 0;
	if (step.kind === 'verb') {
		const wanted = step.verb ?? usualVerb(step.column);
		return step.editor.text === ''
			? Math.max(
					0,
					choices.findIndex(({ verb }) => verb === wanted),
				)
			: 0;
	}
	if (step.verb === 'is') return 0;
	const { text } = step.editor;
	const isExact = choices.some((choice) => choice.text === text);
	const isLed = text !== '' && choices[0]?.text.toLowerCase().startsWith(text.toLowerCase()) === true;
	if (isLed && !makeCondition({ ...step, text, negated: false }, when).ok) return 0;
	return isClosed(step.column) && (step.verb === 'eq' || step.verb === 'neq') && !isExact ? 0 : -1;
}

/** The API's spellings of a metadata key: `metadata->tier`, `metadata->>tier`, `meta.tier`. */
const spelledKey = /^meta(?:data)?(?:\.|->>?)"?(.+?)"?$/i;

function columnChoices(typed: string, known: FilterKnown): readonly Choice[] {
	const seen = known.metadataKeys
		.map(metadataColumn)
		.filter((column) => !namedColumns.some((named) => isSameColumn(named.column, column)));
	const columns = [...namedColumns.map(({ column }) => column), ...seen];
	const choiceOf = (column: Column, words?: string): Choice => {
		const name = column.kind === 'plain' ? column.name : column.key;
		const hint = words ?? (column.kind === 'plain' ? '' : 'metadata');
		return {
			text: name,
			label: columnLabel(column),
			hint: name === columnLabel(column) ? hint : name,
			column,
		};
	};
	const key = spelledKey.exec(typed)?.[1] ?? typed;
	const all = columns.map((column) => choiceOf(column));
	// A word of the query text (`user`, `updated`) is its column.
	const own = columnOfWord(typed);
	const first = all.filter(
		({ column }) => own !== undefined && column !== undefined && isSameColumn(column, own),
	);
	const choices = [...first, ...narrowed(key, all).filter((choice) => !first.includes(choice))];
	if (key === '' || columns.some((column) => column.kind === 'metadata' && column.key === key))
		return choices;
	const isUnseen = known.metadataKeys.length > 0;
	const asTyped = choiceOf(
		metadataColumn(key),
		isUnseen ? 'no loaded row has this key' : 'metadata key as typed',
	);
	if (choices.length > 0) return [...choices, asTyped];
	const near = nearest(
		key,
		all.flatMap(({ text, label }) => [text, label]),
	);
	return [asTyped, ...all.filter(({ text, label }) => near.includes(text) || near.includes(label))];
}

function valueChoices(column: Column, verb: Verb, typed: string, known: FilterKnown): readonly Choice[] {
	if (verb === 'is') {
		return narrowed(
			typed,
			isValuesFor(column).map((text): Choice => ({ text, label: isWords[text] ?? text, hint: '' })),
		);
	}
	if (isTime(column)) return verb === 'in' ? [] : dateChoices(typed, known.when);
	if (verb === 'like' || verb === 'ilike' || verb === 'match' || verb === 'imatch') return [];
	const values = known.valuesOf(column);
	const isAssistant = column.kind === 'metadata' && column.key === 'assistant_id';
	const all = isAssistant ? [...new Set([...known.assistants.keys(), ...values])] : values;
	const choices = all.map((text): Choice => {
		if (isChannel(column)) return { text, label: text, hint: wordsOfChannel(text)?.name ?? '' };
		const name = isAssistant ? known.assistants.get(text) : undefined;
		return name === undefined ? { text, label: text, hint: '' } : { text, label: name, hint: text };
	});
	const last = verb === 'in' ? (typed.split(',').at(-1) ?? '').trim() : typed;
	// A word of the list names its channel: `call` is no web call.
	const named = isChannel(column) ? channelsNamed(last) : [];
	const exact = choices.filter(({ text }) => named.includes(text));
	return [...exact, ...narrowed(last, choices).filter((choice) => !exact.includes(choice))];
}

const dateWords = ['15m', '1h', '24h', '7d', '30d', 'today', 'yesterday', 'monday'];

/** Examples of dates, each with the moment it starts at. */
function dateChoices(typed: string, when: MomentContext): readonly Choice[] {
	const choices = dateWords.flatMap((text): Choice[] => {
		const moment = readMoment(text, when);
		return moment === null ? [] : [{ text, label: text, hint: showMoment(moment.from, when.zone) }];
	});
	return narrowed(typed, choices);
}

/** Most choices offered at once: users read no more, and there can be as many values as conversations. */
const mostChoices = 200;

/** The choices that contain the text; those that start with it come first. */
function narrowed(typed: string, choices: readonly Choice[]): readonly Choice[] {
	const wanted = typed.toLowerCase();
	if (wanted === '') return choices.slice(0, mostChoices);
	const starts: Choice[] = [];
	const holds: Choice[] = [];
	for (const choice of choices) {
		const texts = [choice.text.toLowerCase(), choice.label.toLowerCase()];
		if (texts.some((text) => text.startsWith(wanted))) starts.push(choice);
		else if (texts.some((text) => text.includes(wanted))) holds.push(choice);
	}
	return [...starts, ...holds].slice(0, mostChoices);
}
