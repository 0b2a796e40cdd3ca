import { type Conversation, type Metadata, valuesByKey } from '../../domain/conversation.ts';
import { type Instant, millisOf } from '../../domain/instant.ts';
import { type JsonEntry, type JsonValue, jsonEntries, jsonKeys, jsonStart } from '../../domain/json.ts';
import { diffMetadata } from '../../domain/metadata-merge.ts';
import { sortedMetadataKeys, telnyxKeys } from '../../domain/telnyx-keys.ts';
import type { Block } from '../../state/view.ts';
import { countText } from '../../text/count.ts';
import { cutText, cutValueWords, longestShown } from '../../text/cut.ts';
import { clipLine, type Line, span, type Tone } from '../../text/line.ts';
import { joinRows, safe, safeLines, t } from '../../text/safe.ts';
import { nothing, type SafeText } from '../../text/safe-text.ts';
import { stamp } from '../../text/time.ts';
import { blank, cellWidth, clip, padEnd } from '../../text/width.ts';
import { wrap, wrapLine } from '../../text/wrap.ts';

/** Options for drawing metadata; `assistants` maps an assistant id to its name. */
type MetadataOptions = {
	readonly width: number;
	readonly wrapped: boolean;
	readonly assistants: ReadonlyMap<string, string>;
	/**
	 * The metadata being saved, drawn in place of the stored ones with a mark on each changed key; null if no save is
	 * running.
	 */
	readonly saving?: Metadata | null;
};

type Entry = {
	readonly key: string;
	readonly value: SafeText[];
	readonly tone: Tone;
	/** The value as it came. */
	readonly raw: JsonValue;
};

/** The conversation's own fields, then its metadata: keys aligned, known keys first. */
export function metadataBlocks(conversation: Conversation, options: MetadataOptions): Block[] {
	const own: Entry[] = [
		{ key: 'id', value: [safe(conversation.id)], tone: 'plain', raw: conversation.id },
		{
			key: 'name',
			value: nameOf(conversation.name),
			tone: conversation.name ? 'plain' : 'muted',
			raw: conversation.name,
		},
		...(['created_at', 'last_message_at'] as const).map((key): Entry => {
			const at = key === 'created_at' ? conversation.createdAt : conversation.lastMessageAt;
			return { key, value: [moment(at)], tone: 'plain', raw: conversation.raw[key] ?? null };
		}),
	];
	const shown = options.saving ?? conversation.metadata;
	const { saving } = options;
	const changed = saving == null ? [] : diffMetadata(conversation.metadata, saving).map(({ key }) => key);
	const isChanged = new Set(changed);
	const entries = laidOutEntries(shown);
	const leftOut = jsonEntries(shown).length - entries.length;
	const keys = sortedMetadataKeys([...new Set([...changed, ...entries.map(([key]) => key)])]);
	const before = valuesByKey(saving == null ? [] : laidOutEntries(conversation.metadata));
	const after = valuesByKey(entries);
	const metadata = keys.flatMap((key): Entry[] => {
		const isRemoved = !Object.hasOwn(shown, key);
		const map = isRemoved ? conversation.metadata : shown;
		const values = (isRemoved ? before : after).get(key) ?? [map[key] ?? null];
		return values.map((one) => {
			const isEmpty = one === '' || one === null;
			const value = isEmpty ? [t`(empty)`] : valueLines(key, one, options);
			if (!isChanged.has(key)) return { key, value, tone: isEmpty ? 'muted' : 'plain', raw: one };
			const last = t`${value.at(-1) ?? nothing} (${isRemoved ? t`removing…` : t`saving…`})`;
			return { key, value: [...value.slice(0, -1), last], tone: 'warn', raw: one };
		});
	});
	const widest = [...own, ...metadata].reduce((most, { key }) => Math.max(most, cellWidth(safe(key))), 0);
	const keyCells = Math.min(widest, Math.max(10, Math.floor(options.width * 0.45)));
	return [
		...own.map((entry) => blockOf(`own ${entry.key}`, entry, keyCells, options)),
		headingBlock(leftOut > 0 ? jsonEntries(shown).length : jsonKeys(shown).length),
		...metadata.map((entry, at) => {
			const again = metadata[at - 1]?.key === entry.key ? ` ${at}` : '';
			return blockOf(`metadata ${entry.key}${again}`, entry, keyCells, options);
		}),
		...(leftOut > 0 ? [leftOutBlock(leftOut, options.width)] : []),
	];
}

/** More keys than these are not laid out: 400,000 take seconds with every change of the width. */
const mostKeys = 2000;

/** The entries that are laid out: all, or those that Telnyx knows and the first ones. */
function laidOutEntries(metadata: Metadata): readonly JsonEntry[] {
	const entries = jsonEntries(metadata);
	if (entries.length <= mostKeys) return entries;
	const known = telnyxKeys
		.filter((key) => Object.hasOwn(metadata, key))
		.map((key): JsonEntry => [key, metadata[key] ?? null]);
	return [...known, ...entries.slice(0, mostKeys).filter(([key]) => !telnyxKeys.includes(key))];
}

function leftOutBlock(count: number, width: number): Block {
	const words = t`(${safe(countText(count))} more keys; X exports them all)`;
	return { key: 'left out', lines: wrapLine([span('warn', words)], width), search: words, fold: null };
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

function valueLines(key: string, value: JsonValue, options: MetadataOptions): SafeText[] {
	if (typeof value === 'string') {
		const name = key === 'assistant_id' ? options.assistants.get(value) : undefined;
		return name === undefined ? safeLines(value) : [t`${safe(value)} (${safe(name)})`];
	}
	const { text, left } = cutText(jsonStart(value, longestShown));
	return left === 0 ? safeLines(text) : [...safeLines(text), safe(cutValueWords)];
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
	const source = { name: `the value of ${entry.key}`, raw: entry.raw };
	return { key, lines, search, fold: null, source };
}
