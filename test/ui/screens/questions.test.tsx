import { describe, expect, test } from 'vitest';
import { holding, refusal } from '../between.ts';
import { caller, callers, idOf, spoken } from '../bundles.ts';
import { addKey, say } from '../gestures.ts';
import { type ScreenOptions, startScreen, type TestScreen } from '../screen-harness.tsx';

const isWrite = (request: Request): boolean => request.method !== 'GET';
const writes = (screen: TestScreen): readonly string[] =>
	screen.requests.filter((request) => !request.startsWith('GET'));
const without = (words: string) => (rows: readonly string[]) => !rows.join('\n').includes(words);
const metadataOf = (screen: TestScreen, number: number) =>
	screen.store.conversations.get(idOf(number))?.metadata;
/** A frame without borders and line breaks. */
const flat = (rows: readonly string[]): string => rows.join(' ').replaceAll(/[│\s]+/g, ' ');

async function onThird(options: ScreenOptions = {}): Promise<TestScreen> {
	const screen = await startScreen({ bundles: callers(5), ...options });
	await screen.waitFor('hello from 1');
	screen.press('j', 'j');
	await screen.waitFor('hello from 3');
	return screen;
}

/** Holds every write until it is released. */
async function onHeldWrites(): Promise<{ readonly screen: TestScreen; readonly release: () => void }> {
	const screen = await onThird();
	const gate = holding(/.*/);
	screen.intervene((request) => (isWrite(request) ? gate.between(request) : null));
	return { screen, release: gate.release };
}

describe('on a wide screen', () => {
	test.each([
		['the question before a delete', 'D', '─ Delete '],
		['the metadata editor', 'e', '─ Metadata of Caller 3 ─'],
	])('%s lies beside the list, whose marked row stays in sight', async (_, key, title) => {
		const screen = await onThird();
		const listOf = (rows: readonly string[]) => rows.slice(1, -1).map((row) => row.slice(0, 53));
		const before = listOf(await screen.waitFor('hello from 3'));
		screen.press(key);
		const rows = await screen.waitFor(title);
		expect(before.filter((row) => row.includes('▌'))).toEqual([expect.stringContaining('Caller 3')]);
		expect(listOf(rows)).toEqual(before);
	});
});

describe('a question about one conversation', () => {
	test('names end user, time, channel and last message, for any transcript', async () => {
		const bundles = callers(5).with(
			2,
			caller(3, { messages: spoken('user: first', 'assistant: \x1b[2Jsecond\nline \u202Eevil') }),
		);
		const screen = await onThirdOf(bundles);
		screen.press('D');
		await screen.waitFor(/Last said +assistant: “/);
		const rows = await screen.waitFor(/Messages +2 /);
		for (const words of [
			/Who +\+13125550003/,
			/Name +Caller 3/,
			/Last message +Sun 22 Nov 11:57:00/,
			/Channel +phone call/,
			/second line ⟨U\+202E⟩evil”/,
		])
			expect(rows.join('\n')).toMatch(words);
		expect(screen.raw()).not.toContain('\x1b[2J');
	});

	test('reports an empty or unreadable transcript, and cuts a long message', async () => {
		const silent = await onThirdOf(callers(5).with(2, caller(3, { messages: [] })), '0 messages|no messages');
		silent.press('D');
		await silent.waitFor(/Last said +no messages/);
		const long = await onThirdOf(
			callers(5).with(2, caller(3, { messages: spoken(`user: ${'many words '.repeat(400)}`) })),
			'many words',
		);
		long.press('A');
		const rows = await long.waitFor(/Last said +user: “many words/);
		expect(rows).toHaveLength(40);
		expect(rows.join('\n')).toContain('[ Cancel ]    Take over');
	});

	test('shows new messages while it is open, and stays the same question', async () => {
		const screen = await onThird();
		screen.press('D', '\t');
		await screen.waitFor(/Last said +assistant: “good day to 3”/);
		await screen.waitFor('[ Delete ]');
		const before = screen.state().overlays.at(-1);
		say(screen, 3, 'wait, do not hang up', 5);
		screen.ticker.advance(3_000);
		const rows = await screen.waitFor(/Last said +user: “wait, do not hang up”/);
		expect(rows.join('\n')).toMatch(/Messages +3 /);
		await screen.waitFor(/Last message +Sun 22 Nov 12:00:05/);
		expect(screen.state().overlays.at(-1)).toBe(before);
	});

	test('closes with a reason if the conversation is deleted elsewhere; y then deletes nothing', async () => {
		const screen = await onThird();
		screen.press('D');
		await screen.waitFor(/Messages +2 /);
		screen.store.conversations.delete(idOf(3));
		screen.ticker.advance(3_000);
		await screen.waitFor('Question closed: Caller 3 was deleted elsewhere. Nothing was deleted.');
		expect(screen.state().overlays).toEqual([]);
		screen.press('y');
		await screen.waitFor('─ Copy from Caller 3');
		screen.press('q', 'j');
		await screen.waitFor('hello from 4');
		expect(writes(screen)).toEqual([]);
		expect(screen.copied).toEqual([]);
	});

	test('closes if someone else takes the conversation over', async () => {
		const screen = await onThird();
		screen.press('A');
		await screen.waitFor(/Messages +2 /);
		screen.store.conversations.updateMetadata(
			idOf(3),
			{ ...metadataOf(screen, 3), ai_disabled: 'true' },
			'replace',
		);
		screen.ticker.advance(3_000);
		await screen.waitFor('Question closed: Caller 3 was taken over elsewhere. Nothing was changed.');
		expect(screen.state()).toMatchObject({ overlays: [], takeovers: new Map() });
		expect(writes(screen)).toEqual([]);
	});

	test('stays about its conversation when that only leaves the list', async () => {
		const screen = await onThird();
		screen.press('=', 'name:"Caller 3"', '\r');
		await screen.waitFor('1 loaded, all');
		const held = holding(/^\/ai\/conversations\?/);
		screen.intervene(held.between);
		screen.press('r', 'D');
		await screen.waitFor(/Name +Caller 3/);
		const row = screen.store.conversations.get(idOf(3));
		if (row === null) throw new Error('there is no caller 3');
		screen.intervene((request) => (/conversations\?/.test(request.url) ? Response.json({ data: [] }) : null));
		held.release();
		screen.press('y');
		await screen.waitFor('Deleted Caller 3.');
		expect(screen.store.conversations.get(idOf(3))).toBeNull();
	});

	test.each([
		['D', '\r', 'Nothing was deleted.'],
		['D', '\x1b', 'Nothing was deleted.'],
		['D', 'n', 'Nothing was deleted.'],
		['D', 'q', 'Nothing was deleted.'],
		['A', '\r', 'Nothing was changed: the assistant still answers.'],
	])('%s and %j says: %s', async (key, no, words) => {
		const screen = await onThird();
		screen.press(key);
		await screen.waitFor('[ Cancel ]');
		screen.press(no);
		const rows = await screen.waitFor(words);
		expect(rows.join('\n')).not.toContain('[ Cancel ]');
		expect(writes(screen)).toEqual([]);
	});
});

describe('a question about marked conversations', () => {
	test('counts those not in the list and those scrolled out of view', async () => {
		const screen = await startScreen({ bundles: callers(90) });
		await screen.waitFor('hello from 1');
		screen.press(' ', ' ', 'G');
		await screen.waitFor('hello from 90');
		screen.press(' ', 'D');
		const words = flat(await screen.waitFor('Delete 3 conversations?'));
		expect(words).toContain('2 of them are in the list but scrolled out of view.');
		screen.press('\x1b', '=', 'name:"Caller 90"', '\r');
		await screen.waitFor('1 loaded, all');
		screen.press('A');
		expect(flat(await screen.waitFor('Take over 3 conversations?'))).toContain(
			'2 of them are no longer in the list.',
		);
	});

	test('closes if one of them is deleted elsewhere', async () => {
		const screen = await onThird();
		screen.press(' ', ' ', 'D');
		await screen.waitFor('Delete 2 conversations?');
		screen.press('t');
		screen.store.conversations.delete(idOf(3));
		screen.press('\x1b', 't');
		await screen.waitFor('Live updates are on');
		screen.press('D');
		await screen.waitFor('Delete 2 conversations?');
		screen.ticker.advance(30_000);
		await screen.waitFor(/Question closed: 1 of the marked conversations was deleted/);
		expect(screen.state().marks.ids.size).toBe(1);
		expect(writes(screen)).toEqual([]);
	});

	test('d asks if marked rows are out of view, and marks at once if all are visible', async () => {
		const screen = await startScreen({ bundles: callers(90) });
		await screen.waitFor('hello from 1');
		screen.press(' ', ' ', 'd');
		await screen.waitFor('Done: 2 conversations.');
		screen.press('d');
		await screen.waitFor('Reopened: 2 conversations.');
		screen.press('G');
		await screen.waitFor('hello from 90');
		screen.press('d');
		await screen.waitFor('Mark 2 conversations done?');
		screen.press('\r');
		await screen.waitFor('Nothing was marked.');
		expect(screen.state().done.doneThrough.size).toBe(0);
		screen.press('d', 'y');
		await screen.waitFor('Done: 2 conversations.');
		expect([...screen.state().done.doneThrough.keys()].toSorted()).toEqual([idOf(1), idOf(2)].toSorted());
	});
});

describe('nothing is shown as done before it is', () => {
	test('a takeover is shown as under way, in pane and row, until the server confirms', async () => {
		const { screen, release } = await onHeldWrites();
		screen.press('A', 'y');
		const rows = await screen.waitFor('Taking over…');
		expect(rows.join('\n')).toContain('Taking over… The assistant still answers until');
		expect(rows.join('\n')).toMatch(/▌.*\+1 312 555 0003 taking…/);
		expect(rows[0]).toContain('· taking over…');
		for (const words of ['AI disabled', 'You took', 'taken over', ' O    │'])
			expect(rows.join('\n')).not.toContain(words);
		expect(metadataOf(screen, 3)).not.toHaveProperty('ai_disabled');
		screen.press('A');
		await screen.waitFor('The takeover is being saved: wait until the server confirms.');
		release();
		await screen.waitFor('You took over Caller 3.');
		await screen.waitFor('1 taken over');
		expect(screen.text()).not.toContain('aking over…');
		for (const frame of screen.frames())
			expect(/Taking over…/.test(frame) && /1 taken over|You took this over/.test(frame)).toBe(false);
	});

	test('a refused takeover is shown as done in no frame', async () => {
		const screen = await onThird({
			between: (request) => (isWrite(request) ? refusal(403, '10010', 'Forbidden', 'No') : null),
		});
		screen.press('A', 'y');
		await screen.waitFor('Not saved.');
		for (const frame of screen.frames()) expect(frame).not.toMatch(/AI disabled|taken over|You took/);
	});

	test('shared done and its undo are shown only when the server has them', async () => {
		const screen = await onThird({
			start: { done: { isShared: true, owner: 'ops', doneThrough: new Map() } },
		});
		const gate = holding(/.*/);
		screen.intervene((request) => (isWrite(request) ? gate.between(request) : null));
		screen.press('d');
		const rows = await screen.waitFor('Marking it done…');
		expect(rows.join('\n')).toMatch(/▌ +11:57 {3}call \+1 312 555 \d+ saving…/);
		expect(rows.join('\n')).not.toContain('✓');
		screen.press('d');
		await screen.waitFor('This is already being saved');
		gate.release();
		await screen.waitFor('Done: Caller 3.');
		await screen.waitFor('✓');
	});

	test('a message with a closed window is shown as being sent', async () => {
		const { screen, release } = await onHeldWrites();
		screen.press('m', 'on my way', '\x18');
		await screen.waitFor('Sending …');
		screen.press('\x1b');
		await screen.waitFor(without('Message to'));
		const rows = await screen.waitFor('Sending your message…');
		expect(rows.join('\n')).toMatch(/▌.*sending…/);
		expect(rows.join('\n')).not.toContain('on my way');
		release();
		await screen.waitFor('Added to the history.');
		await screen.waitFor(/assistant on my way/);
	});

	test('metadata being saved are marked value by value, and an editor opened then says so', async () => {
		const { screen, release } = await onHeldWrites();
		screen.press('4');
		await addKey(screen, 'tier', 'gold');
		const rows = await screen.waitFor(/tier +gold \(saving…\)/);
		expect(flat(rows)).toContain('Saving its metadata…');
		screen.press('e');
		await screen.waitFor('Your last change is still being saved; it is included here.');
		screen.press('\x1b');
		release();
		await screen.waitFor('Saved Caller 3: tier added.');
		await screen.waitFor(without('saving…'));
		expect(metadataOf(screen, 3)).toMatchObject({ tier: 'gold' });
	});

	test('an undo is shown as under way until the server confirms', async () => {
		const { screen, release } = await onHeldWrites();
		release();
		await addKey(screen, 'tier', 'gold');
		await screen.waitFor('Saved Caller 3: tier added.');
		const gate = holding(/.*/);
		screen.intervene((request) => (isWrite(request) ? gate.between(request) : null));
		screen.press('u');
		const rows = await screen.waitFor('Undoing tier=gold in Caller 3…');
		expect(rows.join('\n')).not.toContain('Undone');
		expect(metadataOf(screen, 3)).toMatchObject({ tier: 'gold' });
		gate.release();
		await screen.waitFor('Undone in Caller 3: tier=gold removed.');
		expect(metadataOf(screen, 3)).not.toHaveProperty('tier');
	});
});

/** A list of these conversations with the cursor on the third. */
async function onThirdOf(
	bundles: ReturnType<typeof callers>,
	shown = 'hello from 3|first|many words',
): Promise<TestScreen> {
	const screen = await startScreen({ bundles });
	await screen.waitFor('hello from 1');
	screen.press('j', 'j');
	await screen.waitFor(new RegExp(`(${shown})`));
	return screen;
}
