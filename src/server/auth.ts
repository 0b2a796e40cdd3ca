import { createHash, timingSafeEqual } from 'node:crypto';
import { createMiddleware } from 'hono/factory';
import type { Environment } from './environment.ts';
import { telnyxFailure } from './errors.ts';

const bearer = /^bearer +(\S+) *$/i;

/** The token of an `Authorization: Bearer …` header; null if there is none. */
export function bearerToken(header: string | undefined): string | null {
	return bearer.exec(header ?? '')?.[1] ?? null;
}

/** A SHA-256 hash in hex, for secrets that must not be kept. */
export function digest(...parts: readonly (string | Uint8Array)[]): string {
	const hash = createHash('sha256');
	// The length prefix distinguishes ("ab", "c") from ("a", "bc").
	for (const part of parts) hash.update(`${part.length}:`).update(part);
	return hash.digest('hex');
}

/** Answers 401 unless the request carries the key. If `key` is null, any bearer token is accepted. */
export function authentication(key: string | null) {
	const expected = key === null ? null : Buffer.from(digest(key));
	return createMiddleware<Environment>(async (context, next) => {
		const token = bearerToken(context.req.header('authorization'));
		// Digests have equal lengths, and their comparison takes constant time.
		const accepted =
			token !== null && (expected === null || timingSafeEqual(Buffer.from(digest(token)), expected));
		if (!accepted)
			throw telnyxFailure(
				401,
				'10009',
				'Authentication failed',
				token === null
					? 'The request has no API key: send it as "Authorization: Bearer KEY".'
					: 'The API key is not the one this server was started with.',
				{},
				{ 'www-authenticate': 'Bearer' },
			);
		await next();
	});
}
