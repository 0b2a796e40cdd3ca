import { createHash, timingSafeEqual } from 'node:crypto';
import { createMiddleware } from 'hono/factory';
import type { Environment } from './environment.ts';
import { telnyxFailure } from './errors.ts';

const bearer = /^bearer +(\S+) *$/i;

/** The token of an `Authorization: Bearer …` header; null where there is none. */
export function bearerToken(header: string | undefined): string | null {
	return bearer.exec(header ?? '')?.[1] ?? null;
}

/** A hash that stands for a secret where the secret itself must not be kept. Hex. */
export function digest(...parts: readonly (string | Uint8Array)[]): string {
	const hash = createHash('sha256');
	// The length in front keeps ("ab", "c") and ("a", "bc") apart.
	for (const part of parts) hash.update(`${part.length}:`).update(part);
	return hash.digest('hex');
}

/** Answers 401 unless the request carries the key; with `key` null, any bearer token will do. */
export function authentication(key: string | null) {
	const expected = key === null ? null : Buffer.from(digest(key));
	return createMiddleware<Environment>(async (context, next) => {
		const token = bearerToken(context.req.header('authorization'));
		// Digests have one length, and comparing them takes the same time wherever they differ.
		const accepted =
			token !== null && (expected === null || timingSafeEqual(Buffer.from(digest(token)), expected));
		if (!accepted)
			throw telnyxFailure(
				401,
				'10009',
				'Authentication failed',
				token === null
					? 'No API key was given: send it as "Authorization: Bearer KEY".'
					: 'The API key is not the one this server was started with.',
				{},
				{ 'www-authenticate': 'Bearer' },
			);
		await next();
	});
}
