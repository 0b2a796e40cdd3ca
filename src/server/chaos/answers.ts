import type { Random } from '../../domain/random.ts';
import { type ApiFailure, telnyxFailure } from '../errors.ts';
import type { Fault, RetryHint } from './fault.ts';

/** A complete answer before sending. */
export type WholeAnswer = {
	readonly status: number;
	readonly headers: Headers;
	readonly body: Buffer;
};

/** The answer that replaces the server's own under this fault; null if the fault does not replace it. */
export function replacement(fault: Fault, now: number): WholeAnswer | null {
	switch (fault.kind) {
		case 'rate-limit':
			return failure(
				telnyxFailure(
					429,
					'10011',
					'Too many requests',
					'You have exceeded the rate limit.',
					{},
					retryHeaders(fault.hint, fault.millis, now),
				),
			);
		case 'error':
			return failure(
				telnyxFailure(fault.status, '10007', 'Unexpected error', 'An unexpected error occurred.'),
			);
		case 'revoked':
			return failure(
				telnyxFailure(
					401,
					'10009',
					'Authentication failed',
					'The API key was revoked.',
					{},
					{
						'www-authenticate': 'Bearer',
					},
				),
			);
		case 'errors':
			return {
				...failure(telnyxFailure(500, '10007', 'Unexpected error', 'The request could not be carried out.')),
				status: 200,
			};
		case 'html':
			return answer(fault.status, page(fault.status), { 'content-type': 'text/html; charset=utf-8' });
		case 'bare':
			return answer(fault.status, '', {});
		case 'redirect':
			return answer(fault.status, '', { location: 'https://sign-in.invalid/portal' });
		default:
			return null;
	}
}

function retryHeaders(hint: RetryHint, millis: number, now: number): Record<string, string> {
	const seconds = String(Math.ceil(millis / 1000));
	switch (hint) {
		case 'none':
			return {};
		case 'seconds':
			return { 'retry-after': seconds };
		case 'date':
			return { 'retry-after': new Date(now + millis).toUTCString() };
		case 'reset':
			return { 'x-ratelimit-limit': '10', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': seconds };
		case 'millis':
			return { 'retry-after-ms': String(millis) };
	}
}

function page(status: number): string {
	const title = status === 200 ? 'Sign in to the network' : `${status} from the gateway`;
	return `<!DOCTYPE html>\n<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`;
}

function failure({ status, body, headers }: ApiFailure): WholeAnswer {
	return answer(status, JSON.stringify(body), { 'content-type': 'application/json', ...headers });
}

function answer(status: number, text: string, headers: Readonly<Record<string, string>>): WholeAnswer {
	return { status, headers: new Headers(headers), body: Buffer.from(text) };
}

/** Changes the body as text: truncates it or makes it almost JSON. Other faults leave it unchanged. */
export function changeText(fault: Fault, body: Buffer, random: Random): Buffer {
	switch (fault.kind) {
		case 'cut':
			return body.subarray(0, Math.floor((body.length * fault.percent) / 100));
		case 'not-json':
			return Buffer.from(random.pick([almostJson, withNaN, withText])(body.toString()));
		default:
			return body;
	}
}

const almostJson = (text: string) => `${text.slice(0, -1)},${text.slice(-1) || '}'}`;
const withNaN = (text: string) => text.replace(/(?<=:)|$/, 'NaN');
const withText = (text: string) => `${text}\nWarning: mysql_connect() failed in /srv/api.php on line 12`;
