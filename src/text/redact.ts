const shapes = /KEY[0-9A-Fa-f]{16,}(?:_[A-Za-z0-9_-]+)?|(?<=\bBearer\s+)[A-Za-z0-9._~+/=-]{8,}/g;

function masked(secret: string): string {
	return `KEY…${secret.length >= 16 ? secret.slice(-4) : ''}`;
}

/** Takes API keys out of a text: the given secrets, bearer tokens, and anything of the shape of a Telnyx key. */
export function redactKeys(text: string, secrets: readonly string[] = []): string {
	let out = text;
	for (const secret of secrets) if (secret !== '') out = out.replaceAll(secret, masked(secret));
	return out.replace(shapes, masked);
}
