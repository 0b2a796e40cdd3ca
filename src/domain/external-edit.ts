/** The result of editing a text in the user's own editor. */
export type EditedOutside =
	| { readonly kind: 'changed'; readonly text: string; readonly note: string | null }
	| { readonly kind: 'unchanged'; readonly note: string | null }
	| { readonly kind: 'failed'; readonly problem: string };

/** Opens a text in the user's own editor, as a file with the given name, at the given line (1-based) if any. */
export type EditOutside = (
	text: string,
	file: { readonly name: string; readonly line?: number | null },
) => Promise<EditedOutside>;
