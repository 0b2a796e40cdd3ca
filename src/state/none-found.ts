import { countText } from '../text/count.ts';
import type { UiState } from './ui-state.ts';
import type { SignalsRead } from './view.ts';

/** Said before the server is asked, and when it was: a failure is in no field that it searches. */
export const serverSearchWords = 'names, numbers and ids, not signals';

/** The sentences for a search of the list that matches no loaded row: where it looked, and what else to do. */
export function noneFoundWords(
	{ narrowedTo, attention }: Pick<UiState, 'narrowedTo' | 'attention'>,
	{ rows, of }: SignalsRead,
): readonly string[] {
	const read = `The signals of ${countText(rows)} of ${countText(of)} rows are read`;
	return [
		`No loaded row contains “${narrowedTo ?? ''}”.`,
		...(rows >= of ? [] : [attention.isOn ? `${read}.` : `${read}; ! reads more.`]),
		`Ctrl-g asks the server for ${serverSearchWords}.`,
	];
}
