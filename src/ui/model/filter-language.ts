import type { FilterLanguage } from '../../actions/action.ts';
import { instantFromMillis } from '../../domain/instant.ts';
import type { View } from '../../state/view.ts';
import { localZone } from '../../text/zone.ts';
import { knownValues } from './known-values.ts';
import { memoLast } from './memo.ts';
import type { ScreenData } from './screen-data.ts';

const knownOf = memoLast(knownValues);

/** What a filter is typed against at a moment, in milliseconds since 1970. */
export function languageOf(nowMillis: number, view: View, data: ScreenData): FilterLanguage {
	const context = {
		now: instantFromMillis(nowMillis),
		zone: localZone,
		assistants: data.assistantNames,
	};
	const known = knownOf(data.list.rows, view.metadataKeys, data.assistantNames);
	return { context, known: { ...known, when: context } };
}
