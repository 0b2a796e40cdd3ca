import type { Log } from '../domain/log.ts';
import { reasonOf } from '../domain/reason.ts';

/** The log for requests; `withBodies` adds the bodies. */
export type RequestLog = { readonly log: Log; readonly withBodies: boolean };

/** Characters of a body that are logged; a mark replaces the rest. */
const mostOfBody = 64_000;

/** `sent` is the body of the request. A copy of an answer is read to `mostBytes` at most, as the answer is. */
type LoggedCall = {
	readonly method: string;
	readonly path: string;
	readonly sent: string | null;
	readonly mostBytes: number;
};

/** A fetch that logs each attempt of one call. */
export function loggedFetch(
	fetch: typeof globalThis.fetch,
	{ log, withBodies }: RequestLog,
	{ method, path, sent, mostBytes }: LoggedCall,
	now: () => number,
): typeof globalThis.fetch {
	const about = { method, path: withoutValues(path) };
	const body = (of: 'request' | 'answer', text: string): void =>
		log({ kind: 'body', of, path: about.path, text });
	let attempt = 0;
	return async (input, init) => {
		attempt += 1;
		const started = now();
		const taken = () => ({ kind: 'request', ...about, attempt, millis: now() - started }) as const;
		if (withBodies && sent !== null) body('request', shortened(sent, sent.length));
		try {
			const response = await fetch(input, init);
			log({ ...taken(), status: response.status });
			if (withBodies) {
				copyOf(response.clone(), mostBytes).then(
					(text) => body('answer', text),
					(error: unknown) => body('answer', `(not read: ${reasonOf(error)})`),
				);
			}
			return response;
		} catch (error) {
			log({ ...taken(), status: null, error: reasonOf(error) });
			throw error;
		}
	};
}

/** `conversations?order=name&limit=50` as `conversations?order&limit`. */
function withoutValues(path: string): string {
	const [before = '', query] = path.split('?', 2);
	if (query === undefined) return before;
	return `${before}?${query.replaceAll(/=[^&]*/g, '')}`;
}

/** The start of a body, read no further than the answer itself: an endless one would fill the memory here. */
async function copyOf({ body }: Response, mostBytes: number): Promise<string> {
	const decoder = new TextDecoder();
	let [start, length, bytes] = ['', 0, 0];
	for await (const chunk of body ?? []) {
		bytes += chunk.byteLength;
		const text = decoder.decode(chunk, { stream: true });
		start += text.slice(0, mostOfBody - start.length);
		length += text.length;
		if (bytes > mostBytes) return `${start.toWellFormed()}… (more than ${mostBytes} bytes)`;
	}
	return shortened(start, length);
}

/** The first characters of a text that is `length` characters long. */
function shortened(start: string, length: number): string {
	if (length <= mostOfBody) return start;
	return `${start.slice(0, mostOfBody).toWellFormed()}… (${length - mostOfBody} more characters)`;
}
