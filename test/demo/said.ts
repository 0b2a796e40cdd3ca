import type { ConversationBundle, WireMessage } from '../../src/domain/wire.ts';

/** A conversation whose rows are all messages. */
export type Said = Omit<ConversationBundle, 'messages'> & { readonly messages: readonly WireMessage[] };

/** The same conversation without the rows that are null. */
export function said(bundle: ConversationBundle): Said {
	return { ...bundle, messages: bundle.messages.filter((message) => message !== null) };
}
