import { createMiddleware } from 'hono/factory';
import type { Instant } from '../domain/instant.ts';
import type { Idempotency } from '../store/store.ts';
import { bearerToken, digest } from './auth.ts';
import type { Environment } from './environment.ts';
import { badRequest, endedEarly, telnyxFailure } from './errors.ts';

/** The documented format: 1 to 255 letters, digits, hyphens and underscores. */
const keyPattern = /^[A-Za-z0-9_-]{1,255}$/;

/**
 * Implements `Idempotency-Key`: for a day, the answer to a successful request is repeated with `idempotent-replayed:
 * true`. As documented, it answers 400 with code 10015 for a malformed key (two headers count as one), 409 while a
 * request with the same key is in progress, and 422 if the key is reused with another body, route or bearer.
 */
export function idempotency(answers: Idempotency, now: () => Instant) {
	const underWay = new Set<string>();
	return createMiddleware<Environment>(async (context, next) => {
		const key = context.req.header('idempotency-key');
		if (key === undefined) return await next();
		if (!keyPattern.test(key))
			throw badRequest(
				'The Idempotency-Key header must be 1 to 255 letters, digits, hyphens or underscores.',
				{ source: { header: 'Idempotency-Key' } },
			);
		if (underWay.has(key))
			throw telnyxFailure(
				409,
				'10012',
				'Duplicate resource',
				'A request with this Idempotency-Key is still in progress.',
			);
		underWay.add(key);
		try {
			const body = await context.req.arrayBuffer().catch(() => {
				throw badRequest(endedEarly);
			});
			const { method, url } = context.req;
			const { pathname, search } = new URL(url);
			const token = bearerToken(context.req.header('authorization')) ?? '';
			const fingerprint = digest(method, pathname + search, token, new Uint8Array(body));
			const saved = answers.find(key, now());
			if (saved !== null) {
				if (saved.fingerprint !== fingerprint)
					throw telnyxFailure(
						422,
						'10015',
						'Bad Request',
						'This Idempotency-Key was used for another request.',
					);
				return new Response(saved.body, {
					status: saved.status,
					headers: {
						'idempotent-replayed': 'true',
						...(saved.body === '' ? {} : { 'content-type': 'application/json' }),
					},
				});
			}
			await next();
			if (context.res.ok)
				answers.save(
					key,
					{ fingerprint, status: context.res.status, body: await context.res.clone().text() },
					now(),
				);
		} finally {
			underWay.delete(key);
		}
	});
}
