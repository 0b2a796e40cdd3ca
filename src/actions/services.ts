import type { Again } from '../domain/batch-task.ts';
import type { ConfigFile } from '../domain/file-trouble.ts';
import type { Instant } from '../domain/instant.ts';
import type { BatchTask, ExportTask } from '../domain/records.ts';
import type { CopyContent } from '../state/copy-menu.ts';
import type { MetadataSave } from '../state/edits.ts';
import type { ExportDraft } from '../state/exports.ts';
import type { MetadataDraft } from '../state/metadata/metadata-draft.ts';
import type { PaneId } from '../state/panes.ts';

/** Deletes conversations. Fire-and-forget: the outcome appears as data and as a notice. */
export type ConversationsService = {
	/** Days for which the trash keeps deleted conversations. */
	readonly trashDays: number;
	/** Deletes the conversation after the local trash has a copy. `title` names it in notices. */
	readonly remove: (id: string, title: string) => void;
};

/** Marks conversations done on this machine. Fire-and-forget: failures appear as notices. */
export type DoneService = {
	/** Marks conversations done through a message, or open (null), and stores that for the next start. */
	readonly note: (doneThrough: ReadonlyMap<string, Instant | null>) => void;
};

/** Sends messages to conversations. The draft and its outcome are in the UI state. */
export type MessageService = {
	/** Sends the conversation's draft. A second attempt cannot add the same message twice. */
	readonly send: (id: string) => void;
};

/** Saves metadata. Fire-and-forget: the outcome appears as a notice and in `UiState.edits`. */
export type MetadataService = {
	/** Shows the new map at once and rolls it back if the save fails. Writes to one conversation run one at a time. */
	readonly save: (save: MetadataSave) => void;
	/** Creates a conversation from the editor's draft. A retry creates no second one. */
	readonly create: (draft: MetadataDraft) => void;
};

/** Runs the external editor, which takes over the terminal. The edited text comes back into the state. */
export type OutsideService = {
	/** Opens the multi-line text that has the keyboard. */
	readonly editField: () => void;
	/** Opens the metadata of a conversation as JSON, or an earlier text of it that was not valid JSON. */
	readonly editMetadata: (id: string) => void;
	/** Reads and shows the settings and views files. */
	readonly showConfig: () => void;
	/** Opens the file at the line of its problem, then shows both files again. */
	readonly editConfig: (file: ConfigFile) => void;
};

/** Changes the account on the screen. */
export type AccountService = {
	/** Reads and shows the accounts. */
	readonly show: () => void;
	/**
	 * Reads the key of the account and starts the program anew with it, unless `obstacle` then gives a reason not to.
	 * A notice says why the account stays.
	 */
	readonly change: (name: string | null, obstacle: () => string | null) => void;
};

/** Runs batches over many conversations. Fire-and-forget: their progress is in `UiState.batches`. */
export type BatchesService = {
	/** Starts a batch and shows it. `titles` maps conversation ids to titles. */
	readonly start: (
		task: BatchTask,
		ids: readonly string[],
		titles: { readonly [id: string]: string },
	) => void;
	/** Ends the running batch: no further item starts. */
	readonly end: () => void;
	/** Reads the batches on disk. */
	readonly read: () => void;
	/** Asks the server for the outcome of items that were under way when a batch was cut off. */
	readonly settle: (batchId: string) => void;
	/** Starts a new batch over the failed items, or over those not started. */
	readonly again: (batchId: string, again: Again) => void;
	/** Marks all conversations of the list's filter, loading the rest; unmarks all if all are marked. */
	readonly markAll: () => void;
	/** Quits once the requests under way have ended. */
	readonly endAndQuit: () => void;
};

/** Exports conversations to files. Fire-and-forget: state and outcome are in `UiState.exports` and in notices. */
export type ExportsService = {
	/** Begins the export of a form; asks first if its file exists. */
	readonly begin: (draft: ExportDraft) => void;
	/** Fetches the conversations of a task. With `replaces`, the user agreed to replace the file at its path. */
	readonly start: (task: ExportTask, of: Pick<ExportDraft, 'ids' | 'titles'>, replaces: boolean) => void;
	/** Goes on with the export of a batch whose conversations are fetched. */
	readonly resume: (batchId: string) => void;
	/** Writes the file of the current export. With `replaces`, the user agreed to replace the one that is there. */
	readonly write: (replaces?: boolean) => void;
	/** Stops reading; the conversations stay. */
	readonly pause: () => void;
	/** Gives the current export up and removes its conversations from this machine. */
	readonly discard: () => void;
};

/** Acts on the trash. Fire-and-forget: the outcome appears as a notice, and the lists reload. */
export type TrashService = {
	/** Exports a trashed conversation to a new NDJSON file at `path`. */
	readonly export: (name: string, path: string) => void;
	/** Recreates a trashed conversation under a new id; after a failure, continues where it stopped. */
	readonly restore: (name: string) => void;
	/** Stops a running restoration between two messages. */
	readonly stop: (name: string) => void;
	/** Asks the server whether an unconfirmed deletion took place, and records it if so. */
	readonly check: (name: string) => void;
	/** Reloads the lists of records. */
	readonly refresh: () => void;
};

/** The part of the saved views' alerts that actions use. */
export type AlertsService = {
	/** Whether the settings name a command for alerts. */
	readonly hasCommand: boolean;
	/** Id of the conversation of the latest alert; null before the first one. */
	readonly latest: () => string | null;
};

/** Everything an action can start outside the UI state. Fire-and-forget: answers appear as data or as notices. */
export type Services = {
	readonly refresh: (pane: PaneId) => void;
	readonly refreshAll: () => void;
	/**
	 * Opens a conversation by its id, a call control id or a phone number. `says` is the notice once it is open;
	 * `onNone` runs if there is no such conversation.
	 */
	readonly jump: (text: string, options?: { readonly says: string; readonly onNone: () => void }) => void;
	readonly conversations: ConversationsService;
	readonly done: DoneService;
	readonly messages: MessageService;
	readonly account: AccountService;
	readonly outside: OutsideService;
	readonly trash: TrashService;
	/** Copies a text, or a conversation once it is loaded to its end. A notice says where it went; `name` names it. */
	readonly copy: (name: string, content: CopyContent) => void;
	readonly suspend: () => void;
	readonly redraw: () => void;
	/** Ends the waits that the screen shows; false if there are none. */
	readonly endWaits: () => boolean;
	readonly quit: () => void;
	readonly metadata: MetadataService;
	readonly batches: BatchesService;
	readonly exports: ExportsService;
	readonly alerts: AlertsService;
};
