/**
 * Text that is safe for a terminal: no control bytes, no escape sequences, no bidirectional overrides. Only `safe`
 * and this folder create it, so that a caller's words cannot reach the screen unchecked.
 */
export type SafeText = string & { readonly __safeText: unique symbol };

/** Brands a string built from safe parts. Only for this folder: outside text must pass through `safe`. */
export function assumeSafe(text: string): SafeText {
	return text as SafeText;
}

/** The empty text. */
export const nothing: SafeText = assumeSafe('');
