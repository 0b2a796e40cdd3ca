import { spawnSync } from 'node:child_process';
import { isInForeground, stopGroup, untilForeground } from './foreground.ts';
import { endOrphans, stopDescendants } from './process-tree.ts';
import { afterOther, type ScreenOutput } from './screen-output.ts';
import { lookAtSize } from './size.ts';

/** Suspends the screen through Ink, runs `wait`, and takes the terminal back. The screen knows that it is suspended. */
export type Suspend = (wait: () => Promise<void>) => Promise<void>;

/**
 * The owner of the terminal at the end: this program, the shell, or none because the program that borrowed it has
 * ended.
 */
export type Hands = 'ours' | 'shell' | 'free';

/** Tracks the owner of the terminal: this program, the shell it was stopped for, or a program that borrowed it. */
export type TerminalHolder = {
	/** Stops the process group, like Ctrl-Z, until the shell continues it. Requires that Ink is suspended. */
	readonly stopProcess: () => Promise<void>;
	/**
	 * Lends the terminal to another program while `use` runs; its signal asks that program to end. During the loan we
	 * read no keys, ignore Ctrl-C and Ctrl-\, and draw nothing. Requires that Ink is suspended.
	 */
	readonly lendTerminal: <T>(use: (signal: AbortSignal) => Promise<T>) => Promise<T>;
	/**
	 * Registers the function that suspends the screen when a signal stops or continues the program. Returns the
	 * function to unregister it.
	 */
	readonly followSuspends: (suspend: Suspend) => () => void;
	/** Starts listening for SIGTSTP and SIGCONT. Returns the function to stop listening. */
	readonly listen: () => () => void;
	readonly isLent: () => boolean;
	/**
	 * Ends a program that borrowed the terminal, takes nothing back from then on, and resolves to the owner of the
	 * terminal.
	 */
	readonly callBack: () => Promise<Hands>;
};

type Loan = { readonly callIn: AbortController; readonly over: Promise<void> };

/** Time for processes without a parent to end after the request. */
const orphanMillis = 1000;

const unheard = (): void => undefined;

/** Starts with this program as the owner. */
export function createTerminalHolder(screen: ScreenOutput): TerminalHolder {
	let suspend: Suspend | null = null;
	let loan: Loan | null = null;
	/** True during a stop or a return from one: signals that belong to it need no reaction. */
	let isChanging = false;
	let isEnding = false;
	const isOver = (): boolean => isEnding;

	const changing = async (work: () => Promise<void>): Promise<void> => {
		isChanging = true;
		try {
			await work();
		} finally {
			isChanging = false;
		}
	};
	/** Waits for the foreground. Resolves to false if the program ends in the meantime; the screen then stays held. */
	const hasForeground = async (): Promise<boolean> => {
		if (await untilForeground(isOver)) return true;
		// No shell will ever bring it to the foreground.
		if (!isEnding) process.kill(process.pid, 'SIGHUP');
		return false;
	};
	const takeBack = async (): Promise<void> => {
		if (!(await hasForeground())) return;
		await lookAtSize();
		screen.release();
	};
	const stopProcess = (): Promise<void> =>
		changing(async () => {
			screen.hold();
			await stopGroup('SIGTSTP');
			await takeBack();
		});

	const onStop = (): void => {
		if (isChanging) return;
		// The shell gets the terminal once the last process of the group has stopped, so the other program must stop first.
		if (loan !== null)
			void changing(async () => {
				await stopDescendants();
				await stopGroup('SIGTSTP');
			});
		else void suspend?.(stopProcess);
	};
	const onContinue = (): void => {
		if (isChanging || isEnding || loan !== null || suspend === null) return;
		// A stop without a signal we could handle (SIGSTOP): the shell has set its own terminal modes.
		void changing(async () => {
			screen.hold();
			if (!(await hasForeground())) return;
			await suspend?.(takeBack);
			// Even if Ink refused to suspend.
			if (!isEnding) screen.release();
		});
	};

	return {
		stopProcess,
		lendTerminal: async (use) => {
			const callIn = new AbortController();
			const { promise: over, resolve: setOver } = Promise.withResolvers<void>();
			loan = { callIn, over };
			screen.hold();
			process.on('SIGQUIT', unheard);
			// Ink no longer listens, but Node would keep reading and take half of the other program's input.
			process.stdin.pause();
			const setLine = saveLineSettings();
			try {
				return await use(callIn.signal);
			} finally {
				process.off('SIGQUIT', unheard);
				if (isEnding ? isInForeground() : await hasForeground()) {
					setLine();
					screen.writeRaw(afterOther(screen.size.get().columns));
					await lookAtSize();
					if (!isEnding) screen.release();
				}
				loan = null;
				setOver();
			}
		},
		followSuspends: (wanted) => {
			suspend = wanted;
			return () => {
				suspend = null;
			};
		},
		listen: () => {
			process.on('SIGTSTP', onStop);
			process.on('SIGCONT', onContinue);
			return () => {
				process.off('SIGTSTP', onStop);
				process.off('SIGCONT', onContinue);
			};
		},
		isLent: () => loan !== null,
		callBack: async () => {
			isEnding = true;
			if (loan !== null) {
				loan.callIn.abort();
				await loan.over;
				// A closing terminal may have ended the other program before its children.
				await endOrphans(orphanMillis);
				return isInForeground() ? 'free' : 'shell';
			}
			if (isInForeground()) return 'ours';
			screen.giveBack();
			return 'shell';
		},
	};
}

/**
 * Saves the line settings of the terminal (cooked, echo, …) and returns the function to restore them: a killed program
 * leaves its own settings behind, and Node would mistake them for the defaults. Without `stty` nothing is restored.
 */
function saveLineSettings(): () => void {
	const stty = (argument: string) =>
		spawnSync('stty', [argument], { stdio: ['inherit', 'pipe', 'ignore'], encoding: 'utf8', timeout: 1000 });
	const { status, stdout } = stty('-g');
	const saved = stdout?.trim() ?? '';
	return () => {
		if (status === 0 && saved !== '') stty(saved);
	};
}
