/**
 * Text that is fit for a terminal: no control byte, no escape sequence, no bidirectional override. Only `safe` and the
 * functions of this folder make it, so a string that a caller said cannot reach the screen by mistake.
 */
export type SafeText = string & { readonly __safeText: unique symbol };

/** Brands a string that was made of safe parts. For this folder alone: anything from outside goes through `safe`. */
export function assumeSafe(text: string): SafeText {
	return text as SafeText;
}

/** The empty text. */
export const nothing: SafeText = assumeSafe('');
