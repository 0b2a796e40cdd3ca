import { type Conversation, metadataText } from './conversation.ts';

/** A word in braces: `{id}`, or a key of the metadata such as `{assistant_id}`. */
const placeholder = /\{([^{}]+)\}/g;

/** The link to a conversation, or the key whose value it lacks. */
export type PortalLink =
	| { readonly ok: true; readonly url: string }
	| { readonly ok: false; readonly missing: string };

/** True for an http(s) address, without a user name or a password, that can have placeholders; and for ''. */
export function isPortalUrl(template: string): boolean {
	const url = URL.parse(template.replace(placeholder, 'x'));
	if (url === null) return template === '';
	return /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
}

/** Fills the placeholders of an address with a conversation's id and metadata, percent-encoded. */
export function portalLink(template: string, conversation: Conversation): PortalLink {
	let missing: string | null = null;
	const url = template.replace(placeholder, (_, key: string) => {
		const value = key === 'id' ? conversation.id : metadataText(conversation.metadata, key);
		if (value === '') missing ??= key;
		return encodeURIComponent(value.toWellFormed());
	});
	return missing === null ? { ok: true, url } : { ok: false, missing };
}
