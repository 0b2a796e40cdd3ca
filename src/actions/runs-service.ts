import type { RunTask } from '../domain/records.ts';
import type { Again } from '../domain/run-task.ts';

/** Runs over many conversations. Nothing here waits: how they stand is in `UiState.runs`. */
export type RunsService = {
	/** Begins a run, and shows it. `titles` are what the conversations are called, by their ids. */
	readonly start: (task: RunTask, ids: readonly string[], titles: { readonly [id: string]: string }) => void;
	/** Ends the one that goes on: nothing more is begun. */
	readonly end: () => void;
	/** Reads the runs that are on disk. */
	readonly read: () => void;
	/** Asks the server about what had been begun when a run was cut off. */
	readonly settle: (runId: string) => void;
	/** A run of its own over what failed, or over what was never begun. */
	readonly again: (runId: string, again: Again) => void;
	/** Marks everything that the list's filter finds, loading it; takes all marks away where all are marked. */
	readonly markAll: () => void;
	/** Leaves the program once what is under way has ended. */
	readonly endAndQuit: () => void;
};
