import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeConversation } from '../../src/api/decode.ts';
import { alertSequence, createAlertCommand } from '../../src/external-programs/alert-command.ts';
import { safe } from '../../src/text/safe.ts';
import { scratch } from '../store/fixtures.ts';
import { caller } from '../ui/bundles.ts';

/** A program that writes its arguments and environment to a file. */
const writesDown = (path: string): readonly string[] => [
	process.execPath,
	'-e',
	'const e = process.env; const { writeFileSync: w } = require("node:fs"); w(process.argv[1], JSON.stringify({ args: process.argv.slice(2), key: e.TELNYX_API_KEY ?? null, path: e.PATH !== undefined, told: Object.fromEntries(Object.entries(e).filter(([n]) => /^TCONV_(?!TEST_)/.test(n))) }))',
	path,
	'$(touch x)',
	'a b',
];

const conversation = (number: number, fields: object = {}) => {
	const read = decodeConversation({ ...caller(number).conversation, ...fields });
	if (!read.ok) throw new TypeError(read.problem);
	return read.value;
};

describe('the alert command', () => {
	test('exists only if it is set', () => {
		expect(createAlertCommand({}, [])).toBeNull();
	});

	test('gets the conversation in its environment, its arguments unchanged, and no key', async () => {
		const path = join(scratch(), 'told.json');
		const run = createAlertCommand({ ...process.env, TELNYX_API_KEY: 'KEY-1' }, writesDown(path));
		const last = conversation(2, { name: '$(reboot)\u0000\u001b[2J`x`\n"' });
		expect(await run?.('Calls', [conversation(1), last])).toBeNull();
		expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({
			args: ['$(touch x)', 'a b'],
			key: null,
			path: true,
			told: {
				TCONV_CONVERSATION_ID: last.id,
				TCONV_CHANNEL: 'phone_call',
				TCONV_END_USER: '+13125550002',
				TCONV_NAME: '$(reboot)  [2J`x` "',
				TCONV_VIEW: 'Calls',
				TCONV_COUNT: '2',
				TCONV_CONVERSATION_IDS: `${conversation(1).id}\n${last.id}`,
			},
		});
	});

	test('starts with any amount of data', async () => {
		const path = join(scratch(), 'told.json');
		const run = createAlertCommand(process.env, writesDown(path));
		const many = Array.from({ length: 2_000 }, (_, number) =>
			conversation(number, { name: 'x'.repeat(1_000_000) }),
		);
		expect(await run?.('v'.repeat(1_000_000), many)).toBeNull();
		expect(JSON.parse(readFileSync(path, 'utf8')).told.TCONV_COUNT).toBe('2000');
	});

	test.each([
		[
			'that is not there',
			['/nowhere/at-all'],
			'There is no program “/nowhere/at-all”; check alertCommand in settings.json.',
		],
		['that cannot be started', ['/dev/null'], /^The alert command “\/dev\/null” could not be started: /],
		['that fails', [process.execPath, '-e', 'process.exit(3)'], /ended with 3\.$/],
		[
			'that is killed',
			[process.execPath, '-e', 'process.kill(process.pid, "SIGKILL")'],
			/ended with SIGKILL\.$/,
		],
	])('%s is told of', async (_, argv, words) => {
		const problem = await createAlertCommand(process.env, argv)?.('v', [conversation(1)]);
		if (typeof words === 'string') expect(problem).toBe(words);
		else expect(problem).toMatch(words);
	});
});

describe('an alert', () => {
	test.each([
		['rings without a text', null, {}, '\u0007'],
		['is OSC 9 in most terminals', 'a; b', { TERM: 'xterm-256color' }, '\u001b]9;tconv: a; b\u0007'],
		['is OSC 777 where that is known', 'a; b', { TERM: 'foot' }, '\u001b]777;notify;tconv;a, b\u0007'],
		[
			'also where the library says who it is',
			'a',
			{ VTE_VERSION: '7600' },
			'\u001b]777;notify;tconv;a\u0007',
		],
		['goes through tmux', 'a', { TMUX: '/tmp/x,1,0' }, '\u001bPtmux;\u001b\u001b]9;tconv: a\u0007\u001b\\'],
		['rings on the Linux console, which would print it', 'a', { TERM: 'linux' }, '\u0007'],
	])('%s', (_, text, environment, wanted) => {
		expect(alertSequence(text === null ? null : safe(text), environment)).toBe(wanted);
	});

	test('for any text, contains nothing that ends it early or steers, and is limited in length', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
				for (const environment of [{}, { TERM: 'rxvt' }]) {
					const sequence = alertSequence(safe(text), environment);
					expect(sequence.slice(1, -1)).not.toMatch(/\p{Cc}/u);
					expect(sequence.length).toBeLessThan(4000);
				}
			}),
		);
	});
});
