import { describe, expect, test } from 'vitest';
import { newestFirst } from '../../../src/state/ui-state.ts';
import { query } from '../../store/fixtures.ts';
import { refusal } from '../between.ts';
import { callers } from '../bundles.ts';
import { type ScreenOptions, startScreen, type TestScreen } from '../screen-harness.tsx';

async function started(options: ScreenOptions = {}): Promise<TestScreen> {
	const screen = await startScreen({ bundles: callers(3), ...options });
	await screen.waitFor(/loaded, all|No conversation answers/);
	return screen;
}

/** The program with this filter, newest first. */
const filtered = (text: string): ScreenOptions => ({
	start: { query: { ...query(text), order: newestFirst.order } },
});

const all = (screen: TestScreen) => screen.store.conversations.list(query());
const posts = (screen: TestScreen) => screen.requests.filter((one) => one.startsWith('POST'));
const isPost = (request: Request): boolean => request.method === 'POST';

/** Gives the new conversation a name and has it made. */
async function make(screen: TestScreen, name: string): Promise<void> {
	screen.press('c');
	await screen.waitFor('─ New conversation ─');
	screen.press('\r', name, '\r', '\x01');
	await screen.waitFor('Create this?');
	screen.press('\r');
}

describe('a new conversation', () => {
	test('is made with a name and metadata, chosen, and open', async () => {
		const screen = await started();
		screen.press('c');
		await screen.waitFor('What the conversation is called. It can do without.');
		screen.press('\r', 'Test call', '\r', 'a', 'tier', '\r', 'gold', '\r', '\x01');
		await screen.waitFor(/Create this\?[\s\S]*name {2}Test call[\s\S]*\+ tier[\s\S]*\+ gold/);
		screen.press('\r');
		await screen.waitFor('Created Test call.');
		const made = all(screen).find(({ name }) => name === 'Test call');
		expect(made).toMatchObject({ metadata: { tier: 'gold' } });
		await screen.waitFor((rows) => rows[0]?.includes('1 of 4 loaded') === true);
		expect(screen.state()).toMatchObject({ selectedId: made?.id, openId: made?.id, overlays: [] });
		screen.press('r');
		await screen.waitFor((rows) => rows[0]?.includes('1 of 4 loaded, all') === true);
		expect(screen.requests.filter((one) => one.includes('id=eq.'))).toEqual([]);
	});

	test('was cut off without a word by quitting while its request was under way', async () => {
		const screen = await started();
		const { promise, resolve } = Promise.withResolvers<null>();
		screen.intervene((request) => (isPost(request) ? promise : null));
		await make(screen, 'Test call');
		await screen.waitFor('Creating the conversation');
		screen.press('q');
		await screen.waitFor('1 write is still under way. q once more quits all the same.');
		resolve(null);
		await screen.waitFor('Created Test call.');
		expect(screen.state().edits.making).toBe(0);
	});

	test('begins with what the filter asks for, and is no edit to be asked about when left so', async () => {
		const screen = await started(
			filtered('metadata->tier=eq.gold&metadata->telnyx_conversation_channel=eq.sms_chat&name=ilike.Anna'),
		);
		screen.press('c');
		const rows = (await screen.waitFor('New conversation')).join('\n');
		expect(rows).toMatch(/name +Anna/);
		expect(rows).toMatch(/\+T telnyx_conversation_channel +sms_chat/);
		expect(rows).toMatch(/\+ {2}tier +gold/);
		screen.press('\x1b');
		await screen.waitFor((now) => !now.join('').includes('New conversation'));
		screen.press('c');
		await screen.waitFor('New conversation');
		screen.press('\x01');
		await screen.waitFor('Create this?');
		screen.press('\r');
		await screen.waitFor('Created Anna.');
		expect(all(screen)).toContainEqual(
			expect.objectContaining({
				name: 'Anna',
				metadata: { telnyx_conversation_channel: 'sms_chat', tier: 'gold' },
			}),
		);
		expect(screen.state().edits.pinned).toMatchObject([{ isHidden: false }]);
	});

	test('is in the list where the filter hides it, and says so; r lets go of it', async () => {
		const screen = await started(filtered('name=ilike.*Caller*'));
		await make(screen, 'Test');
		await screen.waitFor(/Created Test\. The filter would hide it: it stays in the list until r/);
		const made = all(screen).find(({ name }) => name === 'Test');
		expect(screen.state().selectedId).toBe(made?.id);
		expect(screen.rows()[0]).toContain('1 of 4 loaded');
		screen.press('j', 'k');
		await screen.waitFor((rows) => rows[0]?.includes('1 of 4 loaded') === true);
		screen.press('r');
		await screen.waitFor((rows) => rows[0]?.includes('of 3 loaded') === true);
		expect(screen.state().openId).toBe(made?.id);
	});

	test('another filter lets go of it, too', async () => {
		const screen = await started(filtered('name=ilike.*Caller*'));
		await make(screen, 'Test');
		await screen.waitFor('The filter would hide it');
		screen.press('F');
		await screen.waitFor((rows) => rows[0]?.includes('4 loaded') === true);
		expect(screen.state().edits.pinned).toEqual([]);
	});

	test('is seen where the list was searched for something else', async () => {
		const screen = await started({ start: { narrowedTo: 'Caller 2' } });
		await make(screen, 'Test');
		await screen.waitFor('Created Test.');
		expect(screen.state().narrowedTo).toBeNull();
		expect(screen.state().selectedId).toBe(all(screen).find(({ name }) => name === 'Test')?.id);
	});

	test('is in an empty list, and first where only the server knows the order', async () => {
		const empty = await startScreen({ bundles: [] });
		await empty.waitFor('No conversations in this account yet.');
		await make(empty, 'First');
		await empty.waitFor((rows) => rows[0]?.includes('1 of 1 loaded') === true);
		const byName = await started({ start: { query: query('order=name.asc') } });
		await make(byName, 'Zoe');
		await byName.waitFor('Created Zoe.');
		await byName.waitFor((rows) => rows[0]?.includes('1 of 4 loaded') === true);
	});

	test('that was refused is kept: c opens it again, and the same content has the same key', async () => {
		const screen = await started();
		const keys: (string | null)[] = [];
		screen.intervene((request) => {
			if (!isPost(request)) return null;
			keys.push(request.headers.get('idempotency-key'));
			return keys.length === 1 ? refusal(403, '10010', 'Forbidden', 'no') : null;
		});
		await make(screen, 'Test');
		await screen.waitFor(/Not saved\..*c opens your edit again/);
		expect(all(screen)).toHaveLength(3);
		screen.press('c');
		await screen.waitFor(/This is your edit as you left it/);
		await screen.waitFor(/name +Test/);
		screen.press('\x01');
		await screen.waitFor('Create this?');
		screen.press('\r');
		await screen.waitFor('Created Test.');
		expect(all(screen)).toHaveLength(4);
		expect(keys).toHaveLength(2);
		expect(keys[0]).toBe(keys[1]);
	});

	test('whose answer was lost is not made twice, however often it is tried', async () => {
		const screen = await started();
		let isCut = true;
		screen.intervene(async (request) => {
			if (!isPost(request) || !isCut) return null;
			await screen.pass(request.clone());
			throw new TypeError('cut');
		});
		await make(screen, 'Test');
		await screen.waitFor('may have been created');
		isCut = false;
		screen.press('c');
		await screen.waitFor('New conversation');
		screen.press('\x01');
		await screen.waitFor('Create this?');
		screen.press('\r');
		await screen.waitFor('Created Test.');
		expect(all(screen).filter(({ name }) => name === 'Test')).toHaveLength(1);
	});

	test('with other content has another key, and one that is made has its own the next time', async () => {
		const screen = await started();
		const keys = new Set<string | null>();
		let isLost = true;
		screen.intervene(async (request) => {
			if (!isPost(request)) return null;
			keys.add(request.headers.get('idempotency-key'));
			if (!isLost) return null;
			await screen.pass(request.clone());
			throw new TypeError('cut');
		});
		await make(screen, 'One');
		await screen.waitFor('may have been created');
		isLost = false;
		screen.press('c');
		await screen.waitFor(/name +One/);
		screen.press('\r', ' and a half', '\r', '\x01');
		await screen.waitFor('Create this?');
		screen.press('\r');
		await screen.waitFor('Created One and a half.');
		await make(screen, 'One and a half');
		await screen.waitFor((rows) => rows[0]?.includes('of 5 loaded') === true);
		expect(keys.size).toBe(3);
		expect(posts(screen).length).toBeGreaterThanOrEqual(3);
		expect(all(screen).filter(({ name }) => name === 'One and a half')).toHaveLength(2);
	});

	test('fits a small terminal, and keys with odd names are sent as they are', async () => {
		const screen = await started({ size: { columns: 60, rows: 15 } });
		screen.press('c');
		await screen.waitFor('New conversation');
		screen.press('a', '__proto__', '\r', 'x', '\r');
		await screen.waitFor(/\+ {2}__proto__/);
		expect(screen.rows()).toHaveLength(15);
		screen.press('\x01');
		await screen.waitFor('Create this?');
		screen.press('y');
		await screen.waitFor(/Created 0/);
		const made = all(screen).find(({ metadata }) => Object.hasOwn(metadata, '__proto__'));
		expect(Object.entries(made?.metadata ?? {})).toEqual([['__proto__', 'x']]);
	});
});
