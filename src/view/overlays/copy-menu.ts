import type { ScreenData } from '../../data/screen-data.ts';
import type { Conversation } from '../../domain/conversation.ts';
import { instantFromMillis } from '../../domain/instant.ts';
import type { Signal } from '../../domain/signals/signal.ts';
import type { CopyEntry } from '../../state/copy-menu.ts';
import type { DetailTab } from '../../state/panes.ts';
import { topOverlay, type UiState } from '../../state/ui-state.ts';
import type { DetailView } from '../../state/view.ts';
import { copyEntries } from './copy-entries.ts';

/** What the copy menu takes from the settings and the account. */
export type CopyOptions = {
	/** The base URL of the API; null for sample data. */
	readonly address: string | null;
	/** See the setting; '' for none. */
	readonly portalUrl: string;
	/** Milliseconds since 1970. */
	readonly now: () => number;
};

/** The parts of the screen that the menu is about. */
type Shown = {
	readonly conversationOf: (id: string) => Conversation | null;
	readonly detail: (tab: DetailTab) => DetailView | null;
	readonly signals: () => readonly Signal[] | null;
};

const noEntries: readonly CopyEntry[] = [];

/** Returns a function for the entries of the open copy menu; it gives none while the menu is closed. */
export function createCopyMenu({ address, portalUrl, now }: CopyOptions) {
	return (state: UiState, data: ScreenData, shown: Shown): readonly CopyEntry[] => {
		const overlay = topOverlay(state);
		if (overlay?.kind !== 'copy') return noEntries;
		const { id, pane, block } = overlay.draft;
		const view = pane === 'list' || block === null ? null : shown.detail(pane);
		const under = view?.blocks[view.layout.indexOf.get(block ?? '') ?? -1];
		return copyEntries({
			draft: overlay.draft,
			data,
			conversation: id === null ? null : shown.conversationOf(id),
			signals: data.open?.id === id ? shown.signals() : null,
			source: under?.source ?? null,
			query: state.query,
			address,
			portalUrl,
			// The dates of the list count from there.
			now: data.list.asOf ?? instantFromMillis(now()),
		});
	};
}
