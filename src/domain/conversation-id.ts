const hex = '[\\da-f]';
/** Upper or lower case, with any kind of hyphen or none. */
const uuidPattern = [8, 4, 4, 4, 12].map((count) => `${hex}{${count}}`).join('[-\\u2010-\\u2015\\u2212]?');
const wholeUuid = new RegExp(`^\\{?(?:urn:uuid:)?(${uuidPattern})\\}?$`, 'iu');
/** A UUID in a text, with the key or the path segment in front of it. A UUID inside a longer word does not match. */
const uuidInText = new RegExp(
	`(?:([\\w.-]*)["'”]?\\s*[:=]\\s*["'“]?|(\\w+)/)?(?<![\\da-z-])(assistant-)?(${uuidPattern})(?![\\da-z-])`,
	'giu',
);
/** Invisible characters that copying can pick up: direction marks, joiners, a byte order mark. */
const invisible = /\p{Cf}/gu;

/** The id as the API spells it: a UUID in lower case with hyphens, any other id unchanged. */
export function canonicalId(text: string): string {
	const [, uuid] = wholeUuid.exec(text) ?? [];
	if (uuid === undefined) return text;
	const digits = uuid.replace(/[^\da-f]/giu, '').toLowerCase();
	return [0, 8, 12, 16, 20].map((from, at) => digits.slice(from, [8, 12, 16, 20, 32][at])).join('-');
}

/**
 * Finds the conversation id in copied text and returns it as the API spells it. The text can be the bare id, the id
 * in quotes or brackets, a portal address, a log line or a piece of JSON. A UUID after `conversation_id` or
 * `conversations/` outranks one after `id`, which outranks a bare one. UUIDs after other keys, such as `call_leg_id`,
 * do not count. Returns null if there is no id, or if several share the best rank.
 */
export function readConversationId(text: string): string | null {
	const found: { readonly id: string; readonly rank: number }[] = [];
	for (const [, key, folder, assistant, uuid = ''] of text.replace(invisible, '').matchAll(uuidInText)) {
		const rank = assistant === undefined ? rankOf(key, folder) : null;
		if (rank !== null) found.push({ id: canonicalId(uuid), rank });
	}
	const best = Math.max(...found.map(({ rank }) => rank));
	const [id, other] = new Set(found.filter(({ rank }) => rank === best).map((one) => one.id));
	return id !== undefined && other === undefined ? id : null;
}

/**
 * How likely a UUID after this key or path segment is a conversation id: higher is likelier, null means it is not one.
 */
function rankOf(key = '', folder?: string): number | null {
	if (folder !== undefined) return /^conversations?$/iu.test(folder) ? 3 : 0;
	if (/(?:^|[._-])conversation(?:[_-]?id)?$/iu.test(key)) return 3;
	if (/^(?:id|uuid)$/iu.test(key)) return 2;
	return /id$/iu.test(key) ? null : 1;
}

/** Strips the wrapping from copied text: surrounding blanks, quotes, commas and brackets, and invisible characters. */
export function unwrapped(copied: string): string {
	let text = copied.replace(invisible, '');
	for (;;) {
		const inner = text
			.trim()
			.replace(/^[,;"'`“”‘’«»]+|[,;"'`“”‘’«»]+$/gu, '')
			.replace(/^(?:\((.*)\)|\[(.*)\]|\{(.*)\}|<(.*)>)$/su, '$1$2$3$4');
		if (inner === text) return text;
		text = inner;
	}
}
