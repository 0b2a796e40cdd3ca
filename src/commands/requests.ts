import { conversationPath, conversationsPath } from '../api/request-paths.ts';
import { type JsonObject, jsonObject } from '../domain/json.ts';
import { objectRow, type ShownRow } from './output/shown-row.ts';

/** The columns of `--dry-run`. */
export const requestColumns = ['method', 'path', 'body'] as const;

/**
 * A request that `--dry-run` prints in place of sending it, about a conversation or, with a null id, the list. `body`
 * null stands for none.
 */
export function requestRow(
	method: 'POST' | 'PUT' | 'DELETE',
	{ id, part }: { readonly id: string | null; readonly part?: string },
	body: JsonObject | null,
): ShownRow {
	const path = (id === null ? null : conversationPath(id)) ?? conversationsPath;
	const whole = `/${path}${part === undefined ? '' : `/${part}`}`;
	return objectRow(
		jsonObject([
			['method', method],
			['path', whole],
			['body', body],
		]),
	);
}
