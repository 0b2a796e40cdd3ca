import { describe, expect, test } from 'vitest';
import type { ConversationBundle } from '../../../src/domain/wire.ts';
import { hostileCases } from '../../text/hostile.ts';
import { instead, listOf, refusal } from '../between.ts';
import { caller, idOf, insightRun, secondsBeforeNoon } from '../bundles.ts';
import { screenText } from '../frames.ts';
import { startScreen, type TestScreen } from '../screen-harness.tsx';

const evil = hostileCases.map(([, raw]) => raw).join(' | ');
const size = { columns: 200, rows: 60 };

/** Hostile text in every place that a server fills. */
const hostile: ConversationBundle = caller(1, {
	conversation: {
		id: idOf(1),
		name: `name ${evil}`,
		created_at: secondsBeforeNoon(300),
		last_message_at: secondsBeforeNoon(60),
		metadata: {
			telnyx_conversation_channel: `\x1b]0;t\x07${evil}`,
			telnyx_end_user_target: `\x9b2J${evil}`,
			telnyx_agent_target: evil,
			assistant_id: evil,
			assistant_version_id: evil,
			[`key ${evil}`]: `value ${evil}`,
		},
	},
	messages: [
		{ role: evil, text: evil, sent_at: secondsBeforeNoon(100) },
		{ role: 'user', text: `first\n${evil}`, sent_at: secondsBeforeNoon(99) },
		{
			role: 'assistant',
			text: null,
			sent_at: secondsBeforeNoon(98),
			tool_calls: [
				{ id: evil, type: 'function', function: { name: evil, arguments: JSON.stringify({ [evil]: evil }) } },
				{ id: 'second', type: 'function', function: { name: evil, arguments: evil } },
			],
		},
		{ role: 'tool', text: evil, sent_at: secondsBeforeNoon(97) },
		{ role: 'tool', text: JSON.stringify([evil]), sent_at: secondsBeforeNoon(96) },
		{ role: 'tool', text: evil, sent_at: secondsBeforeNoon(95) },
	],
	insights: [
		insightRun('i1', evil, { status: evil }),
		insightRun('i2', JSON.stringify({ [evil]: [evil] }), {
			conversation_insights: [{ insight_id: evil, result: JSON.stringify({ [evil]: [evil] }) }],
		}),
	],
});

/** Everything in the frames that is not text, a line end or a style of tconv. */
function strangersIn(screen: TestScreen): string[] {
	const text = screenText(screen.frames().join('\n'));
	// biome-ignore lint/suspicious/noControlCharactersInRegex: the test looks for control characters.
	const found = text.match(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b]/g) ?? [];
	return [...new Set(found)].map((one) => `U+${one.charCodeAt(0).toString(16)}`);
}

describe('hostile text is shown, never sent', () => {
	test('in the list, and in every pane', async () => {
		const screen = await startScreen({ bundles: [hostile, caller(2)], size });
		await screen.waitFor('␛]8;;https://evil.test');
		for (const key of ['2', '3', '4', '5', 'w', 'z']) {
			screen.press(key);
			await screen.waitFor((rows) => rows.length === size.rows && rows.every((row) => row.length > 0));
		}
		expect(strangersIn(screen)).toEqual([]);
	});

	test('in the copy menu and a pane without borders; and what is copied has no control character', async () => {
		const portalUrl = 'https://portal.example/{telnyx_end_user_target}/{id}';
		const screen = await startScreen({
			bundles: [hostile],
			size,
			portalUrl,
			address: 'https://api.example/v2',
		});
		await screen.waitFor('result without a call');
		for (const [pane, letters] of [
			['1', 'iTjlus'],
			['2', 'tcr'],
			['6', 'tc'],
			['3', 'c'],
			['4', 'c'],
		] as const) {
			for (const letter of letters) {
				screen.press(pane, 'G', 'y');
				await screen.waitFor('─ Copy from name');
				const count = screen.copied.length;
				screen.press(letter);
				await screen.waitFor(() => screen.copied.length === count + 1);
			}
			screen.press('Z');
		}
		expect(strangersIn(screen)).toEqual([]);
		for (const text of screen.copied)
			expect(text).not.toMatch(/[[\p{Cc}--[\t\n]]\u202A-\u202E\u2066-\u2069\u200B]/v);
		expect(screen.copied.join(' ')).toContain(']8;;https://evil.test');
	});

	test('in unfolded tool calls, with a search on, at every width', async () => {
		const screen = await startScreen({ bundles: [hostile], size });
		await screen.waitFor('result without a call');
		screen.press('\r', '/');
		screen.paste('evil');
		await screen.waitFor((rows) => /1 of \d+/.test(rows.at(-1) ?? ''));
		screen.press('\r');
		for (let step = 0; step < 8; step += 1) screen.press('n');
		await screen.waitFor((rows) => /9 of \d+/.test(rows.at(-1) ?? ''));
		for (const columns of [60, 85, 120, 161]) {
			screen.resize({ columns, rows: 30 });
			await screen.waitFor((rows) => rows.length === 30);
		}
		expect([...(screen.state().unfolded.get(idOf(1)) ?? [])].length).toBeGreaterThan(0);
		expect(strangersIn(screen)).toEqual([]);
	});

	test('in an error of the server', async () => {
		const screen = await startScreen({
			between: instead(/./, () => refusal(422, `\x1b]0;c\x07${evil}`, evil, evil)),
			size,
		});
		await screen.waitFor('The server refused the request (422).');
		expect(screen.text()).toContain('␛]8;;https://evil.test');
		expect(strangersIn(screen)).toEqual([]);
	});

	test('in a row that cannot be read', async () => {
		const row = { id: evil, created_at: evil, [evil]: evil };
		const screen = await startScreen({ between: listOf([row]), size });
		await screen.waitFor('unreadable row');
		screen.press('5');
		await screen.waitFor('\\u001b]8;;https://evil.test');
		expect(strangersIn(screen)).toEqual([]);
	});

	test('in a prompt, and in the notice that repeats it', async () => {
		const screen = await startScreen({ bundles: [caller(1)], size });
		await screen.waitFor('hello from 1');
		screen.press('/');
		screen.paste('\x1b]52;c;AAAA\x07\x9b2J\u202e');
		await screen.waitFor('0 of 1 loaded');
		expect(strangersIn(screen)).toEqual([]);
		screen.press('\r');
		await screen.waitFor((rows) => /No loaded row contains “.*52;c;AAAA/.test(rows.at(-1) ?? ''));
		expect(strangersIn(screen)).toEqual([]);
		screen.press('\x1b', '2', '/');
		screen.paste('\x1b]52;c;AAAA\x07\x9b2J\u202e');
		await screen.waitFor('no hit');
		screen.press('\r');
		await screen.waitFor(/This pane does not contain “.*52;c;AAAA/);
		expect(strangersIn(screen)).toEqual([]);
	});
});

test('rows keep their edges for any width that a terminal gives the text', async () => {
	const screen = await startScreen({ bundles: [hostile, caller(2)], size: { columns: 100, rows: 20 } });
	await screen.waitFor('␛[2J␛[H');
	const rows = screen.rows().slice(2, -2);
	for (const row of rows) expect(row).toMatch(/^│.*││.*│$/u);
});
