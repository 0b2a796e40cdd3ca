import type { Known } from '../filter/line/complete-line.ts';
import { documentedValues } from '../filter/line/complete-value.ts';
import { best, mostOffers } from '../filter/line/offers.ts';
import { metadataColumn } from '../filter/tree.ts';
import { editorOf } from './line-editor.ts';
import type { MetadataDraft } from './metadata-draft.ts';
import { keyOfValue, valueBefore } from './metadata-typing.ts';

/** A key or a value that can be taken, and what it stands for where that is known. */
type MetadataOffer = { readonly text: string; readonly hint: string };

/** What can be taken for what is being typed: keys of other conversations that are loaded, or the values seen for a key. */
export function metadataOffers(draft: MetadataDraft, known: Known): readonly MetadataOffer[] {
	const { step, rows } = draft;
	if (step?.kind === 'key') {
		const taken = new Set(rows.filter(({ isRemoved }) => !isRemoved).map(({ key }) => key));
		const keys = known.metadataKeys.filter((key) => !taken.has(key));
		return offersOf(keys, step.editor.text, () => '');
	}
	if (step?.kind !== 'value') return [];
	const key = keyOfValue(draft, step.of);
	const column = metadataColumn(key);
	const values = [...new Set([...known.valuesOf(column), ...documentedValues(column)])];
	const nameOf = (value: string): string =>
		key === 'assistant_id' ? (known.assistants.get(value) ?? '') : '';
	const all = key === 'assistant_id' ? [...new Set([...values, ...known.assistants.keys()])] : values;
	// While nothing was typed yet, everything can be taken in its place.
	return offersOf(
		all,
		step.editor.text === valueBefore(draft, step.of) ? '' : step.editor.text,
		nameOf,
	).filter(({ text }) => text !== step.editor.text);
}

function offersOf(
	all: readonly string[],
	typed: string,
	hintOf: (text: string) => string,
): readonly MetadataOffer[] {
	const offers = all.map((text): MetadataOffer => ({ text, hint: hintOf(text) }));
	return best(offers, typed, ({ text, hint }) => [text, hint]).slice(0, mostOffers);
}

/** Moves the cursor among the suggestions; above the first there is the line itself. */
export function moveOffer(draft: MetadataDraft, known: Known, by: 1 | -1): MetadataDraft {
	const { step } = draft;
	if (step?.kind !== 'key' && step?.kind !== 'value') return draft;
	const places = metadataOffers(draft, known).length + 1;
	return { ...draft, step: { ...step, selected: ((step.selected + 1 + by + places) % places) - 1 } };
}

/** Puts the suggestion under the cursor into the line; with none there, the first where `orFirst` says so. */
export function fillOffer(draft: MetadataDraft, known: Known, orFirst: boolean): MetadataDraft {
	const { step } = draft;
	if (step?.kind !== 'key' && step?.kind !== 'value') return draft;
	const offer = metadataOffers(draft, known)[step.selected < 0 && orFirst ? 0 : step.selected];
	return offer === undefined
		? draft
		: { ...draft, step: { ...step, editor: editorOf(offer.text), selected: -1 } };
}
