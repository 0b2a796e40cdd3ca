import * as z from 'zod/mini';
import { isJsonObject, type JsonValue } from '../domain/json.ts';
import { ApiError } from './errors.ts';

/** A page's position in its list, as stated by the server; null for missing values. */
export type Meta = {
	readonly pageNumber: number | null;
	readonly totalPages: number | null;
	/** True if the server names a next page, false if it states that there is none. */
	readonly hasNext: boolean | null;
	readonly totalResults: number | null;
};

const count = z.catch(z.nullable(z.coerce.number().check(z.int(), z.nonnegative())), null);
const metaSchema = z.object({
	page_number: count,
	page_size: count,
	total_pages: count,
	total_results: count,
	next_page_url: z.catch(z.optional(z.nullable(z.string())), undefined),
});

/** The rows of a list answer: `{data: […]}` or a bare array; `data: null` is an empty list. */
export function rowsOf(body: JsonValue): readonly JsonValue[] {
	if (Array.isArray(body)) return body;
	if (isJsonObject(body)) {
		if (Array.isArray(body.data)) return body.data;
		if (body.data === null) return [];
	}
	throw new ApiError({
		kind: 'bad-response',
		sentence: "The server's answer is not a list.",
		advice: 'Check TELNYX_BASE_URL: another server may be answering.',
	});
}

/** The paging information of a list answer; null if there is none. */
export function metaOf(body: JsonValue): Meta | null {
	if (!isJsonObject(body)) return null;
	const read = metaSchema.safeParse(body.meta);
	if (!read.success) return null;
	const { page_number, page_size, total_pages, total_results, next_page_url } = read.data;
	const pages = page_size !== null && total_results !== null ? Math.ceil(total_results / page_size) : null;
	const totalPages = total_pages ?? (Number.isFinite(pages) ? pages : null);
	const hasNext = next_page_url === undefined ? null : next_page_url !== null && next_page_url !== '';
	if (totalPages === null && hasNext === null) return null;
	return { pageNumber: page_number, totalPages, hasNext, totalResults: total_results };
}
