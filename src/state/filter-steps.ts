import type { Known } from '../filter/line/complete-line.ts';
import { type MomentContext, readMoment, showMoment } from '../filter/moments.ts';
import { type Column, metadataColumn } from '../filter/tree.ts';
import {
	columnLabel,
	isClosed,
	isTime,
	isValuesFor,
	isWords,
	namedColumns,
	usualVerb,
	type Verb,
	verbsFor,
	verbWords,
} from './filter-verbs.ts';
import type { LineEditor } from './line-editor.ts';
import { isSameColumn } from './sort-draft.ts';

/** What the modal can offer, and what dates are read against. */
export type FilterKnown = Known & { readonly when: MomentContext };

/** Where the answer goes: a new row at a place, or a row that is there. */
export type StepTarget =
	| { readonly kind: 'new'; readonly parent: number; readonly index: number }
	| { readonly kind: 'row'; readonly id: number };

type Question = {
	readonly target: StepTarget;
	readonly editor: LineEditor;
	/** The choice under the cursor: -1 for what was typed, null for the one that suggests itself. */
	readonly selected: number | null;
	readonly problem: string | null;
};

/** A question of the modal: a list that typing narrows, or a field that a list stands under. */
export type FilterStep =
	| (Question & { readonly kind: 'column' })
	| (Question & { readonly kind: 'verb'; readonly column: Column; readonly verb: Verb | null })
	| (Question & { readonly kind: 'value'; readonly column: Column; readonly verb: Verb })
	| (Omit<Question, 'target'> & { readonly kind: 'limit' });

/** Something to choose. `text` is what identifies it, and what it types. */
export type Choice = {
	readonly text: string;
	readonly label: string;
	readonly hint: string;
	readonly column?: Column;
	readonly verb?: Verb;
};

/** What can be chosen for a step, narrowed by what was typed. */
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

/** The choice that Enter takes: its index, or -1 for the text as it was typed. */
export function choiceAt(step: FilterStep, choices: readonly Choice[]): number {
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
	const isExact = choices.some(({ text }) => text === step.editor.text);
	return isClosed(step.column) && (step.verb === 'eq' || step.verb === 'neq') && !isExact ? 0 : -1;
}

function columnChoices(typed: string, known: FilterKnown): readonly Choice[] {
	const seen = known.metadataKeys
		.map(metadataColumn)
		.filter((column) => !namedColumns.some((named) => isSameColumn(named.column, column)));
	const columns = [...namedColumns.map(({ column }) => column), ...seen];
	const choices = narrowed(
		typed,
		columns.map((column): Choice => {
			const name = column.kind === 'plain' ? column.name : column.key;
			const hint = column.kind === 'plain' ? '' : 'metadata';
			return {
				text: name,
				label: columnLabel(column),
				hint: name === columnLabel(column) ? hint : name,
				column,
			};
		}),
	);
	if (typed === '' || columns.some((column) => column.kind === 'metadata' && column.key === typed))
		return choices;
	return [
		...choices,
		{ text: typed, label: typed, hint: 'metadata key, as typed', column: metadataColumn(typed) },
	];
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
		const name = isAssistant ? known.assistants.get(text) : undefined;
		return name === undefined ? { text, label: text, hint: '' } : { text, label: name, hint: text };
	});
	const last = verb === 'in' ? (typed.split(',').at(-1) ?? '').trim() : typed;
	return narrowed(last, choices);
}

const dateWords = ['15m', '1h', '24h', '7d', '30d', 'today', 'yesterday', 'monday'];

/** Dates as they can be said, each with where it starts. */
function dateChoices(typed: string, when: MomentContext): readonly Choice[] {
	const choices = dateWords.flatMap((text): Choice[] => {
		const moment = readMoment(text, when);
		return moment === null ? [] : [{ text, label: text, hint: showMoment(moment.from, when.zone) }];
	});
	return narrowed(typed, choices);
}

/** The most choices that are offered at once: nobody reads more, and values can be as many as conversations. */
const mostChoices = 200;

/** The choices in which the text occurs, those that start with it in front. */
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
