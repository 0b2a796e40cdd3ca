import { ConversationsApi } from '../api/conversations-api.ts';
import { proxyFor } from '../api/proxy.ts';
import { emptyQuery } from '../filter/tree.ts';

/** Asks the API for one conversation with this key. Throws an `ApiError`, or the signal's reason. */
export async function checkKey(
	at: { readonly baseUrl: string; readonly apiKey: string; readonly allowHttp: boolean },
	environment: Readonly<Record<string, string | undefined>>,
	signal: AbortSignal,
): Promise<void> {
	const api = new ConversationsApi({ ...at, readOnly: true, proxy: proxyFor(at.baseUrl, environment) });
	await api.listPage(emptyQuery, { pageSize: 1, signal });
}
