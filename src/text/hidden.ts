import { maskSecrets } from './redact.ts';

let hiddenKeys: readonly string[] = [];

/**
 * Sets the keys to hide in all text on the screen, replacing earlier ones. They are stored here because all screen
 * text passes through `safe`: a pane that received the keys could forget to use them.
 */
export function hideKeys(keys: readonly string[]): void {
	hiddenKeys = keys;
}

/** The text with hidden keys masked. */
export function withoutHidden(text: string): string {
	return hiddenKeys.length === 0 ? text : maskSecrets(text, hiddenKeys);
}

/** Masks hidden keys at the same length, for input fields: offsets in the text stay valid. */
export function covered(text: string): string {
	return hiddenKeys.length === 0 ? text : maskSecrets(text, hiddenKeys, (found) => '*'.repeat(found.length));
}
