import type { JsonValue } from '../domain/json.ts';

/** Parses JSON text; undefined for anything that is none (`null` is JSON). */
export function parseJsonText(text: string): JsonValue | undefined {
	try {
		// JSON.parse can give nothing but JSON values.
		return JSON.parse(text) as JsonValue;
	} catch {
		return undefined;
	}
}
