/**
 * The ids of the assistants that a text names: the text itself if it is an id, else the assistants with exactly this
 * name, else those with a name that contains it, in any case. Empty if there are none.
 */
export function assistantIds(text: string, assistants: ReadonlyMap<string, string> | undefined): string[] {
	if (assistants === undefined || text === '') return [];
	if (assistants.has(text)) return [text];
	const wanted = text.toLowerCase();
	const exact: string[] = [];
	const containing: string[] = [];
	for (const [id, name] of assistants) {
		const lower = name.toLowerCase();
		if (lower === wanted) exact.push(id);
		else if (lower.includes(wanted)) containing.push(id);
	}
	return exact.length > 0 ? exact : containing;
}

/** The text that reads back as an assistant's id: its name if that is unique, else the id. Null if neither does. */
export function assistantText(
	id: string,
	assistants: ReadonlyMap<string, string> | undefined,
): string | null {
	const isRead = (text: string): boolean => {
		const ids = assistantIds(text, assistants);
		return ids.length === 0 ? text === id : ids.length === 1 && ids[0] === id;
	};
	return [assistants?.get(id) ?? id, id].find(isRead) ?? null;
}

/** Whether a query text may name an assistant, so that the names must be loaded. */
export function mayNameAssistant(line: string): boolean {
	return /assistant/i.test(line);
}
