/** The message of a thrown value of any type: raw text. */
export function reasonOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
