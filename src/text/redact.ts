import { formsOf } from './key-forms.ts';

const shapes =
	/KEY[0-9A-F]{16,}(?:_[A-Za-z0-9]+)*|(?<=\b(?:Bearer|Basic|api[-_]?key|access[-_]?token)\b\\{0,8}['"]?\s*[:=]?\s*\\{0,8}['"]?)(?=\S*\d)[A-Za-z0-9._~+/-]{12,}=*/gi;

const keyShape = /KEY[0-9A-F]{16,}(?:_[A-Za-z0-9]+)*/i;

/** Four last characters distinguish two keys; for a short secret they would reveal too much. */
function masked(secret: string): string {
	return secret.length >= 16 ? `KEY…${secret.slice(-4)}` : 'KEY…';
}

/**
 * Masks API keys in a text: the given secrets in every form (see `formsOf`), bearer tokens, and anything shaped like
 * a Telnyx key. At most the last four characters remain.
 */
export function redactKeys(text: string, secrets: readonly string[] = []): string {
	return maskSecrets(text, secrets).replace(shapes, masked);
}

/** Masks only the given secrets, in every form. `mask` returns the replacement. */
export function maskSecrets(
	text: string,
	secrets: readonly string[],
	mask: (found: string, secret: string) => string = (_, secret) => masked(secret),
): string {
	let out = text;
	// Longest first: a secret that starts with another must not leave its end visible.
	const longestFirst = secrets.length < 2 ? secrets : [...secrets].sort((a, b) => b.length - a.length);
	for (const secret of longestFirst) {
		out = formsOf(secret)?.maskedIn(out, (found) => mask(found, secret.trim())) ?? out;
	}
	return out;
}

/** The places of bearer tokens and of everything shaped like a Telnyx key, in UTF-16 units. */
export function keyPlaces(text: string): readonly { readonly start: number; readonly end: number }[] {
	return [...text.matchAll(shapes)].map(({ 0: found, index }) => ({
		start: index,
		end: index + found.length,
	}));
}

/** True if the text contains one of the secrets, in any form. */
export function holdsSecret(text: string, secrets: readonly string[]): boolean {
	return secrets.some((secret) => formsOf(secret)?.isIn(text) ?? false);
}

/** The first substring shaped like a Telnyx key; null if there is none. */
export function keyShapeIn(text: string): string | null {
	return keyShape.exec(text)?.[0] ?? null;
}
