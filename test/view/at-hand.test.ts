import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ActionContext } from '../../src/actions/action.ts';
import { bindKeys } from '../../src/actions/keys/bindings.ts';
import { pressStroke } from '../../src/actions/keys/router.ts';
import type { Services } from '../../src/actions/services.ts';
import { actions } from '../../src/actions/table.ts';
import { conversationFacts } from '../../src/actions/targets.ts';
import { notFetched, type ScreenData } from '../../src/data/screen-data.ts';
import { withHeld, withPinned } from '../../src/data/shown-rows.ts';
import type { Conversation } from '../../src/domain/conversation.ts';
import { instantFromMillis } from '../../src/domain/instant.ts';
import { defaultSignalSettings } from '../../src/domain/signals/signal.ts';
import { isHeldInList } from '../../src/state/at-hand.ts';
import { askedAbout } from '../../src/state/dialog.ts';
import type { UiEvent } from '../../src/state/events.ts';
import { createUiStore } from '../../src/state/store.ts';
import { newestFirst, topOverlay, type UiState, withFirstRow } from '../../src/state/ui-state.ts';
import { lineText } from '../../src/text/line.ts';
import type { Size } from '../../src/view/geometry.ts';
import { unicodeGlyphs } from '../../src/view/theme.ts';
import { createViewModel, type ScreenView } from '../../src/view/view-model.ts';

const order = newestFirst.order;
const bindings = bindKeys(actions);

const made = (number: number, said = 0): Conversation => ({
	id: `id-${number}`,
	name: `Caller ${number}`,
	createdAt: instantFromMillis(number * 1000),
	lastMessageAt: instantFromMillis((number + said) * 1000),
	metadata: { telnyx_conversation_channel: 'phone_call', telnyx_end_user_target: `+1312555${number}` },
	raw: {},
});

/** The account and the connection: the model of everything outside the program. */
type World = {
	/** All conversations by id; the list holds those in `listed`. */
	readonly all: Map<string, Conversation>;
	readonly listed: Set<string>;
	status: 'loading' | 'failed' | 'loaded';
	size: Size;
};

/** The program without React: reducer, view model and actions over a world, drawn when the test calls `draw`. */
function program() {
	const world: World = {
		all: new Map(Array.from({ length: 30 }, (_, index) => [`id-${index}`, made(index)])),
		listed: new Set(Array.from({ length: 20 }, (_, index) => `id-${index}`)),
		status: 'loaded',
		size: { columns: 120, rows: 30 },
	};
	const remembered = new Map(world.all);
	const store = createUiStore();
	const derive = createViewModel({
		glyphs: unicodeGlyphs,
		bindings: () => bindings,
		hasBanner: false,
		hasHeadings: true,
		signals: defaultSignalSettings,
		address: null,
		portalUrl: '',
		now: () => 0,
		knownBadges: () => new Map(),
	});
	let before: readonly string[] = [];
	let changedFrom: readonly string[] = [];

	/** Builds the screen data as `useScreenData` does. */
	const read = (stored: UiState): { readonly data: ScreenData; readonly state: UiState } => {
		const loaded =
			world.status !== 'loaded' ? [] : [...world.all.values()].filter(({ id }) => world.listed.has(id));
		const rows = withPinned(
			loaded
				.toSorted((a, b) => (Number(b.lastMessageAt) < Number(a.lastMessageAt) ? -1 : 1))
				.map((conversation) => ({ kind: 'conversation' as const, id: conversation.id, conversation })),
			stored.edits.pinned.flatMap(({ id }) => remembered.get(id) ?? []),
			order,
			false,
		);
		const state = withFirstRow(
			stored,
			rows.map(({ id }) => id),
		);
		const { selectedId } = state;
		const open = selectedId === null ? null : notFetched(selectedId, rows, remembered.get(selectedId), null);
		const held = isHeldInList(state) ? open?.conversation.data : undefined;
		const shown = held === undefined ? rows : withHeld(rows, held, before, order, false);
		before = shown.map(({ id }) => id);
		return {
			state,
			data: {
				list: {
					rows: shown,
					ids: before,
					listedIds: loaded.map(({ id }) => id),
					loaded: rows.length,
					unreadable: 0,
					skipped: 0,
					hasMore: false,
					isLoaded: world.status === 'loaded',
					isFetching: world.status === 'loading',
					error: world.status === 'failed' ? new Error('The list cannot be read.') : null,
					problem: null,
					asOf: null,
					whyEmpty: null,
				},
				open,
				templateNames: new Map(),
				templateError: null,
				withoutHistory: new Set<string>(),
				assistantNames: new Map(),
				records: null,
			},
		};
	};
	let drawn = read(store.getState());
	const view = (): ScreenView => derive(store.getState(), drawn.data, world.size);
	const none = (): void => undefined;
	const services: Services = {
		refresh: none,
		refreshAll: none,
		jump: (id) => {
			if (!world.all.has(id)) return;
			store.dispatch({ type: 'show', id });
			store.dispatch({ type: 'focus', pane: 'transcript' });
		},
		conversations: { trashDays: 30, remove: none },
		done: { note: none },
		messages: { send: none },
		exports: { begin: none, start: none, resume: none, write: none, pause: none, discard: none },
		account: { show: () => undefined, change: () => undefined },
		outside: { editField: none, editMetadata: none, showConfig: none, editConfig: none },
		trash: { export: none, restore: none, stop: none, check: none, refresh: none },
		copy: none,
		suspend: none,
		redraw: none,
		endWaits: () => false,
		quit: none,
		metadata: { save: none, create: none },
		batches: {
			start: none,
			end: none,
			read: none,
			settle: none,
			again: none,
			markAll: none,
			endAndQuit: none,
		},
		alerts: { hasCommand: false, latest: () => null },
	};
	const context: ActionContext = {
		state: store.getState,
		view,
		language: () => ({
			context: { now: instantFromMillis(0), zone: () => 0 },
			known: { assistants: new Map(), metadataKeys: [], valuesOf: () => [] },
		}),
		dispatch: store.dispatch,
		readOnly: null,
		services,
		perform: none,
		paletteIds: () => [],
	};
	/** Acts like React after an event: reads the data, keeps the list's cursor, and draws the result. */
	const draw = (): { readonly state: UiState; readonly view: ScreenView } => {
		for (let count = 0; count < 4; count += 1) {
			drawn = read(store.getState());
			const now = derive(drawn.state, drawn.data, world.size);
			const { ids } = now.list;
			const isLost = ids.length === 0 && drawn.data.list.ids.length > 0;
			if (!drawn.data.list.isLoaded || isLost) continue;
			store.dispatch({ type: 'list-changed', before: changedFrom, ids, height: now.listHeight });
			changedFrom = ids;
		}
		return { state: drawn.state, view: derive(drawn.state, drawn.data, world.size) };
	};
	return {
		world,
		remembered,
		draw,
		store,
		dispatch: (event: UiEvent) => store.dispatch(event),
		press: (...keys: readonly string[]) => {
			for (const key of keys) pressStroke(key, context, bindings);
		},
		rest: () => {
			const { selectedId } = store.getState();
			if (selectedId !== null) store.dispatch({ type: 'open', id: selectedId });
		},
		jump: services.jump,
	};
}

type Program = ReturnType<typeof program>;

/** Fails unless the key's target, the row under the cursor, the panes and the question are one conversation. */
function expectOne({ draw, remembered, world }: Program): void {
	const { state, view } = draw();
	const { selectedId } = state;
	const details = view.shown.flatMap((pane) => (pane === 'list' ? [] : [pane]));
	for (const pane of details) {
		const words = view.body(pane)?.head.map(lineText).join(' ') ?? '';
		if (selectedId === null) expect(view.body(pane)).toBeNull();
		else expect(`${words} `).toContain(`${remembered.get(selectedId)?.name} `);
	}
	const isInList = selectedId !== null && view.shown.includes('list') && view.listIds.includes(selectedId);
	if (isInList && view.listHeight > 0) expect(view.inSight).toContain(selectedId);
	// With a loaded list and no search, the cursor is on a row of the list.
	if (selectedId !== null && world.status === 'loaded' && state.narrowedTo === null)
		expect(view.listIds).toContain(selectedId);
	expect(view.targetId).toBe(details.length > 0 || isInList ? selectedId : null);
	const top = topOverlay(state);
	const about = top?.kind === 'dialog' ? askedAbout(top.dialog.ask) : null;
	if (about === null) return;
	expect(about.id).toBe(selectedId);
	expect(state.live.gone.has(about.id)).toBe(false);
	const conversation = view.conversationOf(about.id);
	const facts = conversation === null ? [] : conversationFacts(conversation);
	expect(facts).toContainEqual({ name: 'Name', value: `Caller ${about.id.slice(3)}` });
}

type Step = readonly [name: string, run: (program: Program) => void];

const anyId = fc.integer({ min: 0, max: 29 }).map((number) => `id-${number}`);
const keys = [
	'j',
	'k',
	'J',
	'K',
	'g',
	'G',
	'Ctrl-d',
	'Enter',
	'h',
	'l',
	'1',
	'2',
	'3',
	'4',
	'5',
	'6',
	'Tab',
	'Shift-Tab',
	'z',
	'H',
	'w',
	'Esc',
	'Space',
	'V',
	'!',
	'D',
	'A',
	'n',
	'F',
	'u',
];
const anyStep: fc.Arbitrary<Step> = fc.oneof(
	{
		weight: 10,
		arbitrary: fc
			.array(fc.constantFrom(...keys), { minLength: 1, maxLength: 3 })
			.map((pressed): Step => [`keys ${pressed.join(' ')}`, (it) => it.press(...pressed)]),
	},
	{ weight: 2, arbitrary: anyId.map((id): Step => [`open ${id}`, (it) => it.jump(id)]) },
	{ weight: 2, arbitrary: fc.constant<Step>(['rest', (it) => it.rest()]) },
	{
		weight: 2,
		arbitrary: fc
			.constantFrom('Caller 1', 'Caller 2', '7', 'nothing')
			.map(
				(text): Step => [`search ${text}`, (it) => it.press('h', '/', ...text.replaceAll(' ', ''), 'Enter')],
			),
	},
	{
		weight: 2,
		arbitrary: anyId.map(
			(id): Step => [
				`${id} is deleted elsewhere`,
				({ world, dispatch }) => {
					world.all.delete(id);
					dispatch({ type: 'live-checked', asked: [id], gone: [id] });
				},
			],
		),
	},
	{
		weight: 2,
		arbitrary: anyId.map(
			(id): Step => [`${id} leaves the list`, ({ world }) => void world.listed.delete(id)],
		),
	},
	{
		weight: 2,
		arbitrary: anyId.map((id): Step => [`${id} comes`, ({ world }) => void world.listed.add(id)]),
	},
	{
		weight: 2,
		arbitrary: fc.tuple(anyId, fc.nat(50)).map(
			([id, said]): Step => [
				`something is said in ${id}`,
				({ world, remembered }) => {
					if (!world.all.has(id)) return;
					const next = made(Number(id.slice(3)), said);
					world.all.set(id, next);
					remembered.set(id, next);
				},
			],
		),
	},
	{
		weight: 2,
		arbitrary: fc
			.constantFrom<World['status']>('loading', 'failed', 'loaded')
			.map((status): Step => [`the list is ${status}`, ({ world }) => void Object.assign(world, { status })]),
	},
	{
		weight: 2,
		arbitrary: anyId.map(
			(id): Step => [
				`another filter, with ${id}`,
				({ world, dispatch }) => {
					world.listed.clear();
					world.listed.add(id);
					dispatch({ type: 'query', query: { ...newestFirst, limit: Number(id.slice(3)) } });
				},
			],
		),
	},
	{
		weight: 2,
		arbitrary: fc
			.record({ columns: fc.integer({ min: 50, max: 200 }), rows: fc.integer({ min: 12, max: 50 }) })
			.map(
				(size): Step => [`${size.columns}x${size.rows}`, ({ world }) => void Object.assign(world, { size })],
			),
	},
	{
		weight: 1,
		arbitrary: fc.array(anyId, { minLength: 1, maxLength: 30 }).map(
			(ids): Step => [
				'ranked',
				({ dispatch }) =>
					dispatch({
						type: 'attention-ranked',
						ranked: { ids: [...new Set(ids)], heldId: null, looked: 3, isRefused: false },
					}),
			],
		),
	},
	{
		weight: 1,
		arbitrary: fc
			.boolean()
			.map((isOn): Step => [`live ${isOn}`, (it) => it.dispatch({ type: 'live', isOn })]),
	},
);

test('the target of a key, the row under the cursor, the panes and the question are one conversation', () => {
	fc.assert(
		fc.property(fc.array(anyStep, { maxLength: 40 }), (steps) => {
			const walked = program();
			expectOne(walked);
			for (const [, run] of steps) {
				run(walked);
				expectOne(walked);
			}
		}),
		{ numRuns: 150 },
	);
});

test('a question opened before the first frame is about the conversation that the frame shows', () => {
	fc.assert(
		fc.property(fc.array(anyStep, { maxLength: 25 }), fc.constantFrom('D', 'A'), (steps, key) => {
			const walked = program();
			walked.draw();
			for (const [, run] of steps) run(walked);
			while (walked.store.getState().overlays.length > 0) walked.dispatch({ type: 'overlay-close' });
			walked.dispatch({ type: 'marks-clear' });
			walked.press(key);
			expectOne(walked);
		}),
		{ numRuns: 150 },
	);
});
