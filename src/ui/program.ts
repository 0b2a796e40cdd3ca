import type { QueryClient } from '@tanstack/react-query';
import type { Bindings } from '../actions/bindings.ts';
import type { ConversationsApi } from '../api/conversations-api.ts';
import type { Ticker } from '../live/follow.ts';
import type { UiStore } from '../state/store.ts';
import type { SafeText } from '../text/safe-text.ts';
import type { Writer } from '../writes/writer.ts';
import type { LiveService } from './live/live-service.ts';
import type { Presence } from './live/presence.ts';
import type { Theme } from './theme.ts';

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
	/** A row under the header for what must not be overlooked; null for none. */
	readonly banner: SafeText | null;
	/** Milliseconds since 1970. */
	readonly now: () => number;
	/** How long the cursor rests on a row before its conversation is fetched, in milliseconds. */
	readonly restMillis: number;
	/** Whether the rows on screen are looked into for their badges. */
	readonly looksForBadges: boolean;
	/** The clock of everything that happens by itself, and its timers. */
	readonly ticker: Ticker;
	readonly presence: Presence;
	readonly live: LiveService;
	/** Stops the process until the shell brings it back; settles then. */
	readonly stopProcess: () => Promise<void>;
};
