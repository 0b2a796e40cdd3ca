import type { Conversation, Metadata } from '../domain/conversation.ts';
import type { Decoded } from '../domain/decoded.ts';
import type { Assistant, InsightResult, InsightTemplate } from '../domain/insight.ts';
import type { JsonValue } from '../domain/json.ts';
import type { Message } from '../domain/message.ts';
import { toQueryString } from '../filter/format.ts';
import type { ListQuery } from '../filter/tree.ts';
import type { Call, Send } from './client.ts';
import {
	type Decode,
	decodeAggregate,
	decodeAssistant,
	decodeConversation,
	decodeInsightResult,
	decodeInsightTemplate,
	decodeMessage,
} from './decode.ts';
import { usableBase, usableKey } from './endpoint.ts';
import { metaOf, objectOf, rowsOf } from './envelope.ts';
import { ApiError, isNotFound } from './errors.ts';
import { readPage } from './keyset-page.ts';
import { walkList } from './list-walk.ts';
import { numberedPages } from './numbered-pages.ts';
import type {
	AggregateParams,
	AggregateRow,
	ApiOptions,
	CallOptions,
	ConversationPage,
	CreateOptions,
	NewConversation,
	NewMessage,
	Page,
	PageCursor,
	PageOptions,
	WriteOptions,
} from './types.ts';

const conversations = 'ai/conversations';
/** Where a 404 means that the conversation is gone. */
const about = 'conversation';
const listPageSize = 50;
/** The most that messages are documented to come in; other lists cap it lower, and their `meta` says so. */
const numberedPageSize = 100;

/**
 * The Telnyx AI conversations API, over the network or over any other `fetch`. Every method throws an `ApiError`, or the
 * reason of its signal (an `AbortError`) once that is aborted. The constructor throws an `ApiError` for a key or a base
 * URL that cannot be used.
 */
export class ConversationsApi {
	readonly readOnly: boolean;
	readonly #options: ApiOptions;
	readonly #send: Send;

	constructor(options: ApiOptions) {
		this.#options = options;
		this.readOnly = options.readOnly ?? false;
		usableKey(options.apiKey);
		usableBase(options.baseUrl);
		// Loaded with the first call: ky asks Node for its `Request`, and that loads 30 ms of undici before a first frame.
		let client: Promise<Send> | null = null;
		this.#send = async (call) => {
			client ??= import('./client.ts').then(({ createClient }) => createClient(options));
			return (await client)(call);
		};
	}

	/** The same service for whoever asks much of it and sets the pace: a 429 is given back at once, and not waited out. */
	pacedByCaller(): ConversationsApi {
		return new ConversationsApi({ ...this.#options, leavesPaceToCaller: true });
	}

	/**
	 * One page of the list under the query's order, going on from `cursor`. Rows that move between two calls can come
	 * twice on pages that are not neighbours (`uniqueRows` drops them); `list` takes care of that itself.
	 */
	async listPage(
		query: ListQuery,
		options: PageOptions & { readonly cursor?: PageCursor | null } = {},
	): Promise<ConversationPage> {
		const { cursor = null, pageSize = listPageSize, signal } = options;
		return readPage(async (asked) => (await this.#list(asked, signal)).rows, query, cursor, pageSize);
	}

	/** As `listPage`, with the time on the server's own clock when it began to answer, in milliseconds since 1970. */
	async listPageDated(
		query: ListQuery,
		options: PageOptions & { readonly cursor?: PageCursor | null } = {},
	): Promise<{ readonly page: ConversationPage; readonly serverTime: number | null }> {
		const { cursor = null, pageSize = listPageSize, signal } = options;
		let serverTime: number | null = null;
		const ask = async (asked: ListQuery) => {
			const answer = await this.#list(asked, signal);
			serverTime ??= answer.serverTime;
			return answer.rows;
		};
		return { page: await readPage(ask, query, cursor, pageSize), serverTime };
	}

	/** The whole list, each row once, even while rows move; `query.limit` is the total. */
	list(query: ListQuery, options: PageOptions = {}): AsyncGenerator<ConversationPage> {
		const { pageSize = listPageSize, signal } = options;
		return walkList((asked) => this.#list(asked, signal), query, pageSize);
	}

	/** Creates a conversation. A retry cannot make two: it carries the same idempotency key. */
	async create(conversation: NewConversation, options: CreateOptions = {}): Promise<Conversation> {
		const answer = await this.#send({
			method: 'POST',
			path: conversations,
			about: 'account',
			json: conversation,
			idempotencyKey: options.idempotencyKey ?? crypto.randomUUID(),
			signal: options.signal,
			onUncertainRetry: options.onUncertainRetry,
		});
		return single(answer.json(), decodeConversation);
	}

	/** One conversation by its id. */
	async get(id: string, options: CallOptions = {}): Promise<Conversation> {
		const answer = await this.#send({ method: 'GET', path: pathOf(id), about, signal: options.signal });
		return single(answer.json(), decodeConversation);
	}

	/** Writes the whole metadata map; whether the server replaces or merges is not known: compare the answer. */
	async updateMetadata(id: string, metadata: Metadata, options: WriteOptions = {}): Promise<Conversation> {
		const call: Call = { ...options, method: 'PUT', path: pathOf(id), about, json: { metadata } };
		return single((await this.#send(call)).json(), decodeConversation);
	}

	/** Deletes a conversation. A 404 after a retry means that the first attempt did it, though its answer was lost. */
	async delete(id: string, options: WriteOptions = {}): Promise<void> {
		let mayBeDone = false;
		const onUncertainRetry = (): void => {
			mayBeDone = true;
			options.onUncertainRetry?.();
		};
		try {
			await this.#send({
				method: 'DELETE',
				path: pathOf(id),
				about,
				signal: options.signal,
				onUncertainRetry,
			});
		} catch (error) {
			if (!(mayBeDone && isNotFound(error))) throw error;
		}
	}

	/** All messages in the server's order (which is not chronological), page by page. */
	messages(id: string, options: PageOptions = {}): AsyncGenerator<Page<Message>> {
		return this.#pages(() => `${pathOf(id)}/messages`, about, decodeMessage, options);
	}

	/** All insight results of a conversation, page by page. */
	insights(id: string, options: PageOptions = {}): AsyncGenerator<Page<InsightResult>> {
		return this.#pages(() => `${pathOf(id)}/conversations-insights`, about, decodeInsightResult, options);
	}

	/** Inserts a message into the history. A retry cannot insert it twice: it carries the same idempotency key. */
	async addMessage(id: string, message: NewMessage, options: CreateOptions = {}): Promise<void> {
		await this.#send({
			method: 'POST',
			path: `${pathOf(id)}/message`,
			about,
			json: message,
			idempotencyKey: options.idempotencyKey ?? crypto.randomUUID(),
			signal: options.signal,
			onUncertainRetry: options.onUncertainRetry,
		});
	}

	/** The insight templates of the account: what the ids of insights stand for. */
	insightTemplates(options: PageOptions = {}): AsyncGenerator<Page<InsightTemplate>> {
		return this.#pages(() => `${conversations}/insights`, 'account', decodeInsightTemplate, options);
	}

	/** Counts insight results by group. */
	async insightAggregates(
		params: AggregateParams,
		options: CallOptions = {},
	): Promise<Decoded<AggregateRow>[]> {
		const query = new URLSearchParams();
		if (params.insightId !== undefined) query.append('insight_id', params.insightId);
		for (const field of params.groupBy ?? []) query.append('group_by', field);
		for (const condition of params.createdAt ?? []) query.append('created_at', condition);
		const path = withQuery(`${conversations}/conversation-insights/aggregates`, query.toString());
		const answer = await this.#send({ method: 'GET', path, about: 'account', signal: options.signal });
		return rowsOf(answer.json()).map(decodeAggregate);
	}

	/** The assistants of the account: what an `assistant_id` stands for. */
	async assistants(options: CallOptions = {}): Promise<Decoded<Assistant>[]> {
		const answer = await this.#send({
			method: 'GET',
			path: 'ai/assistants',
			about: 'account',
			signal: options.signal,
		});
		return rowsOf(answer.json()).map(decodeAssistant);
	}

	async #list(query: ListQuery, signal: AbortSignal | undefined) {
		const path = withQuery(conversations, toQueryString(query));
		const answer = await this.#send({ method: 'GET', path, about: 'account', signal });
		return { rows: rowsOf(answer.json()), servedAt: answer.servedAt, serverTime: answer.serverTime };
	}

	async *#pages<T>(
		path: () => string,
		about: Call['about'],
		decode: Decode<T>,
		options: PageOptions,
	): AsyncGenerator<Page<T>> {
		const base = path();
		const size = String(options.pageSize ?? numberedPageSize);
		const ask = async (number: number, signal: AbortSignal) => {
			const query = new URLSearchParams({ 'page[number]': String(number), 'page[size]': size });
			const answer = await this.#send({
				method: 'GET',
				path: withQuery(base, query.toString()),
				about,
				signal,
			});
			const body = answer.json();
			return { rows: rowsOf(body), meta: metaOf(body) };
		};
		yield* numberedPages(ask, decode, options.signal);
	}
}

function withQuery(path: string, query: string): string {
	return query === '' ? path : `${path}?${query}`;
}

/** An id such as `..` would change the path of the request, and an empty one its meaning. */
function pathOf(id: string): string {
	if (id !== '' && id !== '.' && id !== '..')
		return `${conversations}/${encodeURIComponent(id.toWellFormed())}`;
	throw new ApiError({
		kind: 'invalid',
		sentence: 'That is no id of a conversation.',
		advice: 'Give the id as the list shows it.',
	});
}

function single<T>(body: JsonValue, decode: Decode<T>): T {
	const row = decode(objectOf(body));
	if (row.ok) return row.value;
	throw new ApiError({
		kind: 'bad-response',
		sentence: `The server's answer cannot be read (${row.problem}).`,
		advice: 'Refresh to see what is there now.',
	});
}
