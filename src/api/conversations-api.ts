import type { Conversation, Metadata } from '../domain/conversation.ts';
import type { Decoded } from '../domain/decoded.ts';
import type { Assistant, InsightResult, InsightTemplate } from '../domain/insight.ts';
import type { Message } from '../domain/message.ts';
import type { ListQuery } from '../filter/tree.ts';
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
} from './types.ts';

const pending = (): never => {
	throw new Error('not written yet');
};

/** The Telnyx AI conversations API. Every method throws an `ApiError`, or an `AbortError` where its signal said so. */
export class ConversationsApi {
	readonly readOnly: boolean;
	constructor(options: ApiOptions) {
		this.readOnly = options.readOnly ?? false;
	}

	/** One page of the list under the query's order, going on from `cursor`. */
	async listPage(
		_query: ListQuery,
		_options: PageOptions & { readonly cursor?: PageCursor | null } = {},
	): Promise<ConversationPage> {
		return pending();
	}

	/** The whole list, each row once, even while rows move; `query.limit` is the total. */
	async *list(_query: ListQuery, _options: PageOptions = {}): AsyncGenerator<ConversationPage> {
		pending();
	}

	async create(_conversation: NewConversation, _options: CreateOptions = {}): Promise<Conversation> {
		return pending();
	}

	async get(_id: string, _options: CallOptions = {}): Promise<Conversation> {
		return pending();
	}

	/** Writes the whole metadata map; whether the server replaces or merges is its own affair: compare the answer. */
	async updateMetadata(_id: string, _metadata: Metadata, _options: CallOptions = {}): Promise<Conversation> {
		return pending();
	}

	async delete(_id: string, _options: CallOptions = {}): Promise<void> {
		pending();
	}

	/** All messages in the server's order (which is not chronological), page by page. */
	async *messages(_id: string, _options: PageOptions = {}): AsyncGenerator<Page<Message>> {
		pending();
	}

	async *insights(_id: string, _options: PageOptions = {}): AsyncGenerator<Page<InsightResult>> {
		pending();
	}

	async addMessage(_id: string, _message: NewMessage, _options: CreateOptions = {}): Promise<void> {
		pending();
	}

	async *insightTemplates(_options: PageOptions = {}): AsyncGenerator<Page<InsightTemplate>> {
		pending();
	}

	async insightAggregates(
		_params: AggregateParams,
		_options: CallOptions = {},
	): Promise<Decoded<AggregateRow>[]> {
		return pending();
	}

	async assistants(_options: CallOptions = {}): Promise<Decoded<Assistant>[]> {
		return pending();
	}
}
