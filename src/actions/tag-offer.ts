import type { Known } from '../filter/line/complete-line.ts';
import { metadataColumn } from '../filter/tree.ts';
import { topOverlay } from '../state/ui-state.ts';
import type { ActionContext } from './action.ts';

/**
 * What a tag that is being typed could become: a key seen on other conversations, or behind the equals sign a value seen
 * under that key. Null where nothing goes on from what is typed.
 */
export function tagOffer(text: string, known: Pick<Known, 'metadataKeys' | 'valuesOf'>): string | null {
	const [, opening = '', key = '', rest] = /^(\s*-?\s*)([^=]*)(=.*)?$/s.exec(text) ?? [];
	const find = (words: readonly string[], typed: string): string | undefined =>
		words.find((word) => word !== typed && word.startsWith(typed));
	if (rest === undefined) {
		const found = find(known.metadataKeys, key);
		if (found === undefined) return null;
		return `${opening}${found}${opening.includes('-') ? '' : '='}`;
	}
	const value = find(known.valuesOf(metadataColumn(key.trim())), rest.slice(1).trimStart());
	return value === undefined ? null : `${opening}${key}=${value}`;
}

/** Takes the offer into the field, where a tag is typed and there is one. */
export function takeTagOffer(context: ActionContext): void {
	const overlay = topOverlay(context.state());
	if (overlay?.kind !== 'prompt' || overlay.purpose !== 'tag') return;
	const offer = tagOffer(overlay.editor.text, context.language().known);
	if (offer !== null) context.dispatch({ type: 'field-replace', text: offer });
}
