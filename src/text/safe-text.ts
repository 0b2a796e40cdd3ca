/**
 * Text that is fit for a terminal: no control byte, no escape sequence, no bidirectional override. Only `safe` and the
 * functions of this folder make it, so a string that a caller said cannot reach the screen by mistake.
 */
export type SafeText = string & { readonly __safeText: unique symbol };
