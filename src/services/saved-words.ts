import { ApiError, sentenceOf } from '../api/errors.ts';
import { type Discrepancy, diffMetadata, type MetadataDifference } from '../domain/metadata-merge.ts';
import { reasonOf } from '../domain/reason.ts';
import { tag } from '../domain/tags.ts';
import type { MetadataSave } from '../state/edits.ts';
import { WriteError } from '../writes/write-error.ts';
import type { MetadataOutcome } from '../writes/write-metadata.ts';

/**
 * The notice after a save: the keys changed, the changes of other users that were kept, and the keys that the server
 * stored differently. If the server stored every key, `says` (the purpose of the save) replaces the list of keys.
 */
export function savedWords(
	title: string,
	outcome: Exclude<MetadataOutcome, { kind: 'conflict' }>,
	{ undoes, says }: Pick<MetadataSave, 'undoes' | 'says'> = {},
): string {
	const others = othersWords(outcome.fromThem);
	if (outcome.kind === 'unchanged') return `${title} needs no change: nothing was sent.${others}`;
	const odd = new Set(outcome.discrepancies.map(({ key }) => key));
	const done = diffMetadata(outcome.before, outcome.meant).filter(({ key }) => !odd.has(key));
	const changeWords = undoes === undefined ? changedWords : undoneWords;
	const said = done.length === 0 ? 'nothing changed' : done.map(changeWords).join(', ');
	const note = outcome.note === null ? '' : ` ${outcome.note}`;
	const opening = undoes === undefined ? 'Saved' : 'Undone in';
	const words = says !== undefined && odd.size === 0 ? says : `${opening} ${title}: ${said}.`;
	const isUndoable = undoes === undefined && says === undefined && done.length > 0;
	return `${words}${oddWords(outcome.discrepancies)}${others}${note}${isUndoable ? ' u takes it back.' : ''}`;
}

function changedWords({ key, before, after }: MetadataDifference): string {
	if (before === undefined) return `${key} added`;
	return after === undefined ? `${key} removed` : `${key} changed`;
}

function undoneWords({ key, before, after }: MetadataDifference): string {
	if (after !== undefined) return `${tag(key, after)} is back`;
	return before === undefined ? `${key} removed` : `${tag(key, before)} removed`;
}

function othersWords(fromThem: readonly MetadataDifference[]): string {
	if (fromThem.length === 0) return '';
	const count = fromThem.length === 1 ? '1 change' : `${fromThem.length} changes`;
	return ` Also kept: ${count} that someone else made meanwhile (${fromThem.map(({ key }) => key).join(', ')}).`;
}

function oddWords(discrepancies: readonly Discrepancy[]): string {
	const keysOf = (kind: Discrepancy['kind']): string =>
		discrepancies
			.filter((one) => one.kind === kind)
			.map(({ key }) => key)
			.join(', ');
	const back = keysOf('came-back');
	const missing = keysOf('missing');
	const different = keysOf('different');
	return [
		back === '' ? '' : ` The server restored ${back}.`,
		missing === '' ? '' : ` The server did not store ${missing}.`,
		different === '' ? '' : ` The server stored another value for ${different}.`,
	].join('');
}

/**
 * Why a save failed, or why its outcome is unknown. `key` opens the edit again; `open` if an editor shows it, null if no
 * edit was kept.
 */
export function unsavedWords(error: unknown, key: 'e' | 'c' | 'open' | null): string {
	const opens = key === 'open' ? ' The open editor has your edit.' : ` ${key} opens your edit again.`;
	const again = key === null ? '' : opens;
	const reason = error instanceof Error ? sentenceOf(error) : String(error);
	const advice = error instanceof ApiError && error.advice !== '' ? ` ${error.advice}` : '';
	const isOpen = error instanceof WriteError && error.mayHaveHappened;
	return `${isOpen ? 'Maybe saved' : 'Not saved'}. ${reason}${again}${advice}`;
}

/** A failure as raw text: what happened, and what to do if the API knows. */
export function failureWords(error: unknown): string {
	if (error instanceof ApiError) return `${error.sentence} ${error.advice}`.trim();
	return reasonOf(error);
}
