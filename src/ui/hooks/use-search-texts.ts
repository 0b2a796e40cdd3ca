import { useEffect } from 'react';
import { prepareSearch } from '../model/list-search.ts';
import type { ScreenData } from '../model/screen-data.ts';

/** Puts together what a search of the list looks at as rows come in, once they are drawn: a search then finds it done. */
export function useSearchTexts({ list, assistantNames }: ScreenData): void {
	const { rows } = list;
	useEffect(() => prepareSearch(rows, assistantNames), [rows, assistantNames]);
}
