import { describe, expect, test } from 'vitest';
import { newestFirst } from '../../../src/state/ui-state.ts';
import { conversation } from '../../store/fixtures.ts';
import { instead } from '../between.ts';
import { caller, callers, idOf } from '../bundles.ts';
import { startScreen } from '../screen-harness.tsx';

/** Far below the loaded rows, with its own call control id and phone number. */
const far = {
	conversation: conversation('d0000000-0000-4000-8000-000000000001', {
		name: 'Far down',
		last_message_at: '2020-01-01T00:00:00.000000+00:00',
		metadata: { call_control_id: 'v3:far_AWAY-1', telnyx_agent_target: '+4930123456' },
	}),
	messages: [],
	insights: [],
};

/** Has the same phone number as conversation 2. */
const again = {
	...far,
	conversation: conversation('d0000000-0000-4000-8000-000000000002', {
		last_message_at: '2020-01-01T00:00:00.000000+00:00',
		metadata: { telnyx_agent_target: '+13125550002' },
	}),
};

const start = async () => {
	const screen = await startScreen({ bundles: [...callers(120), far, again] });
	await screen.waitFor('hello from 1');
	return screen;
};

describe('a paste outside of a field', () => {
	test.each([
		['an id', far.conversation.id],
		['an id in capitals, quotes and a comma', `"${far.conversation.id.toUpperCase()}",`],
		['a line of a log', `12:00:01 INFO conversation_id=${far.conversation.id} ended`],
		['a call control id', 'v3:far_AWAY-1'],
		['the number of the other end', ' +49 30 123456\n'],
		['a number without its country', '30 123456'],
	])('opens the one conversation of %s', async (_, text) => {
		const screen = await start();
		screen.paste(text);
		await screen.waitFor('Far down');
		expect(screen.state()).toMatchObject({
			focus: 'transcript',
			openId: far.conversation.id,
			selectedId: far.conversation.id,
			query: newestFirst,
		});
	});

	test('of a number with several conversations lists them, and Ctrl-o goes back', async () => {
		const screen = await start();
		screen.press('\t');
		screen.paste('+13125550002');
		const rows = await screen.waitFor('2 loaded, all');
		expect(rows.at(-1)).toContain('Several conversations have +13125550002');
		expect(rows[0]).toContain('+13125550002');
		expect(screen.state().focus).toBe('list');
		screen.press('\x0f');
		await screen.waitFor('100 loaded, more');
	});

	test('without a match says so and keeps the place', async () => {
		const screen = await start();
		screen.press('j');
		await screen.waitFor('hello from 2');
		screen.paste('+15550000000');
		await screen.waitFor('No conversation has the phone number +15550000000. Nothing was opened.');
		screen.paste('just words');
		await screen.waitFor('Paste ignored');
		expect(screen.state()).toMatchObject({ focus: 'list', openId: idOf(2), history: { past: [] } });
	});

	test('that the server refuses says so and keeps the place', async () => {
		const screen = await start();
		screen.intervene(
			instead(/call_control_id/, () => Response.json({ errors: [{ detail: 'No.' }] }, { status: 403 })),
		);
		screen.paste('v3:x');
		await screen.waitFor('Nothing was opened.');
		expect(screen.state()).toMatchObject({ focus: 'list', openId: idOf(1) });
	});
});

test('of two jumps the later one wins, in any order of answers', async () => {
	const screen = await startScreen({ bundles: [caller(1), caller(2), far] });
	await screen.waitFor('hello from 1');
	const gate = Promise.withResolvers<null>();
	screen.intervene(instead(/call_control_id/, async () => Response.json({ data: await gate.promise })));
	screen.paste('v3:slow');
	screen.paste(far.conversation.id);
	await screen.waitFor(() => screen.state().openId === far.conversation.id);
	gate.resolve(null);
	screen.press('\x1b');
	await screen.waitFor((rows) => rows.at(-1)?.includes('Enter open') === true);
	expect(screen.state()).toMatchObject({ openId: far.conversation.id });
});
