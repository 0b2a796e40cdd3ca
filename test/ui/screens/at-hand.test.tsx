import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { conversation } from '../../store/fixtures.ts';
import { firstPage, holding, instead, refusal } from '../between.ts';
import { callers, idOf } from '../bundles.ts';
import { screenText } from '../frames.ts';
import { say } from '../gestures.ts';
import { type ScreenOptions, startScreen, type TestScreen } from '../screen-harness.tsx';

/** Far below the loaded rows, and outside every filter of these tests. */
const far = {
	conversation: conversation('d0000000-0000-4000-8000-000000000001', {
		name: 'Caller 999',
		last_message_at: '2020-01-01T00:00:00.000000+00:00',
		metadata: { telnyx_conversation_channel: 'sms_chat', telnyx_end_user_target: '+4930123456' },
	}),
	messages: [{ role: 'user', text: 'hello from 999', sent_at: '2020-01-01T00:00:00.000000+00:00' }],
	insights: [],
};

async function started(options: ScreenOptions = {}): Promise<TestScreen> {
	const screen = await startScreen({ bundles: [...callers(120), far], ...options });
	await screen.waitFor('hello from 1');
	return screen;
}

/** The names that a frame of 120 columns gives: of the row under the cursor, over the panes beside it, in a question. */
function namesIn(rows: readonly string[]) {
	const nameIn = (text: string | undefined): string | null => /Caller \d+/.exec(text ?? '')?.[0] ?? null;
	const left = rows.map((row) => row.split('││')[0] ?? '');
	const right = rows.map((row) => row.split('││')[1] ?? '');
	const head = right.findIndex((row) => / · (phone call|SMS chat|no channel) · Caller/.test(row));
	const question = rows.find((row) => /│ +Name +Caller/.test(row) || /│ Name +Caller/.test(row));
	return {
		cursor: nameIn(left.find((row) => row.startsWith('│▌'))),
		head: head < 0 || head > 8 ? null : nameIn(right[head]),
		question: nameIn(question?.slice(question.indexOf('Name'))),
	};
}

/** Fails with the frame if two names in it differ. */
function expectOne(rows: readonly string[]): void {
	const { cursor, head, question } = namesIn(rows);
	const named = new Set([cursor, head, question].filter((name) => name !== null));
	if (named.size > 1) expect.fail(`${[...named].join(' and ')} are in one frame:\n${rows.join('\n')}`);
}

function expectOneInEveryFrame(screen: TestScreen): void {
	for (const frame of screen.frames()) expectOne(screenText(frame).split('\n'));
}

const deletes = (screen: TestScreen): readonly string[] =>
	screen.requests.filter((request) => request.startsWith('DELETE'));

describe('opened by its id, a conversation is in the list with the cursor on it', () => {
	const reached = async (screen: TestScreen): Promise<void> => {
		await screen.waitFor('hello from 999');
		screen.press('h');
		await screen.waitFor(/▌.*Caller 999/);
		screen.press('D');
		await screen.waitFor(/Name +Caller 999/);
		expectOneInEveryFrame(screen);
	};

	test('and D after h asks about it, not about the earlier row', async () => {
		const screen = await started();
		screen.press('j', 'j');
		screen.paste(far.conversation.id);
		await reached(screen);
		screen.press('y');
		await screen.waitFor('Deleted Caller 999.');
		expect(screen.store.conversations.get(far.conversation.id)).toBeNull();
		expect(screen.store.conversations.get(idOf(3))).not.toBeNull();
	});

	test('and so is d, which does not ask', async () => {
		const screen = await started();
		screen.paste(far.conversation.id);
		await screen.waitFor('hello from 999');
		screen.press('h', 'd');
		await screen.waitFor('Done: Caller 999.');
		expect([...screen.state().done.doneThrough.keys()]).toEqual([far.conversation.id]);
	});

	test('under a filter that hides it', async () => {
		const screen = await started();
		screen.press('=', 'channel:phone_call name:"Caller 7"', '\r');
		await screen.waitFor('hello from 7');
		screen.press('o', far.conversation.id, '\r');
		await reached(screen);
	});

	test('in a searched list, ending the search', async () => {
		const screen = await started();
		screen.press('/', 'Caller 11', '\r');
		await screen.waitFor('found');
		screen.paste(far.conversation.id);
		await reached(screen);
		expect(screen.state().narrowedTo).toBeNull();
	});

	test('while the list is ranked, and with conversations by the hour over it', async () => {
		const screen = await started();
		screen.press('!', 'H');
		await screen.waitFor('by attention');
		screen.paste(far.conversation.id);
		await reached(screen);
	});

	test('while the list is still loading, and after it came', async () => {
		const held = holding(firstPage);
		const screen = await startScreen({ bundles: [...callers(5), far], between: held.between });
		await screen.waitFor('Loading conversations…');
		screen.paste(far.conversation.id);
		await screen.waitFor('hello from 999');
		await screen.waitFor(/│.*\d.*Caller 999.*││/);
		held.release();
		await screen.waitFor('6 loaded, all');
		await reached(screen);
	});

	test('where the list cannot be loaded at all', async () => {
		const screen = await startScreen({
			bundles: [...callers(5), far],
			between: instead(firstPage, () => refusal(403, '10010', 'Forbidden', 'No')),
		});
		await screen.waitFor('Nothing is loaded.');
		screen.paste(far.conversation.id);
		await reached(screen);
	});

	test('on a screen with room for one pane', async () => {
		const screen = await startScreen({ bundles: [...callers(50), far], size: { columns: 60, rows: 15 } });
		await screen.waitFor('loaded, more');
		screen.press('j');
		screen.paste(far.conversation.id);
		await reached(screen);
	});

	test('stays through a refresh, and goes with another filter', async () => {
		const screen = await started();
		screen.paste(far.conversation.id);
		await screen.waitFor('hello from 999');
		screen.press('h', 'r', 'k', 'r');
		await screen.waitFor(/Caller 999/);
		screen.press('=', 'name:"Caller 7"', '\r');
		await screen.waitFor('hello from 7');
		expect(screen.text()).not.toContain('Caller 999');
	});

	test('and if it is not found or unreadable, everything stays as it was', async () => {
		const screen = await started();
		screen.press('j');
		await screen.waitFor('hello from 2');
		screen.intervene(instead(/d0000000/, () => refusal(500, '1', 'Broken', 'No')));
		screen.paste(far.conversation.id);
		await screen.waitFor('Nothing was opened.');
		screen.press('h', 'D');
		await screen.waitFor(/Name +Caller 2 /);
		expectOneInEveryFrame(screen);
	});

	test('but not under an open question', async () => {
		const held = holding(/d0000000-0000-4000-8000-000000000001$/);
		const screen = await started({ between: held.between });
		screen.paste(far.conversation.id);
		await screen.waitFor('Looking for');
		screen.press('D');
		await screen.waitFor(/Name +Caller 1 /);
		held.release();
		await screen.waitFor('Found Caller 999. To open it, close this first');
		screen.press('y');
		await screen.waitFor('Deleted Caller 1.');
		expect(deletes(screen)).toEqual([`DELETE /ai/conversations/${idOf(1)}`]);
	});
});

describe('between a move of the cursor and its rest', () => {
	test('the pane has the head of the new row, names the conversation still shown, and sends no request', async () => {
		const screen = await started({ restMillis: 60_000 });
		const before = screen.requests.length;
		screen.press('j');
		const rows = await screen.waitFor(/▌.*Caller 2/);
		expect(namesIn(rows)).toEqual({ cursor: 'Caller 2', head: 'Caller 2', question: null });
		expect(rows.join('\n')).toContain('Opening… Still showing Caller 1 below.');
		expect(screen.requests).toHaveLength(before);
		screen.press('D');
		const asked = await screen.waitFor(/Name +Caller 2 /);
		expect(asked.join('\n')).not.toContain('hello from 1');
	});

	test('the pane is not cleared on the way to a conversation that comes at once', async () => {
		const screen = await started({ restMillis: 50 });
		const before = screen.frames().length;
		screen.press('j');
		await screen.waitFor('hello from 2');
		const frames = screen.frames().slice(before).map(screenText);
		expect(frames.filter((frame) => frame.includes('Loading transcript'))).toEqual([]);
		const onTheWay = frames.filter((frame) => /▌.*Caller 2/.test(frame) && frame.includes('hello from 1'));
		expect(onTheWay.length).toBeGreaterThan(0);
		for (const frame of onTheWay) expect(frame).toContain('Still showing Caller 1 below.');
	});

	test('a conversation that comes late gives up the one before it, also after more moves', async () => {
		const held = holding(new RegExp(`${idOf(2)}/messages|${idOf(3)}/messages`));
		const screen = await started({ restMillis: 50, between: held.between });
		screen.press('j');
		const rows = await screen.waitFor('Loading transcript');
		expect(rows.join('\n')).not.toContain('hello from 1');
		screen.press('j');
		await screen.waitFor(/▌.*Caller 3/);
		// The pane was empty, so no words of Caller 1 return.
		const later = await screen.waitFor('Loading transcript');
		expect(later.join('\n')).not.toContain('hello from 1');
		held.release();
		await screen.waitFor('hello from 3');
	});

	test('keys in one burst with the move act on the new row', async () => {
		const screen = await started({ restMillis: 60_000 });
		screen.press('jj', 'd');
		await screen.waitFor('Done: Caller 3.');
		screen.press('k', 'A');
		await screen.waitFor('Take over this conversation?');
		await screen.waitFor(/Name +Caller 2 /);
		expectOneInEveryFrame(screen);
	});

	test('J and K beside the list move the panes along at once', async () => {
		const screen = await started({ restMillis: 60_000 });
		screen.press('\r', 'J', 'D');
		await screen.waitFor(/Name +Caller 2 /);
		expectOneInEveryFrame(screen);
	});
});

describe('a conversation that leaves the list', () => {
	test('stays on screen until the focus returns to the list', async () => {
		const screen = await started({ bundles: callers(9) });
		screen.press('j', 'j', '\r');
		await screen.waitFor('hello from 3');
		screen.store.conversations.delete(idOf(3));
		screen.press('R');
		await screen.waitFor('This conversation was deleted elsewhere. The');
		await screen.waitFor(/▌ gone.*Caller 3/);
		screen.press('A');
		await screen.waitFor('This conversation was deleted elsewhere; it can no longer change.');
		screen.press('h');
		await screen.waitFor('hello from 4');
		screen.press('D');
		await screen.waitFor(/Name +Caller 4 /);
		expectOneInEveryFrame(screen);
	});

	test('deleted here while open, gives way to the row below once the list has the focus', async () => {
		const screen = await started({ bundles: callers(9) });
		screen.press('j', 'j', '\r');
		await screen.waitFor('hello from 3');
		screen.press('D', 'y');
		await screen.waitFor('You deleted this conversation.');
		screen.press('m');
		await screen.waitFor('You already deleted this conversation; :trash has it.');
		screen.press('h');
		await screen.waitFor(/▌.*Caller 4/);
		screen.press('d');
		await screen.waitFor('Done: Caller 4.');
		expectOneInEveryFrame(screen);
	});

	test('through a filter set in the transcript, is still the target of D', async () => {
		const screen = await started();
		screen.press('j', '\r');
		await screen.waitFor('hello from 2');
		screen.press('=', 'name:"Caller 7"', '\r');
		await screen.waitFor('1 loaded, all');
		screen.press('D');
		await screen.waitFor(/Name +Caller 2 /);
		screen.press('\x1b', 'h');
		await screen.waitFor('hello from 7');
		screen.press('D');
		await screen.waitFor(/Name +Caller 7 /);
		expectOneInEveryFrame(screen);
	});
});

test('if a search finds no row and the list is alone on screen, keys have no target', async () => {
	const screen = await startScreen({ bundles: callers(5), size: { columns: 60, rows: 15 } });
	await screen.waitFor('loaded, all');
	screen.press('/', 'zzzz', '\r');
	await screen.waitFor('No loaded row contains');
	const before = screen.requests.length;
	screen.press('D', 'A', 'e', 'm', 'E', 'X', 'd');
	await screen.waitFor('No conversation is selected.');
	expect(screen.state()).toMatchObject({ overlays: [], messages: new Map() });
	expect(screen.requests.slice(before).filter((request) => !request.startsWith('GET '))).toEqual([]);
	expect(screen.state().done.doneThrough.size).toBe(0);
});

type Step = readonly [name: string, run: (screen: TestScreen) => void];

const anyNumber = fc.integer({ min: 1, max: 12 });
const pressing = (...keys: readonly string[]): Step => [keys.join(' '), (screen) => screen.press(...keys)];
const anyStep: fc.Arbitrary<Step> = fc.oneof(
	{
		weight: 6,
		arbitrary: fc
			.constantFrom('j', 'k', 'jj', 'J', 'K', 'g', 'G', '\r', 'h', 'l', '\t', '\x1b', 'z', 'H', '!', 't')
			.map((key) => pressing(key)),
	},
	{
		weight: 3,
		arbitrary: fc.constantFrom('2', '3', '4', '5', '6', '1', 'r', 'R').map((key) => pressing(key)),
	},
	{ weight: 2, arbitrary: anyNumber.map((number) => pressing('/', `Caller ${number}`, '\r')) },
	{ weight: 1, arbitrary: anyNumber.map((number) => pressing('=', `name:"Caller ${number}"`, '\r')) },
	{
		weight: 1,
		arbitrary: fc.constantFrom(pressing('F'), pressing('\x0f'), pressing('=', 'channel:sms_chat', '\r')),
	},
	{
		weight: 2,
		arbitrary: fc
			.oneof(anyNumber.map(idOf), fc.constant(far.conversation.id), fc.constant('nowhere'))
			.map((id): Step => [`open ${id}`, (screen) => screen.press('o', id, '\r')]),
	},
	{
		weight: 2,
		arbitrary: anyNumber.map(
			(number): Step => [
				`${number} is deleted elsewhere`,
				(screen) => void screen.store.conversations.delete(idOf(number)),
			],
		),
	},
	{
		weight: 2,
		arbitrary: anyNumber.map(
			(number): Step => [
				`something is said in ${number}`,
				(screen) => {
					if (screen.store.conversations.rowOf(idOf(number)) !== null) say(screen, number, 'and more', 5);
					screen.ticker.advance(6_000);
				},
			],
		),
	},
	{
		weight: 1,
		arbitrary: fc.constantFrom<Step>(
			[
				'lists fail',
				(screen) => screen.intervene(instead(/^\/ai\/conversations\?/, () => refusal(500, '1', 'B', 'N'))),
			],
			['lists work', (screen) => screen.intervene(null)],
		),
	},
);

test('after any events, every frame shows one conversation: under the cursor, beside the list, in the question', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(anyStep, { minLength: 4, maxLength: 12 }), async (steps) => {
			const screen = await startScreen({ bundles: [...callers(12), far], restMillis: 20 });
			await screen.waitFor('hello from 1');
			for (const [, run] of steps) {
				run(screen);
				screen.press('D');
				const { selectedId, overlays } = screen.state();
				const top = overlays.at(-1);
				if (top?.kind === 'dialog' && top.dialog.ask.what === 'delete') {
					expect(top.dialog.ask.id).toBe(selectedId);
					await screen.waitFor(
						(rows) => screen.state().overlays.length === 0 || namesIn(rows).question !== null,
					);
				}
				expectOne(screen.rows());
				for (const _ of screen.state().overlays) screen.press('\x1b');
			}
			expectOneInEveryFrame(screen);
			expect(deletes(screen)).toEqual([]);
		}),
		{ numRuns: 12 },
	);
}, 120_000);
