import type { Terminal } from '../harness/terminal.ts';
import { isFree, rowsOn } from './screen.ts';
import type { Held, Stage } from './stage.ts';

/** The program's terminal and the server, for the steps of a feature. */
export type Scene = { readonly terminal: Terminal; readonly stage: Stage };

/** A feature: a column of the table. All conversations are named 'Row N', the newest 'Row 1'. */
export type Feature = {
	readonly name: string;
	/** The requests that the fault applies to. */
	readonly target: string;
	readonly settings?: object;
	readonly args?: readonly string[];
	/** Prepares the feature, before the fault. */
	readonly ready?: (scene: Scene) => Promise<unknown>;
	/** Runs the feature, under the fault. */
	readonly act: (scene: Scene) => Promise<unknown> | undefined;
	/** Whether the screen shows the feature as done. */
	readonly isClaimed: (screen: string) => boolean;
	/** How often the server has stored the write; only for features that write. */
	readonly writes?: (held: readonly Held[]) => number;
	/** Repeats the feature after the fault; a write only if the server does not have it. */
	readonly again?: (scene: Scene) => Promise<unknown>;
	/** Whether nothing is lost, judging by the server, the records, and the screen under the fault. */
	readonly isSafe?: (held: readonly Held[], records: string, screen: string) => boolean;
	/** A key that scrolls to the result: rows added above the cursor's row are off the screen. */
	readonly look?: string;
	/** False if the rows need not stay on the screen. */
	readonly keepsRows?: false;
};

const rowOf = (screen: string, name: string): number =>
	screen.split('\n').findIndex((line) => new RegExp(`\\b${name}\\b`).test(line));

const noted = (held: readonly Held[], key: string, value: string): number =>
	held.filter(({ metadata }) => metadata[key] === value).length;

const isWaited = ([header = '']: readonly string[]): boolean =>
	/no answer for|retry in|try \d of \d|each second/.test(header);
const isPending = ([header = '']: readonly string[]): boolean =>
	/\bloading\b|\b(?:saving|deleting|creating|sending|taking over)…|\bbatch \d/.test(header);

/** Ends all waits, of reads first and then of writes. The screen names a wait after three seconds. */
const endWait = async ({ terminal }: Scene): Promise<void> => {
	for (let left = 3; left > 0; left--) {
		if (isPending(terminal.screen())) await terminal.waitFor(isWaited, 3500).catch(() => undefined);
		const isLast = !isWaited(terminal.screen());
		terminal.press('Esc');
		await terminal.waitFor(() => false, 300).catch(() => undefined);
		if (isLast) return;
	}
};
const refresh = async (scene: Scene): Promise<void> => {
	await endWait(scene);
	scene.terminal.press('r');
};
/** Refreshes the pane beside the list. */
const refreshPane = async (scene: Scene): Promise<void> => {
	await endWait(scene);
	scene.terminal.press('Tab', 'r');
};

/** Closes all overlays and starts over. */
const leave = async (scene: Scene, ready: (scene: Scene) => Promise<unknown>): Promise<void> => {
	const { terminal } = scene;
	await endWait(scene);
	for (let left = 4; left > 0 && !isFree(terminal.screen()); left--) {
		terminal.press('Esc');
		await terminal.waitFor(isFree, 700).catch(() => undefined);
	}
	await ready(scene);
};

const toDelete = async ({ terminal }: Scene) => {
	terminal.press('D');
	return await terminal.waitFor(/Delete this conversation[\s\S]*Messages +2 /, 3000);
};
const toTakeOver = async ({ terminal }: Scene) => {
	terminal.press('A');
	return await terminal.waitFor('Take over this conversation?', 3000);
};
const toSave = async ({ terminal }: Scene) => {
	terminal.press('e');
	await terminal.waitFor('Metadata of Row 1', 3000);
	terminal.press('Enter', 'Ctrl-u', 'm', 'i', 'n', 'e', 'Enter', 'Ctrl-a');
	return await terminal.waitFor('Save 1 change to', 3000);
};
const toCreate = async ({ terminal }: Scene) => {
	terminal.press('c');
	await terminal.waitFor('New conversation', 3000);
	terminal.press('Enter', 'Ctrl-u', 'N', 'e', 'w', 'Enter', 'Ctrl-a');
	return await terminal.waitFor('Create this conversation?', 3000);
};
const toWrite = async ({ terminal }: Scene) => {
	terminal.press('m');
	await terminal.waitFor('Message to Row 1', 3000);
	if (terminal.screen().some((line) => line.includes('hello'))) return;
	terminal.type('hello');
	await terminal.waitFor('hello', 3000);
};
const toBatch = async ({ terminal }: Scene) => {
	if (!terminal.screen().some((line) => line.includes('2 marked'))) terminal.press('Space', 'j', 'Space');
	await terminal.waitFor('2 marked', 3000);
	terminal.press('e');
	await terminal.waitFor('set or remove a key', 3000);
	terminal.type('tier=gold');
	terminal.press('Enter');
	return await terminal.waitFor('Set tier on 2 conversations?', 3000);
};

const press =
	(...keys: string[]) =>
	async ({ terminal }: Scene) =>
		terminal.press(...keys);

/** A feature that one key runs after `ready`; the same steps repeat it. */
const byKey = (ready: (scene: Scene) => Promise<unknown>, key: string) => ({
	ready,
	act: press(key),
	again: async (scene: Scene) => {
		await leave(scene, ready);
		scene.terminal.press(key);
	},
});

const conversation = '/ai/conversations/*';

export const features: readonly Feature[] = [
	{
		name: 'start',
		target: 'GET /ai/**',
		act: () => undefined,
		isClaimed: (screen) => rowsOn(screen.split('\n')) > 7 && /(?:first|last) words of \d/.test(screen),
		again: refresh,
		look: 'g',
		keepsRows: false,
	},
	{
		name: 'next page',
		target: 'GET /ai/conversations',
		act: press('G'),
		isClaimed: (screen) => /130 loaded/.test(screen),
		again: refresh,
		look: 'G',
	},
	{
		name: 'transcript',
		target: `GET ${conversation}/messages`,
		act: press('j'),
		isClaimed: (screen) => /(?:first|last) words of 2\b/.test(screen),
		again: refreshPane,
	},
	{
		name: 'insights',
		target: `GET ${conversation}/conversations-insights`,
		act: press('j', '3'),
		isClaimed: (screen) => /insight of 2\b/.test(screen),
		again: refreshPane,
	},
	{
		name: 'refresh',
		target: 'GET /ai/conversations',
		act: async ({ terminal, stage }) => {
			stage.say('Row 9', 'more');
			terminal.press('r');
		},
		isClaimed: (screen) => rowOf(screen, 'Row 9') < rowOf(screen, 'Row 8') && rowOf(screen, 'Row 9') > 0,
		again: refresh,
		look: 'g',
	},
	{
		name: 'filter',
		target: 'GET /ai/conversations',
		act: async ({ terminal }) => {
			terminal.press('=');
			await terminal.waitFor('─ Filter ─', 3000);
			terminal.type('name:"Row 77"');
			await terminal.waitFor('GET /ai/conversations? name=', 3000);
			terminal.press('Enter');
		},
		isClaimed: (screen) => /1 of 1 loaded/.test(screen) && /Row 77\b/.test(screen),
		again: refresh,
		keepsRows: false,
	},
	{
		name: 'live',
		target: 'GET /ai/conversations',
		settings: { liveSeconds: 1 },
		ready: async ({ terminal }) => {
			terminal.press('t');
			return await terminal.waitFor(/live,.* next in/, 4000);
		},
		act: async ({ stage }) => stage.say('Row 9', 'more'),
		// The row moved to the top, which may be above the screen.
		isClaimed: (screen) => /1 new ↑/.test(screen) || rowOf(screen, 'Row 9') < rowOf(screen, 'Row 8'),
		again: refresh,
		look: 'g',
	},
	{
		name: 'tail',
		target: 'GET /ai/**',
		args: ['tail', '--interval', '1'],
		act: async ({ stage }) => {
			stage.say('Row 9', 'said-1');
			stage.say('Row 3', 'said-2');
		},
		isClaimed: (screen) => /said-1/.test(screen) && /said-2/.test(screen),
		isSafe: (_, __, screen) => (screen.match(/said-1/g) ?? []).length <= 1,
		keepsRows: false,
	},
	{
		name: 'save',
		target: `PUT ${conversation}`,
		...byKey(toSave, 'Enter'),
		isClaimed: (screen) => /Saved Row 1\b/.test(screen),
		writes: (held) => noted(held, 'note', 'mine'),
	},
	{
		name: 'create',
		target: 'POST /ai/conversations',
		...byKey(toCreate, 'y'),
		isClaimed: (screen) => /Created New\b/.test(screen),
		writes: (held) => held.filter(({ name }) => name === 'New').length,
	},
	{
		name: 'delete',
		target: `DELETE ${conversation}`,
		...byKey(toDelete, 'y'),
		isClaimed: (screen) => /Deleted Row 1\./.test(screen),
		writes: (held) => (held.some(({ name }) => name === 'Row 1') ? 0 : 1),
		isSafe: (held, records) => held.some(({ name }) => name === 'Row 1') || /last words of 1\b/.test(records),
	},
	{
		name: 'takeover',
		target: `PUT ${conversation}`,
		...byKey(toTakeOver, 'y'),
		isClaimed: (screen) => /You took this over/.test(screen),
		writes: (held) => noted(held, 'ai_disabled', 'true'),
	},
	{
		name: 'batch',
		target: `PUT ${conversation}`,
		ready: toBatch,
		act: press('y'),
		isClaimed: (screen) => /Set tier to “gold”: 2 done\./.test(screen),
		writes: (held) => Math.floor(noted(held, 'tier', 'gold') / 2),
		again: async (scene) => {
			// A batch still waits as long as the server asked; x ends it.
			scene.terminal.press('x');
			await leave(scene, toBatch);
			scene.terminal.press('y');
		},
	},
	{
		name: 'message',
		target: `POST ${conversation}/message`,
		...byKey(toWrite, 'Ctrl-x'),
		isClaimed: (screen) => /Added to the history\./.test(screen),
		writes: (held) => held.flatMap(({ messages }) => messages).filter((text) => text === 'hello').length,
		isSafe: (held, _, screen) =>
			/hello/.test(screen) || held.some(({ messages }) => messages.includes('hello')),
	},
];
