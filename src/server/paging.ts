import type { JsonObject } from '../domain/json.ts';
import type { PageRequest, PageRows } from '../store/page.ts';
import { invalid } from './errors.ts';

/** What the API gives per page without being asked, and at most (observed on live accounts). */
export const pageSizes = { usual: 20, most: 100 } as const;

/**
 * Reads `page[number]` and `page[size]`. A size above the maximum is capped without a word; `meta` tells.
 * @throws {ApiFailure} 422 for anything that is no whole number from 1.
 */
export function pageRequest(query: URLSearchParams): PageRequest {
	return {
		number: positive(query, 'page[number]', 1),
		size: Math.min(positive(query, 'page[size]', pageSizes.usual), pageSizes.most),
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

/** A page in the API's shape: `data`, and `meta` with what was really given. */
export function pageAnswer({ number, size }: PageRequest, { rows, total }: PageRows<JsonObject>): JsonObject {
	return {
		data: rows,
		meta: {
			page_number: number,
			page_size: size,
			total_pages: Math.ceil(total / size),
			total_results: total,
		},
	};
}
