/**
 * The ids that a text stands for: itself where it is an id; the assistants of that name, whatever its case; those whose
 * name contains it. Empty where no assistant is known by it.
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

/** What an id is written as so that it is read as itself: its name where that is enough. Null where nothing is. */
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

/** Whether a line can have an assistant by its name in it, so that the names are worth asking for. */
export function mayNameAssistant(line: string): boolean {
	return /assistant/i.test(line);
}
