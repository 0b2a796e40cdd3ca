/** Any JSON value, as `JSON.parse` gives it. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;

/** A JSON object, as `JSON.parse` gives it. */
export type JsonObject = { readonly [key: string]: JsonValue };

/** True for a JSON object (not an array, not null). */
export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The value as JSON text, indented by so many blanks a level. `JSON.parse` reads what is nested thousands of levels deep,
 * but `JSON.stringify` throws for it: that gives a few words instead, so that no row of an answer can end the program.
 */
export function jsonText(value: JsonValue, indent = 0): string {
	try {
		return JSON.stringify(value, null, indent);
	} catch {
		return '(nested too deep to show)';
	}
}

/**
 * True where a whole number is in the value that is too large to be held exactly: it was rounded when it was read, and
 * written back it would be another one.
 */
export function holdsRounded(value: JsonValue): boolean {
	const open: JsonValue[] = [value];
	for (let one = open.pop(); one !== undefined; one = open.pop()) {
		if (typeof one === 'number' && Number.isInteger(one) && !Number.isSafeInteger(one)) return true;
		if (typeof one !== 'object' || one === null) continue;
		for (const part of Array.isArray(one) ? one : Object.values(one)) open.push(part);
	}
	return false;
}

/** Parses JSON text; undefined for anything that is none (`null` is JSON). */
export function parseJsonText(text: string): JsonValue | undefined {
	try {
		const value: JsonValue = JSON.parse(text);
		return value;
	} catch {
		return undefined;
	}
}
