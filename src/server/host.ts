import { createMiddleware } from 'hono/factory';
import type { Environment } from './environment.ts';
import { telnyxFailure } from './errors.ts';

const loopbackAddress = /^(?:127(?:\.\d{1,3}){3}|(?:::ffff:)?127(?:\.\d{1,3}){3}|::1)$/;

/** True for a host that only this computer can reach: `localhost`, 127.0.0.0/8 and ::1, with or without brackets. */
export function isLoopback(host: string): boolean {
	const name = host
		.replace(/^\[(.*)\]$/, '$1')
		.replace(/\.$/, '')
		.toLowerCase();
	return name === 'localhost' || name.endsWith('.localhost') || loopbackAddress.test(name);
}

/** Answers 421 unless the request's host is this computer. */
export function loopbackHosts() {
	return createMiddleware<Environment>(async (context, next) => {
		if (!isLoopback(new URL(context.req.url).hostname))
			throw telnyxFailure(
				421,
				'10015',
				'Bad Request',
				'This server answers only requests to localhost. Start it with a key to open it to others.',
			);
		await next();
	});
}
