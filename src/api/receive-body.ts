import { ApiError } from './errors.ts';
import { nextTurn, Turn } from './turns.ts';

type Fetch = typeof globalThis.fetch;

/** The default size limit of one answer, in bytes after decompression; the settings can change it. */
export const usualMostBytes = 32_000_000;

/** The useful part of an error answer, in bytes; its status matters more. */
const mostErrorBytes = 1_000_000;

/** Bytes decoded at once: a body can arrive in one piece. */
const pieceBytes = 65_536;

/** The text of a body, in parts as received: large texts are never joined. */
export type ReceivedText = {
	readonly parts: readonly string[];
	/** The number of characters in all parts. */
	readonly length: number;
	/** True if the text is empty or blank. */
	readonly isBlank: boolean;
};

const nothing: ReceivedText = { parts: [], length: 0, isBlank: true };

/**
 * A fetch that returns an answer only after reading its body, so that an attempt's timeout and retries also cover a
 * body that stalls or breaks off. It counts bytes while they stream and throws an `ApiError` above `mostBytes`, so that
 * no answer can fill the memory.
 *
 * `text` returns the text of a success, and the response has no body: ky would copy the text at once. An error answer
 * becomes plain text, so that ky keeps the words unchanged, even truncated JSON (ky's own `parseJson` does not work
 * with every `Response` class). A broken error body counts as empty; an endless one is cut at the limit.
 */
export function receiving(
	fetch: Fetch,
	mostBytes: number,
): { readonly fetch: Fetch; readonly text: () => ReceivedText } {
	let received = nothing;
	return {
		text: () => received,
		fetch: async (input, init) => {
			received = nothing;
			const response = await fetch(input, init);
			const { status, statusText } = response;
			const headers = new Headers(response.headers);
			if (response.ok) {
				received = await read(response, mostBytes);
				return new Response(null, { status, statusText, headers });
			}
			headers.set('content-type', 'text/plain; charset=utf-8');
			const text = (await read(response, mostErrorBytes)).parts.join('');
			return new Response(bodyless.has(status) ? null : text, { status, statusText, headers });
		},
	};
}

const bodyless = new Set([101, 204, 205, 304]);

/** Reads a body as text while it streams. Throws if a success cannot be read completely. */
async function read(response: Response, mostBytes: number): Promise<ReceivedText> {
	if (response.body === null) return nothing;
	const reader: ReadableStreamDefaultReader<Uint8Array> = response.body.getReader();
	const decoder = new TextDecoder();
	const parts: string[] = [];
	let length = 0;
	let isBlank = true;
	const add = (part: string): void => {
		parts.push(part);
		length += part.length;
		isBlank &&= part.trim() === '';
	};
	const turn = new Turn();
	let bytes = 0;
	try {
		for (let next = await reader.read(); !next.done; next = await reader.read()) {
			const { value } = next;
			bytes += value.byteLength;
			if (bytes > mostBytes) break;
			for (let at = 0; at < value.byteLength; at += pieceBytes) {
				add(decoder.decode(value.subarray(at, at + pieceBytes), { stream: true }));
				if (!turn.isOver) continue;
				await nextTurn();
				turn.again();
			}
		}
	} catch (error) {
		if (response.ok) throw error;
		return nothing;
	}
	if (bytes > mostBytes) {
		// Cancelling ends the connection; there is no need to await it.
		void reader.cancel().catch(() => undefined);
		if (response.ok) throw tooLarge(response.status, mostBytes);
	}
	add(decoder.decode());
	return { parts, length, isBlank };
}

function tooLarge(status: number, mostBytes: number): ApiError {
	return new ApiError({
		kind: 'bad-response',
		sentence: `The answer is larger than ${Math.round(mostBytes / 1_000_000)} MB: it was given up.`,
		advice: 'Request less, or raise maxBodyMegabytes in settings.json.',
		status,
	});
}
