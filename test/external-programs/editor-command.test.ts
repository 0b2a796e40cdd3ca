import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
	argumentsFor,
	chooseEditor,
	type EditorCommand,
	processFor,
	waitAdvice,
} from '../../src/external-programs/editor-command.ts';

function chosen(environment: Readonly<Record<string, string | undefined>>): EditorCommand {
	const editor = chooseEditor(environment);
	if ('problem' in editor) throw new Error(editor.problem);
	return editor;
}

describe('the chosen editor', () => {
	test.each([
		[{}, 'vi', [], 'default'],
		[{ EDITOR: 'nano' }, 'nano', [], '$EDITOR'],
		[{ VISUAL: 'code --wait', EDITOR: 'nano' }, 'code', ['--wait'], '$VISUAL'],
		[{ VISUAL: '  ', EDITOR: 'nano' }, 'nano', [], '$EDITOR'],
		[{ VISUAL: 'vim', EDITOR: 'ed', TERM: 'dumb' }, 'ed', [], '$EDITOR'],
		[{ EDITOR: ' emacsclient  -a "" -t ' }, 'emacsclient', ['-a', '', '-t'], '$EDITOR'],
		[{ EDITOR: "'/opt/my editor/ed' -x" }, '/opt/my editor/ed', ['-x'], '$EDITOR'],
		[{ EDITOR: String.raw`/opt/my\ editor "a \"b\" c"'d'` }, '/opt/my editor', ['a "b" cd'], '$EDITOR'],
		[{ EDITOR: 'FOO=1 BAR="a b" nvim -n' }, 'nvim', ['-n'], '$EDITOR'],
		[{ EDITOR: 'env -i -u A X=1 /usr/bin/vim' }, '/usr/bin/vim', [], '$EDITOR'],
		[{ EDITOR: 'exec ~/bin/vim' }, '~/bin/vim', [], '$EDITOR'],
		[{ EDITOR: '"$HOME/bin/vim"' }, '$HOME/bin/vim', [], '$EDITOR'],
	])('of %j is %s with %j', (environment, file, args, from) => {
		expect(chosen(environment)).toMatchObject({ file, args, from });
	});

	test.each([
		[{ EDITOR: "'vim" }, "$EDITOR has an unclosed quote: 'vim"],
		[{ VISUAL: 'vim \\' }, '$VISUAL has an unclosed quote: vim \\'],
		[{ EDITOR: '""' }, '$EDITOR names no program: ""'],
		[{ EDITOR: 'FOO=1' }, '$EDITOR names no program: FOO=1'],
		[{ EDITOR: 'env A=1' }, '$EDITOR names no program: env A=1'],
		[{ TERM: 'dumb', VISUAL: 'vim' }, 'With TERM=dumb only $EDITOR is used. Set it.'],
	])('cannot be told from %j', (environment, problem) => {
		expect(chooseEditor(environment)).toEqual({ problem });
	});

	test.each(['nano', '/usr/bin/vim', 'my-editor_2.1', 'é'])('%s is started as it is', (value) => {
		expect(processFor(chosen({ EDITOR: value }), ['+7', '/t/x'])).toEqual({
			file: value,
			args: ['+7', '/t/x'],
		});
	});

	test.each([
		['~/bin/ed', 'exec ~/bin/ed "$@"'],
		['$HOME/bin/ed', 'exec $HOME/bin/ed "$@"'],
		['FOO=1 nvim', 'FOO=1 exec nvim "$@"'],
		['FOO="a b" BAR=c\\ d nvim -n', 'FOO="a b" BAR=c\\ d exec nvim -n "$@"'],
		['vim -n', 'exec vim -n "$@"'],
		["'a b'", 'exec \'a b\' "$@"'],
		[`sh -c 'a; b' x`, `exec sh -c 'a; b' x "$@"`],
		[`sh -c "a; it's $B" x`, `exec sh -c "a; it's $B" x "$@"`],
		['sh -c "$(a b)"', 'sh -c "$(a b)" "$@"'],
		['vim|tee', 'vim|tee "$@"'],
		['a && vim', 'a && vim "$@"'],
		['exec vim', 'exec vim "$@"'],
		['command vim', 'command vim "$@"'],
		['`x`', '`x` "$@"'],
		[':', ': "$@"'],
	])('case 34: %s is read by a shell, as git does it', (value, script) => {
		expect(processFor(chosen({ EDITOR: value }), ['/t/x'])).toEqual({
			file: '/bin/sh',
			args: ['-c', script, value, '/t/x'],
		});
	});

	test('any quoted words are parsed back unchanged', () => {
		const quoted = (word: string): string => `"${word.replaceAll(/["\\$`]/g, '\\$&')}"`;
		const word = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => text.trim() !== '');
		fc.assert(
			fc.property(word, fc.array(fc.string({ unit: 'grapheme' })), (file, args) => {
				fc.pre(!/^(?:[A-Za-z_]\w*=|exec$|command$|nohup$|(?:.*\/)?env$)/.test(file));
				const editor = chosen({ EDITOR: [file, ...args].map(quoted).join(' ') });
				expect(editor).toMatchObject({ file, args });
			}),
		);
	});
});

describe('the line of a problem', () => {
	test.each([
		['vim', ['+7', '/t/x.json']],
		['/usr/bin/nvim -u NONE', ['+7', '/t/x.json']],
		['FOO=1 nvim', ['+7', '/t/x.json']],
		['env X=1 vim', ['+7', '/t/x.json']],
		['~/bin/vim', ['+7', '/t/x.json']],
		['nano -w', ['+7', '/t/x.json']],
		['emacsclient -t', ['+7', '/t/x.json']],
		['code --wait', ['--goto', '/t/x.json:7']],
		['hx', ['/t/x.json:7']],
		['subl -w', ['/t/x.json:7']],
		['someone-elses', ['/t/x.json']],
	])('is told to %s as %j', (value, args) => {
		expect(argumentsFor(chosen({ EDITOR: value }), '/t/x.json', 7)).toEqual(args);
	});

	test('is omitted if there is none', () => {
		expect(argumentsFor(chosen({ EDITOR: 'vim -n' }), '/t/x', null)).toEqual(['/t/x']);
	});
});

test.each([
	['code', 'code returned before the file was closed: set EDITOR="code --wait".'],
	['/usr/local/bin/gvim -p', 'gvim returned before the file was closed: set EDITOR="gvim --nofork".'],
	['code --wait', null],
	['FOO=1 code', 'code returned before the file was closed: set EDITOR="code --wait".'],
	['FOO=1 code --wait', null],
	['subl -w', null],
	['vim', null],
	['someone-elses', null],
])('%s that came back with nothing changed: %s', (value, advice) => {
	expect(waitAdvice(chosen({ EDITOR: value }))).toBe(advice);
});
