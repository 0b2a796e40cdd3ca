import { keepingEmpty } from '../../filter/exclusion.ts';
import { phoneNumber } from '../../filter/phone.ts';
import { isNumber } from '../../filter/shown-values.ts';
import { type Column, isTime } from '../../filter/tree.ts';
import { editorOf, type LineEditor } from '../typing/line-editor.ts';
import {
	type Choice,
	choiceAt,
	choicesOf,
	type FilterKnown,
	type FilterStep,
	type StepTarget,
} from './filter-choices.ts';
import {
	type DraftCondition,
	type DraftNode,
	type FilterDraft,
	keyOf,
	nodesOf,
	type RowKey,
} from './filter-draft.ts';
import { insertionPoint, insertNodes, placeOf, replaceNode, selectedPlace } from './filter-edit.ts';
import {
	conditionProblem,
	listItem,
	literalText,
	makeCondition,
	readList,
	valueText,
} from './filter-value.ts';
import { isDenied, isValuesFor, usualVerb, verbOf, verbsFor } from './filter-verbs.ts';
import { isSameColumn } from './sort-draft.ts';

const blank = { editor: editorOf(''), asked: '', selected: null, problem: null } as const;

/** The open question; null while the rows have the keys. */
export function openStep(draft: FilterDraft): FilterStep | null {
	return draft.steps.at(-1) ?? null;
}

/** Asks for a new row's column: in the group with this id, or at the default place of a new row. */
export function askNew(draft: FilterDraft, at = insertionPoint(draft)): FilterDraft {
	return ask(draft, { ...blank, kind: 'column', target: { kind: 'new', ...at } });
}

/**
 * Asks for another column, operator or value of the condition under the cursor; returns the draft unchanged if there is
 * none.
 */
export function askRow(draft: FilterDraft, kind: 'column' | 'verb' | 'value'): FilterDraft {
	const node = selectedPlace(draft)?.node;
	if (node?.kind !== 'condition') return draft;
	const target: StepTarget = { kind: 'row', id: node.id };
	const { column } = node.condition;
	const verb = verbOf(node.condition);
	if (kind === 'column') return ask(draft, { ...blank, kind, target });
	if (kind === 'verb') return ask(draft, { ...blank, kind, target, column, verb });
	return ask(draft, { ...blank, ...asItWas(node), kind, target, column, verb });
}

/** Asks for the limit of rows. */
export function askLimit(draft: FilterDraft): FilterDraft {
	return ask(draft, {
		...blank,
		kind: 'limit',
		editor: editorOf(draft.limit === null ? '' : String(draft.limit)),
	});
}

/** Goes from a value back to its operator, from there to the column, and from there to the rows. */
export function oneBack(draft: FilterDraft): FilterDraft {
	const step = openStep(draft);
	if (step?.kind === 'value') {
		const { target, column, verb } = step;
		return ask(draft, { ...blank, kind: 'verb', target, column, verb });
	}
	const closed: FilterDraft = { ...draft, steps: [] };
	return step?.kind === 'verb' ? ask(closed, { ...blank, kind: 'column', target: step.target }) : closed;
}

/** Answers the open questions with what is typed, as Enter would; stops at one without a valid answer. */
export function takeAll(draft: FilterDraft, known: FilterKnown): FilterDraft {
	const step = openStep(draft);
	if (step === null) return draft;
	const isUnbegun = step.kind === 'column' && step.target.kind === 'new' && step.editor.text === '';
	if (isUnbegun) return { ...draft, steps: [] };
	const next = takeAnswer(draft, known);
	return openStep(next) === null || step.kind === 'value' ? next : takeAll(next, known);
}

/** Changes the typed answer. */
export function typeAnswer(draft: FilterDraft, change: (editor: LineEditor) => LineEditor): FilterDraft {
	return changeStep(draft, (step) => {
		const editor = change(step.editor);
		if (editor.text === step.editor.text) return { ...step, editor };
		return { ...step, editor, selected: null, problem: null };
	});
}

/** Moves among the choices. A value's field is one of the stops, since the typed text can be taken too. */
export function moveChoice(draft: FilterDraft, known: FilterKnown, by: number): FilterDraft {
	return changeStep(draft, (step) => {
		const choices = choicesOf(step, known);
		const from = choiceAt(step, choices, known);
		const first = step.kind === 'value' && step.verb !== 'is' ? -1 : 0;
		const count = choices.length - first;
		if (count <= 0) return step;
		return { ...step, selected: ((from - first + by + count) % count) + first, problem: null };
	});
}

/** Types the choice under the cursor, or the first one, into the field. */
export function fillChoice(draft: FilterDraft, known: FilterKnown): FilterDraft {
	return changeStep(draft, (step) => {
		const choices = choicesOf(step, known);
		const choice = choices[Math.max(0, choiceAt(step, choices, known))];
		if (choice === undefined || step.kind === 'limit') return step;
		return { ...step, editor: editorOf(answerText(step, choice)), selected: null, problem: null };
	});
}

/**
 * Takes the answer: returns the next question or the changed draft; for an invalid answer, the same question with its
 * problem.
 */
export function takeAnswer(draft: FilterDraft, known: FilterKnown): FilterDraft {
	const step = openStep(draft);
	if (step === null) return draft;
	const choices = choicesOf(step, known);
	const choice = choices[choiceAt(step, choices, known)];
	switch (step.kind) {
		case 'column': {
			const column = choice?.column;
			if (column === undefined) return refuse(draft, 'Choose a column or type a metadata key.');
			const before = conditionAt(draft, step.target);
			const keeps =
				before !== null &&
				isTime(before.condition.column) === isTime(column) &&
				verbsFor(column).includes(verbOf(before.condition));
			const verb = before !== null && keeps ? verbOf(before.condition) : usualVerb(column);
			const was = before !== null && keeps ? asItWas(before) : blank;
			return ask(draft, { ...blank, ...was, kind: 'value', target: step.target, column, verb });
		}
		case 'verb': {
			const verb = choice?.verb;
			if (verb === undefined) return refuse(draft, 'There is no such operator. Choose one from the list.');
			const back = withoutStep(draft);
			const below = openStep(back);
			const { target, column } = step;
			const before = conditionAt(draft, target);
			const kept =
				below?.kind === 'value' ? below.editor : before === null ? blank.editor : editorFor(before);
			const editor = (verb === 'is') === (step.verb === 'is') ? kept : blank.editor;
			const next: FilterStep = { ...blank, kind: 'value', target, column, verb, editor };
			return below?.kind === 'value' ? ask(withoutStep(back), next) : ask(draft, next);
		}
		case 'value':
			return takeValue(draft, step, choice, known);
		case 'limit': {
			const text = step.editor.text.trim();
			const limit = Number(text);
			if (text !== '' && !(/^\d+$/.test(text) && Number.isSafeInteger(limit)))
				return refuse(draft, 'The limit is a whole number, such as 500. Leave it empty for no limit.');
			return answered({ ...draft, limit: text === '' ? null : limit }, 'limit');
		}
	}
}

/** The draft as Enter would change it now; unchanged if there is no valid answer yet. */
export function previewOf(draft: FilterDraft, known: FilterKnown): FilterDraft {
	const step = openStep(draft);
	if (step?.kind !== 'value' && step?.kind !== 'limit') return draft;
	const next = takeAnswer(draft, known);
	return next.steps.length === 0 ? next : draft;
}

function takeValue(
	draft: FilterDraft,
	step: Extract<FilterStep, { kind: 'value' }>,
	choice: Choice | undefined,
	known: FilterKnown,
): FilterDraft {
	const before = conditionAt(draft, step.target);
	const { column, verb, target } = step;
	const text = choice === undefined ? step.editor.text : answerText(step, choice);
	// An unchanged value stays exactly as it was written, also one that this modal would write in another way.
	if (before !== null && isUnchanged(before, step, text)) return answered(draft, keyOf(before));
	const negated = before !== null && isDenied(before.condition);
	const exact = verb === 'contains' && isWholeNumber(column, text) ? 'eq' : verb;
	const made = makeCondition({ column, verb: exact, text, negated }, known.when);
	if (!made.ok) return refuse(draft, made.problem);
	// A pasted `neq` of PostgREST stays one when only its value changes.
	const isOwn = before === null || verbOf(before.condition) !== verb;
	const { nodes, nextId } = nodesOf([isOwn ? keepingEmpty(made.filter) : made.filter], draft.nextId);
	if (target.kind === 'new') {
		const root = insertNodes(draft.root, target.parent, target.index, nodes);
		return answered({ ...draft, root, nextId }, nodes[0] === undefined ? 'apply' : keyOf(nodes[0]));
	}
	const [node] = nodes;
	if (before === null || node === undefined) return refuse(draft, 'This row no longer exists.');
	const changed: DraftNode = { ...node, id: before.id, enabled: before.enabled };
	return answered({ ...draft, root: replaceNode(draft.root, before.id, [changed]), nextId }, keyOf(changed));
}

/** True for a whole phone number in a column of phone numbers: it can only be the whole value. */
function isWholeNumber(column: Column, text: string): boolean {
	return isNumber(column) && phoneNumber(text.trim())?.isWhole === true;
}

function isUnchanged(
	node: DraftCondition,
	{ column, verb }: Extract<FilterStep, { kind: 'value' }>,
	text: string,
): boolean {
	const { condition } = node;
	return (
		isSameColumn(condition.column, column) &&
		verbOf(condition) === verb &&
		editorFor(node).text === text &&
		conditionProblem(condition) === null
	);
}

/** The text that a choice types: itself; in a list, after the items already there. */
function answerText(step: FilterStep, choice: Choice): string {
	if (step.kind !== 'value' || step.verb === 'is') return choice.text;
	if (step.verb !== 'in') return literalText(step.column, choice.text);
	const before = step.editor.text.split(',').slice(0, -1).join(',');
	const items = readList(before) ?? [];
	return [...items, choice.text].map(listItem).join(', ');
}

/** The present value, which Enter takes whichever choices are offered. */
function asItWas(node: DraftCondition): Pick<FilterStep, 'editor' | 'selected'> {
	const { condition } = node;
	if (condition.kind === 'date' || condition.operator !== 'is')
		return { editor: editorFor(node), selected: -1 };
	const selected = isValuesFor(condition.column).indexOf(condition.operand);
	return selected < 0 ? { editor: editorFor(node), selected: null } : { editor: blank.editor, selected };
}

function editorFor({ condition }: DraftCondition): LineEditor {
	const text = valueText(condition);
	// A bare date is midnight UTC for the server, but local midnight for a person.
	const isBareDate =
		condition.kind === 'condition' && isTime(condition.column) && /^\d{4}-\d{2}-\d{2}$/.test(text);
	return editorOf(isBareDate ? `${text}T00:00Z` : text);
}

function conditionAt(draft: FilterDraft, target: StepTarget) {
	const node = target.kind === 'row' ? placeOf(draft.root, target.id)?.node : undefined;
	return node?.kind === 'condition' ? node : null;
}

function ask(draft: FilterDraft, step: FilterStep): FilterDraft {
	return { ...draft, steps: [...draft.steps, { ...step, asked: step.editor.text }] };
}

function withoutStep(draft: FilterDraft): FilterDraft {
	return { ...draft, steps: draft.steps.slice(0, -1) };
}

function refuse(draft: FilterDraft, problem: string): FilterDraft {
	return changeStep(draft, (step) => ({ ...step, problem }));
}

function answered(draft: FilterDraft, selected: RowKey): FilterDraft {
	const refused = new Map(draft.refused);
	refused.delete(selected);
	return { ...draft, refused, steps: [], selected };
}

function changeStep(draft: FilterDraft, change: (step: FilterStep) => FilterStep): FilterDraft {
	const step = openStep(draft);
	return step === null ? draft : { ...draft, steps: [...draft.steps.slice(0, -1), change(step)] };
}
