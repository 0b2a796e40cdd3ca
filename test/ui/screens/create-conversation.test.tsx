import { describe, expect, test } from 'vitest';
import { newestFirst } from '../../../src/state/ui-state.ts';
import { query } from '../../store/fixtures.ts';
import { refusal } from '../between.ts';
import { callers } from '../bundles.ts';
import { type ScreenOptions, startScreen, type TestScreen } from '../screen-harness.tsx';

async function started(options: ScreenOptions = {}): Promise<TestScreen> {
	const screen = await startScreen({ bundles: callers(3), ...options });
	await screen.waitFor(/loaded, all|No conversations match/);
	return screen;
}

/** The program with this filter, newest first. */
const filtered = (text: string): ScreenOptions => ({
	start: { query: { ...query(text), order: newestFirst.order } },
});

const all = (screen: TestScreen) => screen.store.conversations.list(query());
const posts = (screen: TestScreen) => screen.requests.filter((one) => one.startsWith('POST'));
const isPost = (request: Request): boolean => request.method === 'POST';

/** Names the new conversation and creates it. */
async function make(screen: TestScreen, name: string): Promise<void> {
	screen.press('c');
	await screen.waitFor('─ New conversation ─');
	screen.press('\r', name, '\r', '\x01');
	await screen.waitFor('Create this conversation?');
	screen.press('\r');
}

describe('a new conversation', () => {
	test('is created with a name and metadata, selected and open', async () => {
		const screen = await started();
		screen.press('c');
		await screen.waitFor('Name (optional)');
		screen.press('\r', 'Test call', '\r', 'a', 'tier', '\r', 'gold', '\r', '\x01');
		await screen.waitFor(/Create this conversation\?[\s\S]*name {2}Test call[\s\S]*\+ tier[\s\S]*\+ gold/);
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

	test('under way is reported before quitting', async () => {
		const screen = await started();
		const { promise, resolve } = Promise.withResolvers<null>();
		screen.intervene((request) => (isPost(request) ? promise : null));
		await make(screen, 'Test call');
		await screen.waitFor('Creating the conversation');
		screen.press('q');
		await screen.waitFor('1 write is still under way. Press q again to quit anyway.');
		resolve(null);
		await screen.waitFor('Created Test call.');
		expect(screen.state().edits.making).toBe(0);
	});

	test('starts with the values of the filter, and left unchanged it is no edit', async () => {
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
		await screen.waitFor('Create this conversation?');
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

	test('is in the list even outside the filter, with a note; r removes it', async () => {
		const screen = await started(filtered('name=ilike.*Caller*'));
		await make(screen, 'Test');
		await screen.waitFor(/Created Test\. It does not match the filter, so r or another filter hides it/);
		const made = all(screen).find(({ name }) => name === 'Test');
		expect(screen.state().selectedId).toBe(made?.id);
		expect(screen.rows()[0]).toContain('1 of 4 loaded');
		screen.press('j', 'k');
		await screen.waitFor((rows) => rows[0]?.includes('1 of 4 loaded') === true);
		screen.press('r');
		await screen.waitFor((rows) => rows[0]?.includes('of 3 loaded') === true);
		expect(screen.state().openId).toBe(made?.id);
	});

	test('leaves the list with another filter', async () => {
		const screen = await started(filtered('name=ilike.*Caller*'));
		await make(screen, 'Test');
		await screen.waitFor('It does not match the filter');
		screen.press('F');
		await screen.waitFor((rows) => rows[0]?.includes('4 loaded') === true);
		expect(screen.state().edits.pinned).toEqual([]);
	});

	test('is visible in a list searched for something else', async () => {
		const screen = await started({ start: { narrowedTo: 'Caller 2' } });
		await make(screen, 'Test');
		await screen.waitFor('Created Test.');
		expect(screen.state().narrowedTo).toBeNull();
		expect(screen.state().selectedId).toBe(all(screen).find(({ name }) => name === 'Test')?.id);
	});

	test('is in an empty list, and first if only the server knows the order', async () => {
		const empty = await startScreen({ bundles: [] });
		await empty.waitFor('This account has no conversations yet.');
		await make(empty, 'First');
		await empty.waitFor((rows) => rows[0]?.includes('1 of 1 loaded') === true);
		const byName = await started({ start: { query: query('order=name.asc') } });
		await make(byName, 'Zoe');
		await byName.waitFor('Created Zoe.');
		await byName.waitFor((rows) => rows[0]?.includes('1 of 4 loaded') === true);
	});

	test('that was refused is kept: c reopens it, and the same content has the same key', async () => {
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
		await screen.waitFor(/This is your edit, not saved yet/);
		await screen.waitFor(/name +Test/);
		screen.press('\x01');
		await screen.waitFor('Create this conversation?');
		screen.press('\r');
		await screen.waitFor('Created Test.');
		expect(all(screen)).toHaveLength(4);
		expect(keys).toHaveLength(2);
		expect(keys[0]).toBe(keys[1]);
	});

	test('with a lost answer is created only once, after any number of attempts', async () => {
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
		await screen.waitFor('Create this conversation?');
		screen.press('\r');
		await screen.waitFor('Created Test.');
		expect(all(screen).filter(({ name }) => name === 'Test')).toHaveLength(1);
	});

	test('with other content has another key, and so has the next one', async () => {
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
		await screen.waitFor('Create this conversation?');
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
		await screen.waitFor('Create this conversation?');
		screen.press('y');
		await screen.waitFor(/Created 0/);
		const made = all(screen).find(({ metadata }) => Object.hasOwn(metadata, '__proto__'));
		expect(Object.entries(made?.metadata ?? {})).toEqual([['__proto__', 'x']]);
	});
});
