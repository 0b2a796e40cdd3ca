type Fetch = typeof globalThis.fetch;

const bodyless = new Set([101, 204, 205, 304]);

/**
 * A fetch that hands over an answer only when its body is there too, so that one attempt's timeout and retries cover a
 * body that stalls or breaks off as they cover a connection that does. The broken body of an error answer counts as
 * empty: its status says enough. An error answer is passed on as plain text, so that ky keeps its words as they came, JSON
 * that was cut short included (ky's own `parseJson` does not work with every `Response` class that a process may have).
 */
export function bufferedFetch(fetch: Fetch): Fetch {
	return async (input, init) => {
		const response = await fetch(input, init);
		const { status, statusText } = response;
		const headers = new Headers(response.headers);
		if (!response.ok) headers.set('content-type', 'text/plain; charset=utf-8');
		const body = await response.arrayBuffer().catch((error: unknown) => {
			if (response.ok) throw error;
			return new ArrayBuffer(0);
		});
		return new Response(bodyless.has(status) ? null : body, { status, statusText, headers });
	};
}
