import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Log } from '../domain/log.ts';
import type { LiveState } from '../live/poller.ts';
import type { UiStore } from '../state/store.ts';

/** The shortest block logged, in milliseconds: a longer wait for a key is noticeable. */
const leastBlock = 50;
const lookMillis = 1000;

/** Logs a session beside its requests. */
export type LoggedSession = {
	/** The store, logging the type of every event. Payloads stay out: they may quote conversations. */
	readonly store: UiStore;
	/** Starts logging the phases of the live list. */
	readonly logPolls: (live: Live) => void;
	readonly end: () => void;
};

type Live = {
	readonly getState: () => LiveState | null;
	readonly subscribe: (listener: () => void) => () => void;
};

/** Starts logging a session. With a null log, returns the store unchanged. */
export function logSession(log: Log | null, store: UiStore): LoggedSession {
	if (log === null) return { store, logPolls: () => undefined, end: () => undefined };
	const ends = [logBlocks(log)];
	return {
		store: {
			...store,
			dispatch: (event) => {
				log({ kind: 'state', event: event.type });
				store.dispatch(event);
			},
		},
		logPolls: (live) => ends.push(logPhases(live, log)),
		end: () => {
			for (const end of ends) end();
		},
	};
}

function logPhases(live: Live, log: Log): () => void {
	let last = '';
	return live.subscribe(() => {
		const { phase, lastError } = live.getState() ?? { phase: 'off', lastError: null };
		const error = lastError?.message;
		if (last === `${phase} ${error}`) return;
		last = `${phase} ${error}`;
		log({ kind: 'poll', phase, ...(error === undefined ? {} : { error }) });
	});
}

/** Logs how long the event loop was blocked, at most once a second. Returns the function that ends it. */
function logBlocks(log: Log): () => void {
	const delay = monitorEventLoopDelay({ resolution: 10 });
	delay.enable();
	const timer = setInterval(() => {
		const millis = Math.round(delay.max / 1e6);
		delay.reset();
		if (millis >= leastBlock) log({ kind: 'blocked', millis });
	}, lookMillis).unref();
	return () => {
		clearInterval(timer);
		delay.disable();
	};
}
