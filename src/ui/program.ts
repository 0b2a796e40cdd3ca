import type { QueryClient } from '@tanstack/react-query';
import type { Bindings } from '../actions/bindings.ts';
import type { WatchesService } from '../actions/watches-service.ts';
import type { ConversationsApi } from '../api/conversations-api.ts';
import type { SignalSettings } from '../domain/signals/settings.ts';
import type { Ticker } from '../live/ticker.ts';
import type { UiStore } from '../state/store.ts';
import type { SafeText } from '../text/safe-text.ts';
import type { Writer } from '../writes/writer.ts';
import type { LiveService } from './live/live-service.ts';
import type { Presence } from './live/presence.ts';
import type { Theme } from './theme.ts';

/** What came of a text that the user's own editor was given. */
export type EditedOutside =
	| { readonly kind: 'changed'; readonly text: string; readonly note: string | null }
	| { readonly kind: 'unchanged'; readonly note: string | null }
	| { readonly kind: 'failed'; readonly problem: string };

/** Opens a text in the user's own editor as a file of that name, at a line (from 1) where one is given. */
export type EditOutside = (
	text: string,
	file: { readonly name: string; readonly line?: number | null },
) => Promise<EditedOutside>;

/** Everything the screen is given from outside. Whatever is not deterministic is in here. */
export type Program = {
	readonly api: ConversationsApi;
	/** What every write goes through: the API, and the records of this machine. */
	readonly writer: Writer;
	readonly client: QueryClient;
	readonly store: UiStore;
	readonly theme: Theme;
	readonly bindings: Bindings;
	/** Whose conversations these are: `demo`, a profile, a host. */
	readonly account: SafeText;
	/** Where it comes from that nothing may be written to the account; null where it may. */
	readonly readOnly: string | null;
	/** A row under the header for what must not be overlooked; null for none. */
	readonly banner: SafeText | null;
	/** Milliseconds since 1970. */
	readonly now: () => number;
	/** How long the cursor rests on a row before its conversation is fetched, in milliseconds. */
	readonly restMillis: number;
	/** Whether the rows on screen are looked into for their badges. */
	readonly looksForBadges: boolean;
	/** What counts as a sign of trouble in a conversation. */
	readonly signals: SignalSettings;
	/** The clock of everything that happens by itself, and its timers. */
	readonly ticker: Ticker;
	readonly presence: Presence;
	readonly live: LiveService;
	readonly watches: WatchesService;
	/** For how many days the trash keeps what is deleted. */
	readonly trashDays: number;
	/** Stops the process until the shell brings it back; settles then. */
	readonly stopProcess: () => Promise<void>;
	/** To be called while the terminal is suspended. */
	readonly editOutside: EditOutside;
};
