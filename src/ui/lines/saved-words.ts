import { ApiError } from '../../api/errors.ts';
import { type Conversation, endUserOf } from '../../domain/conversation.ts';
import { type Discrepancy, diffMetadata, type MetadataDifference } from '../../domain/metadata-merge.ts';
import type { MetadataOutcome } from '../../writes/write-metadata.ts';
import { sentenceOf } from './error-lines.ts';

/** What a conversation is called where one line has to do: its name, else who called, else its id. */
export function conversationTitle(conversation: Conversation): string {
	return conversation.name || endUserOf(conversation) || conversation.id;
}

/** What saving did, all of it: what was changed, what was kept of others, and where the server has something else. */
export function savedWords(title: string, outcome: Exclude<MetadataOutcome, { kind: 'conflict' }>): string {
	const others = othersWords(outcome.fromThem);
	if (outcome.kind === 'unchanged') return `${title} has it so already: nothing was sent.${others}`;
	const odd = new Set(outcome.discrepancies.map(({ key }) => key));
	const done = diffMetadata(outcome.before, outcome.meant).filter(({ key }) => !odd.has(key));
	const said = done.length === 0 ? 'nothing changed' : done.map(changeWords).join(', ');
	const note = outcome.note === null ? '' : ` ${outcome.note}`;
	return `Saved ${title}: ${said}.${oddWords(outcome.discrepancies)}${others}${note}`;
}

function changeWords({ key, before, after }: MetadataDifference): string {
	if (before === undefined) return `${key} added`;
	return after === undefined ? `${key} removed` : `${key} changed`;
}

function othersWords(fromThem: readonly MetadataDifference[]): string {
	if (fromThem.length === 0) return '';
	const count = fromThem.length === 1 ? '1 change' : `${fromThem.length} changes`;
	return ` Also kept: ${count} made meanwhile by somebody else (${fromThem.map(({ key }) => key).join(', ')}).`;
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
		back === '' ? '' : ` The server merges: ${back} came back.`,
		missing === '' ? '' : ` The server did not take ${missing}.`,
		different === '' ? '' : ` The server has another value for ${different}.`,
	].join('');
}

/** Why nothing was saved, and by which key the edit can be had again; null where there is none. */
export function unsavedWords(error: unknown, key: 'e' | 'c' | null): string {
	const again = key === null ? '' : ` ${key} opens your edit again.`;
	const reason = error instanceof Error ? sentenceOf(error) : String(error);
	const advice = error instanceof ApiError && error.advice !== '' ? ` ${error.advice}` : '';
	return `Not saved. ${reason}${again}${advice}`;
}
