import { channelsNamed, channelWords } from '../domain/channel-words.ts';
import { comparedNumber, partOfNumber } from './phone.ts';
import type { Column } from './tree.ts';

/*
 * The program prints some values in its own words: channels, phone numbers in groups, and a sign or words for a missing
 * value. Filters take these words too.
 */

/** The sign of the list for a missing value. */
export const noValue = '-';
/** The words above a conversation for a missing channel, and for a missing end user. */
export const noChannel = 'no channel';
export const noUser = 'no user';

/** True for what the program prints where this column has no value: `-`, `no channel`. */
export function namesNothing(column: Column, text: string): boolean {
	const said = text.toLowerCase();
	if (column.kind === 'plain') return column.name !== 'id' && said === noValue;
	if (isChannel(column)) return said === noValue || said === noChannel;
	return column.key === 'telnyx_end_user_target' && (said === noValue || said === noUser);
}

/** True for the channel. */
export function isChannel(column: Column): boolean {
	return column.kind === 'metadata' && column.key === 'telnyx_conversation_channel';
}

/** True for a column of phone numbers. */
export function isNumber(column: Column): boolean {
	const keys = ['telnyx_end_user_target', 'telnyx_agent_target', 'from', 'to'];
	return column.kind === 'metadata' && keys.includes(column.key);
}

/** The values of the API that a text names in a column; the text itself if it is no word of the program. */
export function valuesNamed(column: Column, text: string): readonly string[] {
	if (isChannel(column)) return channelsNamed(text);
	return [isNumber(column) ? comparedNumber(text) : text];
}

/** The word of the program that names exactly these values; null if there is none, or if it names one value. */
export function wordNaming(column: Column, values: readonly string[]): string | null {
	if (!isChannel(column) || values.length < 2) return null;
	const tags = channelWords.map(({ tag }) => tag);
	return tags.find((tag) => channelsNamed(tag).join() === values.join()) ?? null;
}

/** The part of a value that a text looks for. */
export function partNamed(column: Column, text: string): string {
	return isNumber(column) ? partOfNumber(text) : text;
}

/** True if the text names itself. */
export function isOwnValue(column: Column, text: string): boolean {
	const named = valuesNamed(column, text);
	return named.length === 1 && named[0] === text;
}
