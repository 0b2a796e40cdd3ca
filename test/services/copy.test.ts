import { expect, test } from 'vitest';
import type { CopiedTo } from '../../src/domain/copied-to.ts';
import { copiedWords } from '../../src/services/copy.ts';

test.each<[CopiedTo, string, string]>([
	[
		{ kind: 'program', program: 'wl-copy' },
		'good',
		'Copied the id, 4 characters, into the clipboard (with wl-copy).',
	],
	[
		{ kind: 'tmux', isSentOn: true },
		'good',
		'Copied the id, 4 characters, into tmux’s buffer (prefix ]), and sent it on to your terminal.',
	],
	[
		{ kind: 'tmux', isSentOn: false },
		'warn',
		'Copied the id, 4 characters, into tmux’s buffer alone (prefix ]): it is too long for a terminal.',
	],
	[
		{ kind: 'terminal', through: 'screen' },
		'good',
		'Sent the id, 4 characters, to your terminal’s clipboard through screen (OSC 52).',
	],
	[
		{ kind: 'file', path: '/x/copied.txt', why: 'There is no clipboard here.' },
		'warn',
		'There is no clipboard here. Copied the id, 4 characters, into a file instead: /x/copied.txt',
	],
	[{ kind: 'nowhere', problem: 'The disk is full.' }, 'bad', 'Nothing was copied. The disk is full.'],
])('a copy says where it went: %j', (to, tone, words) => {
	expect(copiedWords('the id', 'ab👋d', to)).toEqual({ tone, words });
});

test('a copy says how much it was', () => {
	const words = (text: string) => copiedWords('it', text, { kind: 'program', program: 'x' }).words;
	expect(words('x')).toContain('it, 1 character, into');
	expect(words('one\ntwo\n')).toContain('it, 2 lines (8 characters), into');
});
