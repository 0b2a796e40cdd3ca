import type { JsonObject, JsonValue } from '../domain/json.ts';
import type { PageRequest, PageRows } from '../store/columns.ts';
import { invalid } from './errors.ts';

/** The API's default and maximum page sizes (observed on live accounts). */
export const pageSizes = { usual: 20, most: 100 } as const;

/**
 * Reads `page[number]` and `page[size]`, with `usual` as the default size. A size above the maximum is capped
 * silently; `meta` reports the real one.
 * @throws {ApiFailure} 422 for anything but a whole number from 1.
 */
export function pageRequest(query: URLSearchParams, usual: number = pageSizes.usual): PageRequest {
	return {
		number: positive(query, 'page[number]', 1),
		size: Math.min(positive(query, 'page[size]', usual), pageSizes.most),
	};
}

function positive(query: URLSearchParams, name: string, fallback: number): number {
	const text = query.get(name);
	if (text === null) return fallback;
	const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
	if (value >= 1) return value;
	throw invalid([
		{
			loc: ['query', name],
			msg: 'Input should be a whole number, at least 1',
			type: Number.isNaN(value) ? 'int_parsing' : 'greater_than_equal',
		},
	]);
}

/** A page in the API's format: `data`, and `meta` with the real page and the next one. `url` is the request's. */
export function pageAnswer(
	{ number, size }: PageRequest,
	{ rows, total }: PageRows<JsonValue>,
	url: string,
): JsonObject {
	const pages = Math.ceil(total / size);
	return {
		data: rows,
		meta: {
			page_number: number,
			page_size: size,
			total_pages: pages,
			total_results: total,
			next_page_url: number < pages ? pageUrl(url, number + 1, size) : null,
		},
	};
}

function pageUrl(url: string, number: number, size: number): string {
	const next = new URL(url);
	next.searchParams.set('page[number]', String(number));
	next.searchParams.set('page[size]', String(size));
	return `${next.pathname}${next.search}`;
}
