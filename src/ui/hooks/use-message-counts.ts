import { useQueries } from '@tanstack/react-query';
import type { DialogFact } from '../../state/dialog.ts';
import { countText } from '../../text/count.ts';
import { safe, t } from '../../text/safe.ts';
import type { SafeText } from '../../text/safe-text.ts';
import { sentenceOf } from '../lines/error-lines.ts';
import type { Program } from '../program.ts';
import { messageCountOptions } from '../queries/message-count-query.ts';

/** How many messages the conversations of a dialog's facts have: asked for while it is open. */
export function useMessageCounts({ api }: Program, facts: readonly DialogFact[]): (id: string) => SafeText {
	const ids = facts.flatMap(({ value }) => (typeof value === 'string' ? [] : [value.messagesOf]));
	const counts = useQueries({ queries: ids.map((id) => messageCountOptions(api, id)) });
	return (id) => {
		const count = counts[ids.indexOf(id)];
		if (count?.error != null) return t`unknown: ${sentenceOf(count.error)}`;
		return count?.data === undefined ? t`counting…` : safe(countText(count.data));
	};
}
