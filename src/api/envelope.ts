import * as z from 'zod/mini';
import { isJsonObject, type JsonObject, type JsonValue } from '../domain/json.ts';
import { ApiError } from './errors.ts';

/** Where a page stands among its pages, by the server's account; null for what it does not say. */
export type Meta = {
	readonly pageNumber: number | null;
	readonly totalPages: number | null;
	readonly totalResults: number | null;
};

const count = z.catch(z.nullable(z.coerce.number().check(z.int(), z.nonnegative())), null);
const metaSchema = z.looseObject({
	page_number: count,
	page_size: count,
	total_pages: count,
	total_results: count,
});

/** The rows of a list answer: `{data: […]}` or a bare array; `data: null` is an empty list. */
export function rowsOf(body: JsonValue): readonly JsonValue[] {
	if (Array.isArray(body)) return body;
	if (isJsonObject(body)) {
		if (Array.isArray(body.data)) return body.data;
		if (body.data === null) return [];
	}
	throw unexpected('a list');
}

/** The object of a single answer, wrapped in `data` or bare. */
export function objectOf(body: JsonValue): JsonObject {
	if (isJsonObject(body)) return isJsonObject(body.data) && body.id === undefined ? body.data : body;
	throw unexpected('an object');
}

/** The paging information of a list answer; null where there is none. */
export function metaOf(body: JsonValue): Meta | null {
	if (!isJsonObject(body)) return null;
	const read = metaSchema.safeParse(body.meta);
	if (!read.success) return null;
	const { page_number, page_size, total_pages, total_results } = read.data;
	const pages = page_size !== null && total_results !== null ? Math.ceil(total_results / page_size) : null;
	const totalPages = total_pages ?? (Number.isFinite(pages) ? pages : null);
	if (totalPages === null) return null;
	return { pageNumber: page_number, totalPages, totalResults: total_results };
}

function unexpected(wanted: string): ApiError {
	return new ApiError({
		kind: 'bad-response',
		sentence: `The server's answer is not ${wanted}.`,
		advice: 'Check TELNYX_BASE_URL: something else than the API may be answering.',
	});
}
