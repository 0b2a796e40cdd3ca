import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { splitWords } from '../../src/accounts/split-words.ts';

test.each([
	['pass telnyx', ['pass', 'telnyx']],
	['  pass   show\ttelnyx/prod  ', ['pass', 'show', 'telnyx/prod']],
	[`op read "op://Private/Telnyx key/credential"`, ['op', 'read', 'op://Private/Telnyx key/credential']],
	[`a 'b "c' "d 'e" f\\ g ''`, ['a', 'b "c', "d 'e", 'f g', '']],
	[`say "a \\"b\\" \\n"`, ['say', 'a "b" \\n']],
	['a~b c#d', ['a~b', 'c#d']],
])('%s', (command, words) => {
	expect(splitWords(command)).toEqual({ ok: true, words });
});

describe('what only a shell could carry out is refused, not passed on', () => {
	test.each([
		['pass telnyx | head -1', '|'],
		['cat $HOME/key', '$'],
		['cat "$HOME/key"', '$'],
		['cat ~/key', '~'],
		['cat < key', '<'],
		['a; b', ';'],
		['`pass telnyx`', '`'],
		['cat key*', '*'],
		['a\nb', 'line end'],
		['pass "telnyx', '" is not closed'],
		['pass telnyx\\', 'ends with a backslash'],
		['', 'empty'],
		['  ', 'empty'],
		["'' a", 'empty'],
	])('%j', (command, why) => {
		const split = splitWords(command);
		expect(split.ok ? split.words : split.why).toContain(why);
	});
});

test('words are those of a shell', () => {
	const piece = fc.constantFrom(
		'a',
		'b c',
		"'d e'",
		'"f g"',
		'\\ ',
		'\\\\',
		' ',
		'\t',
		'"\\""',
		"''",
		'\\"',
		'ü',
		'"\\x"',
	);
	fc.assert(
		fc.property(fc.array(piece, { minLength: 1, maxLength: 8 }), (pieces) => {
			const command = pieces.join('');
			const split = splitWords(`printf-of ${command}`);
			fc.pre(split.ok);
			const out = execFileSync('sh', ['-c', `printf '%s\\0' x ${command}`], { encoding: 'utf8' });
			expect(split.ok ? split.words.slice(1) : null).toEqual(out.split('\0').slice(1, -1));
		}),
		{ numRuns: 40 },
	);
});
