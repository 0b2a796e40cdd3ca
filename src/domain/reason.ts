/** What a failure says of itself, whatever was thrown: raw text. */
export function reasonOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
