import type { Conversation, Metadata } from '../domain/conversation.ts';
import type { Decoded } from '../domain/decoded.ts';
import type { Assistant, InsightResult, InsightTemplate } from '../domain/insight.ts';
import type { Message } from '../domain/message.ts';
import type { ListQuery } from '../filter/tree.ts';
import type { Call, Send } from './client.ts';
import {
	decodeAggregate,
	decodeAssistant,
	decodeInsightResult,
	decodeInsightTemplate,
	decodeMessage,
	withTexts,
} from './decode.ts';
import { usableEndpoint } from './endpoint.ts';
import { type Meta, metaOf, rowsOf } from './envelope.ts';
import { ApiError, isNotFound } from './errors.ts';
import { takeFingerprint } from './fingerprints.ts';
import { readPage } from './keyset-page.ts';
import { walkList } from './list-walk.ts';
import { numberedPages } from './numbered-pages.ts';
import {
	conversationPath,
	conversationsPath,
	listPath,
	numberedPageSize,
	numberedPath,
	partPaths,
	withQuery,
} from './request-paths.ts';
import { conversationOf, expectAdded, expectDeleted, writtenConversationOf } from './single-answer.ts';
import type {
	AggregateParams,
	AggregateRow,
	ApiOptions,
	CallOptions,
	ConversationPage,
	CreateOptions,
	NewConversation,
	NewMessage,
	NumberedOptions,
	Page,
	PageCursor,
	PageOptions,
	WriteOptions,
} from './types.ts';

/** For paths where a 404 means a deleted conversation. */
const about = 'conversation';
const listPageSize = 50;

/**
 * The Telnyx AI conversations API, over the network or any other `fetch`. Every method throws an `ApiError`, or the
 * reason of its signal (an `AbortError`) once the signal aborts. The constructor throws an `ApiError` for an unusable
 * key or base URL.
 */
export class ConversationsApi {
	readonly readOnly: boolean;
	readonly #options: ApiOptions;
	readonly #send: Send;

	constructor(options: ApiOptions) {
		this.#options = options;
		this.readOnly = options.readOnly ?? false;
		usableEndpoint(options);
		// Loaded with the first call: ky touches Node's `Request`, which loads undici (30 ms before a first frame).
		let client: Promise<Send> | null = null;
		this.#send = async (call) => {
			client ??= import('./client.ts').then(({ createClient }) => createClient(options));
			return (await client)(call);
		};
	}

	/** The same service for bulk callers that set their own pace: a 429 is thrown at once instead of retried. */
	pacedByCaller(): ConversationsApi {
		return new ConversationsApi({ ...this.#options, leavesPaceToCaller: true });
	}

	/**
	 * One page of the list in the query's order, continued from `cursor`. Rows that move between two calls can appear
	 * twice, on pages that are not neighbours (`uniqueRows` drops them); `list` drops them itself.
	 */
	async listPage(
		query: ListQuery,
		options: PageOptions & { readonly cursor?: PageCursor | null } = {},
	): Promise<ConversationPage> {
		const { cursor = null, pageSize = listPageSize, signal } = options;
		return readPage(async (asked) => (await this.#list(asked, signal)).rows, query, cursor, pageSize);
	}

	/** Like `listPage`, with the time of the first answer by the server's clock, in milliseconds since 1970. */
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

	/** Creates a conversation. A retry sends the same idempotency key, so it cannot create a second one. */
	async create(conversation: NewConversation, options: CreateOptions = {}): Promise<Conversation> {
		const answer = await this.#send({
			method: 'POST',
			path: conversationsPath,
			about: 'account',
			json: conversation,
			idempotencyKey: options.idempotencyKey ?? crypto.randomUUID(),
			signal: options.signal,
			onUncertainRetry: options.onUncertainRetry,
		});
		return conversationOf(answer, null);
	}

	/** One conversation by its id. */
	async get(id: string, options: CallOptions = {}): Promise<Conversation> {
		const answer = await this.#send({ method: 'GET', path: pathOf(id), about, signal: options.signal });
		const conversation = conversationOf(answer, id);
		await takeFingerprint(conversation.raw);
		return conversation;
	}

	/** Writes the whole metadata map. The server may replace or merge (undocumented): compare the answer. */
	async updateMetadata(id: string, metadata: Metadata, options: WriteOptions = {}): Promise<Conversation> {
		const call: Call = { ...options, method: 'PUT', path: pathOf(id), about, json: { metadata } };
		return writtenConversationOf(await this.#send(call), id);
	}

	/** Deletes a conversation. A 404 after a retry means that the first attempt succeeded and its answer was lost. */
	async delete(id: string, options: WriteOptions = {}): Promise<void> {
		let mayBeDone = false;
		const onUncertainRetry = (): void => {
			mayBeDone = true;
			options.onUncertainRetry?.();
		};
		try {
			const answer = await this.#send({
				method: 'DELETE',
				path: pathOf(id),
				about,
				signal: options.signal,
				onUncertainRetry,
			});
			expectDeleted(answer, id);
		} catch (error) {
			if (!(mayBeDone && isNotFound(error))) throw error;
		}
	}

	/** All messages in the server's order (which is not chronological), page by page. */
	messages(id: string, options: NumberedOptions = {}): AsyncGenerator<Page<Message>> {
		return this.#pages(() => `${pathOf(id)}/${partPaths.messages}`, about, withTexts(decodeMessage), options);
	}

	/** All insight results of a conversation, page by page. A 404 means none yet (seen on a live account). */
	async *insights(id: string, options: NumberedOptions = {}): AsyncGenerator<Page<InsightResult>> {
		const path = () => `${pathOf(id)}/${partPaths.insights}`;
		let isBegun = false;
		try {
			for await (const page of this.#pages(path, about, withTexts(decodeInsightResult), options)) {
				isBegun = true;
				yield page;
			}
		} catch (error) {
			if (isBegun || !isNotFound(error)) throw error;
		}
	}

	/** Inserts a message into the history. A retry sends the same idempotency key, so it cannot insert a second one. */
	async addMessage(id: string, message: NewMessage, options: CreateOptions = {}): Promise<void> {
		const answer = await this.#send({
			method: 'POST',
			path: `${pathOf(id)}/message`,
			about,
			json: message,
			idempotencyKey: options.idempotencyKey ?? crypto.randomUUID(),
			signal: options.signal,
			onUncertainRetry: options.onUncertainRetry,
		});
		expectAdded(answer, message);
	}

	/** The account's insight templates, which give insight ids their names. */
	insightTemplates(options: PageOptions = {}): AsyncGenerator<Page<InsightTemplate>> {
		return this.#pages(() => `${conversationsPath}/insights`, 'account', decodeInsightTemplate, options);
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
		const path = `${conversationsPath}/conversation-insights/aggregates`;
		const ask = async (number: number, signal: AbortSignal) => {
			// Paging is undocumented here: further pages are requested only if the answer names them.
			const asked = new URLSearchParams(query);
			if (number > 1) asked.set('page[number]', String(number));
			const call = {
				method: 'GET',
				path: withQuery(path, asked.toString()),
				about: 'account',
				signal,
			} as const;
			const body = (await this.#send(call)).json();
			return { rows: rowsOf(body), meta: metaOf(body) ?? onlyPage };
		};
		const rows: Decoded<AggregateRow>[] = [];
		for await (const page of numberedPages(ask, decodeAggregate, options)) rows.push(...page.rows);
		return rows;
	}

	/** The account's assistants, which give each `assistant_id` its name. */
	assistants(options: PageOptions = {}): AsyncGenerator<Page<Assistant>> {
		return this.#pages(() => 'ai/assistants', 'account', decodeAssistant, options);
	}

	async #list(query: ListQuery, signal: AbortSignal | undefined) {
		const answer = await this.#send({ method: 'GET', path: listPath(query), about: 'account', signal });
		return { rows: rowsOf(answer.json()), servedAt: answer.servedAt, serverTime: answer.serverTime };
	}

	async *#pages<T>(
		path: () => string,
		about: Call['about'],
		decode: ReturnType<typeof withTexts<T>>,
		options: NumberedOptions,
	): AsyncGenerator<Page<T>> {
		const base = path();
		const size = options.pageSize ?? numberedPageSize;
		const ask = async (number: number, signal: AbortSignal) => {
			const path = numberedPath(base, number, size);
			const answer = await this.#send({ method: 'GET', path, about, signal });
			const body = answer.json();
			return { rows: rowsOf(body), meta: metaOf(body) };
		};
		yield* numberedPages(ask, decode, options);
	}
}

const onlyPage: Meta = { pageNumber: 1, totalPages: 1, hasNext: false, totalResults: null };

function pathOf(id: string): string {
	const path = conversationPath(id);
	if (path !== null) return path;
	throw new ApiError({
		kind: 'invalid',
		sentence: 'That is not a conversation id.',
		advice: 'Copy the id from the list.',
	});
}
