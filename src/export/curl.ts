import { type CleanText, cleanLine } from '../text/clean-text.ts';
import { redactKeys } from '../text/redact.ts';

/** An HTTP request as it would be sent. A header with the key or a cookie is left out of the command. */
export type ShownRequest = {
	readonly method: string;
	/** Absolute. */
	readonly url: string;
	readonly headers?: { readonly [name: string]: string };
	/** The body as text, if there is one. */
	readonly body?: string;
};

const secretHeaders = new Set(['authorization', 'proxy-authorization', 'cookie', 'x-api-key']);

/**
 * A curl command for a POSIX shell, in one line. It takes the key from the environment (`$TELNYX_API_KEY`) and never
 * contains it: a key within the address, a header or the body is masked.
 */
export function curlCommand({ method, url, headers = {}, body }: ShownRequest): CleanText {
	const given = Object.entries(headers).filter(([name]) => !secretHeaders.has(name.toLowerCase()));
	return cleanLine(
		[
			// -g: curl would read the brackets of page[number] as a range.
			'curl -sS -g',
			...(method === 'GET' ? [] : [`-X ${quoted(method)}`]),
			quoted(url),
			'-H "Authorization: Bearer $TELNYX_API_KEY"',
			...given.map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
			// Not --data: it reads a file if the text begins with @.
			...(body === undefined ? [] : [`--data-raw ${quoted(body)}`]),
		].join(' '),
	);
}

/** A word for a POSIX shell, in single quotes: nothing in it is expanded. */
function quoted(word: string): string {
	return `'${cleanLine(redactKeys(word)).replaceAll("'", "'\\''")}'`;
}
