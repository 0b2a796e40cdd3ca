import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { decodeConversation } from '../../src/api/decode.ts';
import { createWatchCommand } from '../../src/outside/watch-command.ts';
import { scratch } from '../store/fixtures.ts';
import { caller } from '../ui/bundles.ts';

/** A program that writes its arguments and what it was given in its environment to a file. */
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

describe('the command of a watch', () => {
	test('is there only where there is one', () => {
		expect(createWatchCommand({}, [])).toBeNull();
	});

	test('is told in its environment, arguments as they are, and has no key', async () => {
		const path = join(scratch(), 'told.json');
		const run = createWatchCommand({ ...process.env, TELNYX_API_KEY: 'KEY-1' }, writesDown(path));
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

	test('is started however much there is to tell', async () => {
		const path = join(scratch(), 'told.json');
		const run = createWatchCommand(process.env, writesDown(path));
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
			'There is no program “/nowhere/at-all”, which watchCommand names.',
		],
		['that cannot be started', ['/dev/null'], /^The watch command “\/dev\/null” could not be started: /],
		['that fails', [process.execPath, '-e', 'process.exit(3)'], /ended with 3\.$/],
		[
			'that is killed',
			[process.execPath, '-e', 'process.kill(process.pid, "SIGKILL")'],
			/ended with SIGKILL\.$/,
		],
	])('%s is told of', async (_, argv, words) => {
		const problem = await createWatchCommand(process.env, argv)?.('v', [conversation(1)]);
		if (typeof words === 'string') expect(problem).toBe(words);
		else expect(problem).toMatch(words);
	});
});
