/** The LIKE pattern for a text in which only `*` is a wildcard: what else LIKE would read is made literal. */
export function likeOfText(text: string): string {
	return text.replace(/[\\%_]/g, '\\$&');
}

/** The text that `likeOfText` would make this pattern of; null for a pattern that it makes of none. */
export function textOfLike(pattern: string): string | null {
	const text = pattern.replace(/\\([\\%_])/g, '$1');
	return likeOfText(text) === pattern ? text : null;
}

/** The LIKE pattern for a text anywhere. */
export function likeContaining(text: string): string {
	return `*${likeOfText(text)}*`;
}

/** The text that is looked for anywhere; null for a pattern that does something else. */
export function textContained(pattern: string): string | null {
	const inner = /^\*(.*)\*$/s.exec(pattern)?.[1];
	return inner === undefined ? null : textOfLike(inner);
}
