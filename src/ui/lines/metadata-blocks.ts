import { type Conversation, metadataText } from '../../domain/conversation.ts';
import { type Instant, millisOf } from '../../domain/instant.ts';
import { sortedMetadataKeys } from '../../domain/telnyx-keys.ts';
import type { Block } from '../../state/view.ts';
import { clipLine, type Line, span, type Tone } from '../../text/line.ts';
import { joinRows, safe, safeLines, t } from '../../text/safe.ts';
import type { SafeText } from '../../text/safe-text.ts';
import { stamp } from '../../text/time.ts';
import { blank, cellWidth, clip, padEnd } from '../../text/width.ts';
import { wrap } from '../../text/wrap.ts';

/** What metadata is drawn with; `assistants` turns an assistant id into its name. */
type MetadataOptions = {
	readonly width: number;
	readonly wrapped: boolean;
	readonly assistants: ReadonlyMap<string, string>;
};

type Entry = { readonly key: string; readonly value: SafeText[]; readonly tone: Tone };

/** The conversation's own fields, then its metadata: keys aligned, known keys first. */
export function metadataBlocks(conversation: Conversation, options: MetadataOptions): Block[] {
	const own: Entry[] = [
		{ key: 'id', value: [safe(conversation.id)], tone: 'plain' },
		{ key: 'name', value: nameOf(conversation.name), tone: conversation.name ? 'plain' : 'muted' },
		{ key: 'created_at', value: [moment(conversation.createdAt)], tone: 'plain' },
		{ key: 'last_message_at', value: [moment(conversation.lastMessageAt)], tone: 'plain' },
	];
	const metadata = sortedMetadataKeys(Object.keys(conversation.metadata)).map((key): Entry => {
		const text = metadataText(conversation.metadata, key);
		const isEmpty = text === '';
		return { key, value: valueLines(key, text, isEmpty, options), tone: isEmpty ? 'muted' : 'plain' };
	});
	const widest = [...own, ...metadata].reduce((most, { key }) => Math.max(most, cellWidth(safe(key))), 0);
	const keyCells = Math.min(widest, Math.max(10, Math.floor(options.width * 0.45)));
	return [
		...own.map((entry) => blockOf(`own ${entry.key}`, entry, keyCells, options)),
		headingBlock(metadata.length),
		...metadata.map((entry) => blockOf(`metadata ${entry.key}`, entry, keyCells, options)),
	];
}

function headingBlock(count: number): Block {
	const words = count === 0 ? t`No metadata.` : t`metadata (${count})`;
	return {
		key: 'heading',
		lines: [[span('plain', t``)], [span('dim', words)]],
		search: words,
		fold: null,
	};
}

function nameOf(name: string | null): SafeText[] {
	if (name === null) return [t`(none)`];
	return name === '' ? [t`(empty)`] : safeLines(name);
}

function moment(instant: Instant | null): SafeText {
	return instant === null ? t`(missing)` : stamp(millisOf(instant));
}

function valueLines(key: string, text: string, isEmpty: boolean, options: MetadataOptions): SafeText[] {
	if (isEmpty) return [t`(empty)`];
	const name = key === 'assistant_id' ? options.assistants.get(text) : undefined;
	return name === undefined ? safeLines(text) : [t`${safe(text)} (${safe(name)})`];
}

function blockOf(key: string, entry: Entry, keyCells: number, options: MetadataOptions): Block {
	const room = Math.max(8, options.width - keyCells - 2);
	const rows = options.wrapped ? entry.value.flatMap((row) => wrap(row, room)) : entry.value;
	const name = padEnd(clip(safe(entry.key), keyCells), keyCells + 2);
	const lines = rows.map((row, index): Line => {
		const lead = span('accent', index === 0 ? name : blank(keyCells + 2));
		return clipLine([lead, span(entry.tone, row)], options.width);
	});
	const search = t`${safe(entry.key)} ${joinRows(entry.value)}`;
	return { key, lines, search, fold: null };
}
