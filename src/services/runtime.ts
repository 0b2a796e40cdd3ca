import type { QueryClient } from '@tanstack/react-query';
import type { Bindings } from '../actions/keys/bindings.ts';
import type { AlertsService } from '../actions/services.ts';
import type { Patience } from '../api/brake.ts';
import type { ConversationsApi } from '../api/conversations-api.ts';
import type { CopiedTo } from '../domain/copied-to.ts';
import type { EditOutside } from '../domain/external-edit.ts';
import type { ConfigFile, FileTrouble } from '../domain/file-trouble.ts';
import type { SignalSettings } from '../domain/signals/signal.ts';
import type { Ticker } from '../live/ticker.ts';
import type { AccountRow } from '../state/account-choice.ts';
import type { UiStore } from '../state/store.ts';
import type { CleanText } from '../text/clean-text.ts';
import type { SafeText } from '../text/safe-text.ts';
import type { Writer } from '../writes/attempt.ts';
import type { LiveService } from './live-list.ts';
import type { TerminalPresence } from './terminal-presence.ts';

/** The accounts that the screen can change to. */
export type AccountsRuntime = {
	/** Reads them now; `problem` says why profiles are missing. */
	readonly list: () => { readonly rows: readonly AccountRow[]; readonly problem: string | null };
	/** Reads the key of an account; the program starts anew with it when it ends. Resolves with a problem, or null. */
	readonly prepare: (name: string | null) => Promise<string | null>;
	/** Takes that back. */
	readonly stay: () => void;
};

/** Everything that services need from outside, including the clock and all other nondeterminism. */
export type Runtime = Patience & {
	readonly api: ConversationsApi;
	/** The way of every write: the API, and the records of this machine. */
	readonly writer: Writer;
	readonly client: QueryClient;
	readonly store: UiStore;
	readonly accounts: AccountsRuntime;
	readonly bindings: Bindings;
	/** The account on the screen: `demo`, a profile or a host. */
	readonly account: SafeText;
	/** True for Telnyx's own API: what is written there, customers hear. */
	readonly isProduction: boolean;
	/** Why the account is read-only; null if it can be written. */
	readonly readOnly: string | null;
	/** The settings problem that blocks all writes; null if there is none. */
	readonly hold: FileTrouble | null;
	/** A warning in its own row under the header; null for none. */
	readonly banner: SafeText | null;
	/** True if headings stand over the columns of the list. */
	readonly hasHeadings: boolean;
	/** Milliseconds since 1970. */
	readonly now: () => number;
	/** How long the cursor rests on a row before its conversation is fetched, in milliseconds. */
	readonly restMillis: number;
	/** Whether transcripts of rows on the screen are read for their badges. */
	readonly looksForBadges: boolean;
	/** The thresholds of signals, and which signals are off. */
	readonly signals: SignalSettings;
	/** Clock and timers of polling and alerts. */
	readonly ticker: Ticker;
	readonly terminalPresence: TerminalPresence;
	readonly live: LiveService;
	readonly alerts: AlertsService;
	/** The version of tconv. */
	readonly version: string;
	/** The country of phone numbers without a country code, as two letters. */
	readonly redactCountry: string;
	/** How many days the trash keeps a conversation. */
	readonly trashDays: number;
	/** Stops the process; settles when the shell continues it. */
	readonly stopProcess: () => Promise<void>;
	/** Calls `suspend` when a signal stops or continues the process. Returns the function that unsubscribes. */
	readonly followSuspends: (suspend: (wait: () => Promise<void>) => Promise<void>) => () => void;
	/** Edits text in the user's editor. Call this and `editFile` only while the terminal is suspended. */
	readonly editOutside: EditOutside;
	/** Opens the file itself in the user's editor, at a line; settles with a problem, or null. */
	readonly editFile: (path: string, line: number | null) => Promise<string | null>;
	/** The base URL of the API; null for sample data. */
	readonly address: string | null;
	/** The address of a conversation in the portal, with placeholders; '' for none. */
	readonly portalUrl: string;
	/** Copies a text, whole or not at all. Never rejects. */
	readonly clipboard: (text: CleanText) => Promise<CopiedTo>;
	/** Checks the files of settings and saved views. */
	readonly lookAtConfig: () => readonly ConfigFile[];
};

/** The part of the runtime that writes need. */
export type WriteRuntime = Pick<Runtime, 'api' | 'store' | 'writer'>;
