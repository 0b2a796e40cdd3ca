import { isTelnyxKey } from '../../domain/telnyx-keys.ts';
import { documentedValues } from '../../filter/query-text/complete-value.ts';
import { best, type Known, mostOffers } from '../../filter/query-text/offers.ts';
import { metadataColumn } from '../../filter/tree.ts';
import { editorOf } from '../typing/line-editor.ts';
import type { MetadataDraft } from './metadata-draft.ts';
import { takeTyped } from './metadata-edit.ts';
import { keyOfValue, valueBefore } from './metadata-typing.ts';

/** A suggested key or value, with the name it stands for if it has one. */
type MetadataOffer = { readonly text: string; readonly hint: string };

/** Suggestions for the typed text: keys of other loaded conversations, or values seen for a key. */
export function metadataOffers(draft: MetadataDraft, known: Known): readonly MetadataOffer[] {
	const { step, rows } = draft;
	if (step?.kind === 'key') {
		const taken = new Set(rows.filter(({ isRemoved }) => !isRemoved).map(({ key }) => key));
		const free = known.metadataKeys.filter((key) => !taken.has(key));
		// Telnyx sets its own keys itself: a user adds others.
		const keys = [...free.filter((key) => !isTelnyxKey(key)), ...free.filter(isTelnyxKey)];
		return offersOf(keys, step.editor.text, () => '').filter(({ text }) => text !== step.editor.text);
	}
	if (step?.kind !== 'value') return [];
	const key = keyOfValue(draft, step.of);
	const column = metadataColumn(key);
	const values = [...new Set([...known.valuesOf(column), ...documentedValues(column)])];
	const nameOf = (value: string): string =>
		key === 'assistant_id' ? (known.assistants.get(value) ?? '') : '';
	const all = key === 'assistant_id' ? [...new Set([...values, ...known.assistants.keys()])] : values;
	// Before the first keystroke, all values are suggested.
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

/** Moves the cursor among the suggestions; above the first one is the text itself. */
export function moveOffer(draft: MetadataDraft, known: Known, by: 1 | -1): MetadataDraft {
	const { step } = draft;
	if (step?.kind !== 'key' && step?.kind !== 'value') return draft;
	const places = metadataOffers(draft, known).length + 1;
	return { ...draft, step: { ...step, selected: ((step.selected + 1 + by + places) % places) - 1 } };
}

/** Inserts the suggestion under the cursor, or with `orFirst` the first one if none is chosen. */
export function fillOffer(draft: MetadataDraft, known: Known, orFirst: boolean): MetadataDraft {
	const { step } = draft;
	if (step?.kind !== 'key' && step?.kind !== 'value') return draft;
	const offer = metadataOffers(draft, known)[step.selected < 0 && orFirst ? 0 : step.selected];
	return offer === undefined
		? draft
		: { ...draft, step: { ...step, editor: editorOf(offer.text), selected: -1 } };
}

/** Inserts a suggestion; a key, also one typed to its end, leads on to its value. */
export function complete(draft: MetadataDraft, known: Known): MetadataDraft {
	const filled = fillOffer(draft, known, true);
	return filled.step?.kind === 'key' && filled.step.editor.text !== '' ? takeTyped(filled) : filled;
}
