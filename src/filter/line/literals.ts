import type { Column } from '../tree.ts';
import { assistantText } from './assistant-names.ts';
import { isAssistant } from './line-columns.ts';
import { quote, writeText } from './quoting.ts';
import { isValueWord } from './text-condition.ts';

/**
 * A text that is compared as a whole as it is written after a colon, an assistant by its name where that is enough;
 * null where nothing is read as it.
 */
export function writeLiteral(
	column: Column,
	operand: string,
	assistants: ReadonlyMap<string, string> | undefined,
): string | null {
	const text = isAssistant(column) ? assistantText(operand, assistants) : operand;
	if (text === null) return null;
	return text.includes('*') || isValueWord(text) ? quote(text) : writeText(text);
}
