import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
	argumentsFor,
	chooseEditor,
	type EditorCommand,
	waitAdvice,
} from '../../src/outside/editor-command.ts';

function chosen(environment: Readonly<Record<string, string | undefined>>): EditorCommand {
	const editor = chooseEditor(environment);
	if ('problem' in editor) throw new Error(editor.problem);
	return editor;
}

describe('the editor that is called', () => {
	test.each([
		[{}, 'vi', [], 'default'],
		[{ EDITOR: 'nano' }, 'nano', [], '$EDITOR'],
		[{ VISUAL: 'code --wait', EDITOR: 'nano' }, 'code', ['--wait'], '$VISUAL'],
		[{ VISUAL: '  ', EDITOR: 'nano' }, 'nano', [], '$EDITOR'],
		[{ EDITOR: ' emacsclient  -a "" -t ' }, 'emacsclient', ['-a', '', '-t'], '$EDITOR'],
		[{ EDITOR: "'/opt/my editor/ed' -x" }, '/opt/my editor/ed', ['-x'], '$EDITOR'],
		[{ EDITOR: String.raw`/opt/my\ editor "a \"b\" c"'d'` }, '/opt/my editor', ['a "b" cd'], '$EDITOR'],
		[
			{ EDITOR: 'vim; rm -rf $HOME `x` | y > z' },
			'vim;',
			['rm', '-rf', '$HOME', '`x`', '|', 'y', '>', 'z'],
			'$EDITOR',
		],
	])('of %j is %s with %j', (environment, file, args, from) => {
		expect(chosen(environment)).toEqual({ file, args, from });
	});

	test.each([
		[{ EDITOR: "'vim" }, "$EDITOR has a quote that is not closed: 'vim"],
		[{ VISUAL: 'vim \\' }, '$VISUAL has a quote that is not closed: vim \\'],
		[{ EDITOR: '""' }, '$EDITOR names no program: ""'],
	])('cannot be told from %j', (environment, problem) => {
		expect(chooseEditor(environment)).toEqual({ problem });
	});

	test('any words that are quoted come back as they were', () => {
		const quoted = (word: string): string => `"${word.replaceAll(/["\\$`]/g, '\\$&')}"`;
		const word = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => text.trim() !== '');
		fc.assert(
			fc.property(word, fc.array(fc.string({ unit: 'grapheme' })), (file, args) => {
				const editor = chosen({ EDITOR: [file, ...args].map(quoted).join(' ') });
				expect(editor).toMatchObject({ file, args });
			}),
		);
	});
});

describe('the line where it went wrong', () => {
	test.each([
		['vim', ['+7', '/t/x.json']],
		['/usr/bin/nvim -u NONE', ['-u', 'NONE', '+7', '/t/x.json']],
		['nano -w', ['-w', '+7', '/t/x.json']],
		['emacsclient -t', ['-t', '+7', '/t/x.json']],
		['code --wait', ['--wait', '--goto', '/t/x.json:7']],
		['hx', ['/t/x.json:7']],
		['subl -w', ['-w', '/t/x.json:7']],
		['someone-elses', ['/t/x.json']],
	])('is told to %s as %j', (value, args) => {
		expect(argumentsFor(chosen({ EDITOR: value }), '/t/x.json', 7)).toEqual(args);
	});

	test('is not told where there is none', () => {
		expect(argumentsFor(chosen({ EDITOR: 'vim -n' }), '/t/x', null)).toEqual(['-n', '/t/x']);
	});
});

test.each([
	['code', 'code does not wait until the file is closed: set EDITOR="code --wait".'],
	['/usr/local/bin/gvim -p', 'gvim does not wait until the file is closed: set EDITOR="gvim --nofork".'],
	['code --wait', null],
	['subl -w', null],
	['vim', null],
	['someone-elses', null],
])('%s that came back with nothing changed: %s', (value, advice) => {
	expect(waitAdvice(chosen({ EDITOR: value }))).toBe(advice);
});
