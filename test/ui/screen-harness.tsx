import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { QueryClient } from '@tanstack/react-query';
import { Text } from 'ink';
import { render } from 'ink-testing-library';
import { onTestFinished } from 'vitest';
import { bindKeys, type KeyOverrides } from '../../src/actions/bindings.ts';
import { actions } from '../../src/actions/table.ts';
import { ConversationsApi } from '../../src/api/conversations-api.ts';
import { millisOf } from '../../src/domain/instant.ts';
import { defaultSignalSettings, type SignalSettings } from '../../src/domain/signals/settings.ts';
import type { ConversationBundle } from '../../src/domain/wire.ts';
import { openRecords } from '../../src/local/open-records.ts';
import type { RunWatchCommand } from '../../src/outside/watch-command.ts';
import { createServer } from '../../src/server/server.ts';
import { createUiStore } from '../../src/state/store.ts';
import type { UiState } from '../../src/state/ui-state.ts';
import { loadBundles, loadDirectories } from '../../src/store/load.ts';
import type { Store } from '../../src/store/store.ts';
import { safe, t } from '../../src/text/safe.ts';
import { App } from '../../src/ui/app.tsx';
import type { Size } from '../../src/ui/geometry.ts';
import { createLive } from '../../src/ui/live/live-service.ts';
import { createPresence } from '../../src/ui/live/presence.ts';
import { tellWatch } from '../../src/ui/live/tell-watch.ts';
import { createWatches } from '../../src/ui/live/watch-service.ts';
import type { EditOutside } from '../../src/ui/program.ts';
import { type ColourLevel, createTheme, type Glyphs, unicodeGlyphs } from '../../src/ui/theme.ts';
import type { Records } from '../../src/writes/records.ts';
import { FakeTicker } from '../live/harness.ts';
import { Clock, countedIds, testStore } from '../store/fixtures.ts';
import { screenText, waitForFrame } from './frames.ts';

/** The key that everything is asked for with: it must never be seen. */
export const apiKey = 'KEY0123456789ABCDEF0123_abcdefghijklmnop';

/** Answers in the server's place where it gives a response; null lets the request through. */
export type Between = (request: Request) => Response | Promise<Response | null> | null;

export type ScreenOptions = {
	readonly bundles?: readonly ConversationBundle[];
	readonly size?: Size;
	readonly between?: Between;
	readonly glyphs?: Glyphs;
	readonly level?: ColourLevel;
	readonly banner?: string;
	readonly badges?: boolean;
	/** What counts as a sign of trouble; unless given, slow answers don't: those of the fixtures take ten seconds. */
	readonly signals?: SignalSettings;
	/** Why nothing may be written, as the program has it; the API refuses then. */
	readonly readOnly?: string;
	readonly keys?: KeyOverrides;
	readonly start?: Partial<UiState>;
	/** What the user does in an editor of their own; nothing unless given. */
	readonly editOutside?: EditOutside;
	/** Whether the server replaces a metadata map, as it does unless told otherwise, or merges. */
	readonly metadataWrites?: 'replace' | 'merge';
	/** How long the cursor rests before its conversation is opened, in milliseconds. */
	readonly restMillis?: number;
	/** Where the records are kept instead of a folder that goes with the test, as to start a second program over them. */
	readonly stateFolder?: string;
	readonly trashBytes?: number;
	/** What a watched view runs; nothing unless given. */
	readonly watchCommand?: RunWatchCommand;
};

/** What a test waits for: words on the screen, a pattern in it, or anything about its rows. */
export type Wanted = string | RegExp | ((rows: readonly string[]) => boolean);

/** The program on a screen of its own, over a real server in the process. */
export type TestScreen = {
	/** The store behind the server, for changing what the account holds. */
	readonly store: Store;
	/** Every request so far, as `GET /path?query`, the query decoded. */
	readonly requests: readonly string[];
	/** What is kept of writes, in real files. */
	readonly records: Records;
	/** Where those files are. */
	readonly stateFolder: string;
	readonly state: () => UiState;
	/** The clock of what happens by itself: it moves when the test moves it. */
	readonly ticker: FakeTicker;
	/** The clock on the wall, which is the server's too. */
	readonly clock: Clock;
	/** How often the terminal was rung (null), and what it was to notify of. */
	readonly alerts: readonly (string | null)[];
	/** The screen as rows of text, styles taken out. */
	readonly rows: () => string[];
	readonly text: () => string;
	/** The last frame as it was written. */
	readonly raw: () => string;
	/** Every frame so far as it was written. */
	readonly frames: () => readonly string[];
	/** Sends each as one chunk of input. */
	readonly press: (...chunks: readonly string[]) => void;
	readonly paste: (text: string) => void;
	/** Settles with the rows of the first frame that is as wanted. */
	readonly waitFor: (wanted: Wanted) => Promise<string[]>;
	readonly resize: (size: Size) => void;
	/** Has the server do what a request asks for: what stands in between then decides what the program hears of it. */
	readonly pass: (request: Request) => Promise<Response>;
	/** Puts something between program and server from now on; null takes it away. */
	readonly intervene: (between: Between | null) => void;
};

/** Starts the program over a store with these conversations; both end with the test. */
export async function startScreen(options: ScreenOptions = {}): Promise<TestScreen> {
	const clock = new Clock();
	const store = await testStore({ clock });
	loadBundles(store, options.bundles ?? []);
	loadDirectories(store, [templateOne], [{ id: 'assistant-1', name: 'Reception' }]);
	const { metadataWrites = 'replace' } = options;
	const server = createServer({ store, key: apiKey, now: clock.now, newId: countedIds(), metadataWrites });
	const requests: string[] = [];
	let between = options.between ?? null;
	const api = new ConversationsApi({
		baseUrl: 'http://embedded.invalid/v2',
		apiKey,
		readOnly: options.readOnly !== undefined,
		fetch: async (input, init) => {
			const request = new Request(input, init);
			requests.push(`${request.method} ${decodeURIComponent(request.url.replace(/^.*?\/v2/, ''))}`);
			return (await between?.(request)) ?? (await server.fetch(request));
		},
		sleep: async () => undefined,
		random: () => 0.5,
		now: () => millisOf(clock.now()),
	});
	const ui = createUiStore(options.start);
	const folder = options.stateFolder ?? mkdtempSync(join(tmpdir(), 'tconv-screen-'));
	if (options.stateFolder === undefined)
		onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
	const newId = () => crypto.randomUUID();
	const limits = { days: 30, bytes: options.trashBytes ?? 500_000_000 };
	const records = openRecords({ folder, now: clock.now, newId, limits, secrets: [apiKey] });
	const onUnjournalled = (text: string): void =>
		ui.dispatch({ type: 'notice', notice: { tone: 'warn', text, stays: true } });
	const client = new QueryClient({
		defaultOptions: { queries: { retry: false, networkMode: 'always', refetchOnWindowFocus: false } },
	});
	const ticker = new FakeTicker();
	const presence = createPresence();
	const follows = createLive({
		api,
		client,
		store: ui,
		ticker,
		random: () => 0.5,
		intervalMillis: 5_000,
		presence,
	});
	const alerts: (string | null)[] = [];
	const telling = tellWatch({
		store: ui,
		alert: (text) => alerts.push(text),
		run: options.watchCommand ?? null,
	});
	const watches = createWatches({
		api,
		store: ui,
		ticker,
		random: () => 0.5,
		presence,
		context: async () => ({ now: clock.now(), zone: () => 0 }),
		tell: telling.tell,
	});
	const program = {
		watches: telling,
		ticker,
		presence,
		live: follows,
		api,
		writer: { api, records, now: clock.now, newId, onUnjournalled },
		client,
		store: ui,
		theme: createTheme(options.level ?? 0, options.glyphs ?? unicodeGlyphs),
		bindings: bindKeys(actions, options.keys),
		account: t`test`,
		readOnly: options.readOnly ?? null,
		banner: options.banner === undefined ? null : safe(options.banner),
		now: () => millisOf(clock.now()),
		restMillis: options.restMillis ?? 0,
		looksForBadges: options.badges ?? false,
		signals: options.signals ?? patient,
		trashDays: limits.days,
		stopProcess: async () => undefined,
		editOutside: options.editOutside ?? (async () => ({ kind: 'unchanged', note: null })),
	};

	let size = options.size ?? { columns: 120, rows: 40 };
	const sizeListeners = new Set<() => void>();
	const frameListeners = new Set<() => void>();
	const terminal = render(<Text> </Text>);
	Object.defineProperties(terminal.stdout, {
		columns: { get: () => size.columns },
		rows: { get: () => size.rows },
	});
	const { write } = terminal.stdout;
	terminal.stdout.write = (frame) => {
		write(frame);
		for (const listener of frameListeners) listener();
	};
	terminal.stdout.emit('resize');
	terminal.rerender(
		<App
			program={program}
			size={{
				get: () => size,
				subscribe: (listener) => {
					sizeListeners.add(listener);
					return () => sizeListeners.delete(listener);
				},
			}}
		/>,
	);
	onTestFinished(() => {
		terminal.unmount();
		terminal.cleanup();
		void follows.close();
		void watches.close();
		client.clear();
	});

	const raw = (): string => terminal.lastFrame() ?? '';
	const rows = (): string[] => screenText(raw()).split('\n');
	return {
		store,
		requests,
		records,
		stateFolder: folder,
		state: ui.getState,
		ticker,
		clock,
		alerts,
		rows,
		text: () => rows().join('\n'),
		raw,
		frames: () => terminal.frames,
		press: (...chunks) => {
			for (const chunk of chunks) terminal.stdin.write(chunk);
		},
		paste: (text) => terminal.stdin.write(`\x1b[200~${text}\x1b[201~`),
		waitFor: (wanted) => waitForFrame(rows, wanted, frameListeners),
		resize: (next) => {
			size = next;
			for (const listener of sizeListeners) listener();
			terminal.stdout.emit('resize');
		},
		pass: async (request) => await server.fetch(request),
		intervene: (next) => {
			between = next;
		},
	};
}

const patient: SignalSettings = { ...defaultSignalSettings, off: ['waited', 'dead-air'] };

const templateOne = {
	id: 'template-1',
	name: 'Summary',
	instructions: 'Sum it up.',
	created_at: '2026-11-01T00:00:00.000000+00:00',
};
