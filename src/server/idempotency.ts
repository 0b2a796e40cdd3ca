import { createMiddleware } from 'hono/factory';
import type { Instant } from '../domain/instant.ts';
import type { Idempotency } from '../store/idempotency.ts';
import { bearerToken, digest } from './auth.ts';
import type { Environment } from './environment.ts';
import { badRequest, telnyxFailure } from './errors.ts';

/** The documented form: 1 to 255 letters, digits, hyphens and underscores. */
const keyPattern = /^[A-Za-z0-9_-]{1,255}$/;

/**
 * Honours `Idempotency-Key`: the answer to a request that succeeded is given again for a day, with
 * `idempotent-replayed: true`. As documented: 400 with code 10015 for a malformed key (two headers are one), 409 while
 * a request with the same key is under way, 422 when the key comes back with another body, route or bearer.
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
				'A request with this Idempotency-Key is still being worked on.',
			);
		underWay.add(key);
		try {
			const body = await context.req.arrayBuffer().catch(() => {
				throw badRequest('The request body ended early.');
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
