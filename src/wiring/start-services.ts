import type { Environment } from '../backend.ts';
import type { Settings } from '../config/settings.ts';
import { alertSequence, createAlertCommand } from '../external-programs/alert-command.ts';
import { createClipboard } from '../external-programs/clipboard.ts';
import { createEditFile, createEditOutside, withIdle } from '../external-programs/edit-outside.ts';
import { createLive } from '../services/live-list.ts';
import type { Runtime } from '../services/runtime.ts';
import { createSavedViewAlerts } from '../services/saved-view-alerts.ts';
import { createAlertSender } from '../services/send-alert.ts';
import { createTerminalPresence } from '../services/terminal-presence.ts';
import type { TerminalTools } from '../terminal/run-in-terminal.ts';
import { queryTextContext } from './start-state.ts';

type Tools = Pick<Runtime, 'api' | 'client' | 'store' | 'ticker' | 'now'> & {
	readonly environment: Environment;
	/** The folder for a copied text that no clipboard takes. */
	readonly stateFolder: string;
	readonly settings: Pick<Settings, 'liveSeconds' | 'alertCommand'>;
	readonly terminal: TerminalTools;
};

/** Services that run in the background, and those that borrow the terminal. */
type Started = Pick<
	Runtime,
	'terminalPresence' | 'live' | 'alerts' | 'editOutside' | 'editFile' | 'clipboard'
> & {
	/** Ends every service; settles once no request is in flight. */
	readonly close: () => Promise<void>;
};

/** Starts the live list and the alerts of saved views, and connects the user's own editor. */
export function startServices(tools: Tools): Started {
	const { environment, stateFolder, settings, api, client, store, terminal, ticker, now } = tools;
	const terminalPresence = createTerminalPresence();
	const shared = { api, store, now, ticker, random: Math.random, terminalPresence };
	const live = createLive({ ...shared, client, intervalMillis: settings.liveSeconds * 1000 });
	const alerts = createAlertSender({
		store,
		alert: (text) => {
			if (!terminalPresence.isAway()) terminal.writeBetweenFrames(alertSequence(text, environment));
		},
		run: createAlertCommand(environment, settings.alertCommand),
	});
	const viewAlerts = createSavedViewAlerts({
		...shared,
		context: (queryText) => queryTextContext(queryText, { api, client, now }),
		send: alerts.send,
	});
	const editor = withIdle(createEditOutside(environment, terminal.lendTerminal));
	return {
		terminalPresence,
		live,
		alerts,
		editOutside: editor.edit,
		editFile: createEditFile(environment, terminal.lendTerminal),
		clipboard: createClipboard({
			environment,
			platform: process.platform,
			write: (sequence) => !terminalPresence.isAway() && terminal.writeBetweenFrames(sequence),
			keep: async (text) => {
				const { openCopiedFile } = await import('../records/copied-file.ts');
				return openCopiedFile(stateFolder, () => crypto.randomUUID())(text);
			},
		}),
		close: async () => {
			// Deletes the file of an editor that ended with the program, unless the user wrote in it.
			await editor.idle();
			await live.close();
			await viewAlerts.close();
		},
	};
}
