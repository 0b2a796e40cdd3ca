const shapes =
	/KEY[0-9A-F]{16,}(?:_[A-Za-z0-9]+)*|(?<=\b(?:Bearer|Basic|api[-_]?key|access[-_]?token)\b\\{0,8}['"]?\s*[:=]?\s*\\{0,8}['"]?)(?=\S*\d)[A-Za-z0-9._~+/-]{12,}=*/gi;

/** Four last characters tell two keys apart; of a short secret they would tell too much. */
function masked(secret: string): string {
	return secret.length >= 16 ? `KEY…${secret.slice(-4)}` : 'KEY…';
}

/**
 * Takes API keys out of a text: the given secrets wherever they stand, as they are and as URLs and JSON write them,
 * bearer tokens, and whatever has the shape of a Telnyx key. At most the last four characters stay.
 */
export function redactKeys(text: string, secrets: readonly string[] = []): string {
	let out = text;
	// The longest first, so that a secret that starts with another one doesn't leave its own end behind.
	for (const secret of [...secrets].sort((a, b) => b.length - a.length)) {
		if (secret.trim() === '') continue;
		for (const form of new Set([
			secret,
			encodeURIComponent(secret.toWellFormed()),
			JSON.stringify(secret).slice(1, -1),
		])) {
			out = out.replaceAll(form, () => masked(secret));
		}
	}
	return out.replace(shapes, masked);
}
