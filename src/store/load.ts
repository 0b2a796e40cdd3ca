import type { ConversationBundle, WireAssistant, WireInsightTemplate } from '../domain/wire.ts';
import type { Store } from './store.ts';

/**
 * Puts in a conversation with its messages and insights, everything as it is: `last_message_at` is the conversation's
 * own. Outside a transaction this is slow.
 * @throws {StoreError} "duplicate" when its id is there already, "unusable" for a timestamp that is none.
 */
export function loadBundle(store: Store, bundle: ConversationBundle): void {
	const row = store.conversations.insert(bundle.conversation);
	store.messages.insert(row, bundle.messages);
	store.insights.insert(row, bundle.insights);
}

/** Puts in any number of bundles in one transaction: all of them, or none when one fails. Gives their number. */
export function loadBundles(store: Store, bundles: Iterable<ConversationBundle>): number {
	return store.transaction(() => {
		let count = 0;
		for (const bundle of bundles) {
			loadBundle(store, bundle);
			count++;
		}
		return count;
	});
}

/** Puts in what conversations refer to by id: insight templates and assistants. */
export function loadDirectories(
	store: Store,
	templates: readonly WireInsightTemplate[],
	assistants: readonly WireAssistant[],
): void {
	store.transaction(() => {
		for (const template of templates) store.templates.put(template.id, template);
		for (const assistant of assistants) store.assistants.put(assistant.id, assistant);
	});
}
