import { describe, expect, test } from 'vitest';
import { anyPage, deserted, instead, laterPage, refusal } from '../between.ts';
import { caller, callers } from '../bundles.ts';
import { apiKey, startScreen } from '../screen-harness.tsx';

const page = '<html><body><h1>502 Bad Gateway</h1></body></html>';

/** All failures that the screen distinguishes, each with its text. */
const failures: readonly (readonly [string, () => Response | Promise<Response>, string])[] = [
	['401', () => refusal(401, '10009', 'Unauthorized', 'No key found'), 'The API key was not accepted.'],
	['403', () => refusal(403, '10010', 'Forbidden', 'Account is disabled'), 'The account is disabled.'],
	['500', () => refusal(500, '10007', 'Oops', 'Something broke'), 'The server failed (500).'],
	[
		'an HTML page with 502',
		() => new Response(page, { status: 502, headers: { 'content-type': 'text/html' } }),
		'The server failed (502): a gateway sent a web page',
	],
	['an HTML page with 200', () => new Response(page), 'The server sent a web page instead of data.'],
	['a refused connection', async () => fetch(await deserted()), 'embedded.invalid'],
];

describe('an error of the list', () => {
	test.each(failures)('%s at start is shown, and r recovers', async (_, fail, words) => {
		const screen = await startScreen({ bundles: callers(3), between: instead(anyPage, fail) });
		const rows = await screen.waitFor('Nothing is loaded.');
		expect(listWords(rows)).toContain(words);
		screen.intervene(null);
		screen.press('r');
		await screen.waitFor('hello from 1');
		expect(listWords(screen.rows())).not.toContain(words);
	});

	test.each(failures)(
		'%s on refresh is shown beside the old rows, and r recovers',
		async (_, fail, words) => {
			const screen = await startScreen({ bundles: callers(3) });
			await screen.waitFor('hello from 1');
			screen.intervene(instead(anyPage, fail));
			screen.press('r');
			const rows = await screen.waitFor((now) => listWords(now).includes(words));
			expect(listWords(rows)).toContain('Caller 1');
			screen.intervene(null);
			screen.press('r');
			await screen.waitFor((now) => !listWords(now).includes(words));
		},
	);

	test('another failure takes the place of the first, with no rows and with some', async () => {
		const refused = (words: string) => instead(anyPage, () => refusal(400, '10015', 'Bad Request', words));
		const screen = await startScreen({ bundles: callers(3), between: refused('no tier') });
		const told = (words: string, gone: string) =>
			screen.waitFor((now) => listWords(now).includes(words) && !listWords(now).includes(gone));
		await told('no tier', 'no score');
		screen.intervene(refused('no score'));
		screen.press('r');
		await told('no score', 'no tier');
		screen.intervene(null);
		screen.press('r');
		await screen.waitFor('hello from 1');
		for (const [words, gone] of [
			['no tier', 'no score'],
			['no score', 'no tier'],
		] as const) {
			screen.intervene(refused(words));
			screen.press('r');
			await told(words, gone);
		}
	});

	test('a failure while loading more keeps the rows, and r continues', async () => {
		const screen = await startScreen({
			bundles: callers(150),
			between: instead(laterPage, () => refusal(500, '10007', 'Oops', 'Broke')),
		});
		await screen.waitFor('1 of 100 loaded');
		screen.press('G');
		await screen.waitFor('The server failed (500).');
		expect(screen.text()).toContain('Caller 1');
		screen.intervene(null);
		screen.press('r');
		await screen.waitFor('of 150 loaded, all');
	});

	test('after a failed start a refresh reads one page, as a start does', async () => {
		const [, fail] = failures[0] ?? [];
		const screen = await startScreen({
			bundles: callers(450),
			between: instead(anyPage, fail ?? (() => new Response())),
		});
		await screen.waitFor('Nothing is loaded.');
		screen.intervene(null);
		screen.press('r');
		await screen.waitFor('1 of 100 loaded, more');
	});
});

describe('an error of a part', () => {
	test('failed messages say so, other panes work, and r recovers', async () => {
		const [, fail, words] = failures[2] ?? [];
		const screen = await startScreen({
			bundles: callers(2),
			between: instead(/\/messages\?/, fail ?? (() => new Response())),
		});
		await screen.waitFor(words ?? '');
		screen.press('4');
		await screen.waitFor('telnyx_end_user_target');
		expect(screen.text()).not.toContain(words);
		screen.intervene(null);
		screen.press('2', 'r');
		await screen.waitFor('hello from 1');
	});

	test('old messages stay beside the error of a refresh', async () => {
		const screen = await startScreen({ bundles: callers(2) });
		await screen.waitFor('hello from 1');
		screen.intervene(instead(/\/messages\?/, () => refusal(500, '10007', 'Oops', 'Broke')));
		screen.press('\r', 'r');
		await screen.waitFor('The server failed (500).');
		expect(screen.text()).toContain('hello from 1');
	});

	test('metadata of a conversation deleted elsewhere stay, with a note', async () => {
		const screen = await startScreen({ bundles: callers(150) });
		await screen.waitFor('hello from 1');
		screen.press('4');
		await screen.waitFor('telnyx_end_user_target');
		screen.store.conversations.delete(screen.state().openId ?? '');
		screen.press('r');
		await screen.waitFor('This conversation was deleted elsewhere.');
		expect(screen.text()).toContain('telnyx_end_user_target');
	});

	test('names that cannot be loaded leave the ids, without an error', async () => {
		const screen = await startScreen({
			bundles: [caller(1)],
			size: { columns: 130, rows: 40 },
			between: instead(/\/assistants|\/conversations\/insights/, () => refusal(403, '1', 'No', 'No')),
		});
		await screen.waitFor('hello from 1');
		await screen.waitFor('assistant-1');
		expect(screen.text()).not.toContain('may not');
	});
});

test('the key is in no frame, for any server message', async () => {
	const screen = await startScreen({
		bundles: callers(2),
		between: instead(anyPage, () =>
			refusal(401, apiKey, `Bad key ${apiKey}`, `Authorization: Bearer ${apiKey} is wrong`),
		),
	});
	await screen.waitFor('The API key was not accepted.');
	screen.press('?');
	await screen.waitFor('Help');
	expect(screen.frames().join('')).not.toContain(apiKey);
	expect(screen.frames().join('')).not.toContain(apiKey.slice(0, 20));
});

/** The words of the first pane, without borders and line ends. */
function listWords(rows: readonly string[]): string {
	return rows
		.map((row) => row.split('│')[1] ?? '')
		.join(' ')
		.replaceAll(/\s+/g, ' ');
}
