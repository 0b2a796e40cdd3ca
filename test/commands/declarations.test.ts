import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { commandSections } from '../../src/commands/commands-page.ts';
import { declarations } from '../../src/commands/declarations/all.ts';
import { screenDeclaration } from '../../src/commands/declarations/others.ts';
import { exitCodes, exitCodeWords } from '../../src/commands/exit-codes.ts';
import { helpLines, mainHelpLines } from '../../src/commands/help.ts';
import { manPage } from '../../src/commands/man-page.ts';
import { runners } from '../../src/commands/run-command.ts';
import { projectRoot } from '../../src/tooling/build.ts';

const all = [screenDeclaration, ...declarations];

describe('declarations', () => {
	test('every command but those with a process of their own has a runner, and every runner a declaration', () => {
		const own = ['open', 'serve', 'tail'];
		const names = declarations.map(({ name }) => name).filter((name) => !own.includes(name));
		expect(
			Object.keys(runners)
				.filter((name) => name !== 'complete')
				.sort(),
		).toEqual(names.sort());
	});

	test('names are unique, and texts are plain ASCII that every terminal and man page can print', () => {
		expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
		for (const { options, about, notes = [], summary, examples } of all) {
			expect(new Set(options.map(({ name }) => name)).size).toBe(options.length);
			const texts = [summary, ...about, ...notes, ...options.map((option) => option.about)];
			for (const text of [...texts, ...examples.map((example) => example.about)])
				expect(text).toMatch(/^[ -~]+$/);
			expect(examples.length).toBeGreaterThan(0);
		}
	});
});

describe('help', () => {
	test.each(declarations.map((declared) => [declared.name, declared] as const))(
		'of %s has every option, every example and the exit codes, in lines of at most 100 cells',
		(_, declared) => {
			const lines = helpLines(declared);
			const text = lines.join('\n');
			for (const { name } of declared.options) expect(text).toContain(`--${name}`);
			for (const { line } of declared.examples) expect(text).toContain(line);
			expect(text).toContain('Exit codes:');
			expect(lines.filter((line) => line.length > 100 && !line.startsWith('  tconv'))).toEqual([]);
		},
	);

	test('of tconv has every command and the options of the screen', () => {
		const text = mainHelpLines('1.2.3').join('\n');
		for (const { name } of declarations) expect(text).toContain(`  tconv ${name}`);
		for (const { name } of screenDeclaration.options) expect(text).toContain(`--${name}`);
	});

	test('has every exit code', () => {
		expect(exitCodeWords.map(([code]) => code).slice(0, -1)).toEqual(Object.values(exitCodes).map(String));
	});
});

const hasProgram = (name: string): boolean => spawnSync(name, ['--version']).error === undefined;

describe('the man page', () => {
	const page = manPage('1.2.3');

	test('has every command with its options, examples and exit codes', () => {
		const plain = page.replaceAll('\\-', '-').replaceAll('\\(aq', "'").replaceAll('\\(ti', '~');
		for (const { name, options, examples } of declarations) {
			expect(plain).toContain(`.SH ${name.toUpperCase()}\n`);
			for (const option of options) expect(plain).toContain(`.B --${option.name}`);
			for (const { line } of examples) expect(plain).toContain(`\n${line}\n`);
		}
		for (const [, words] of exitCodeWords) expect(plain).toContain(words);
	});

	test.runIf(hasProgram('groff'))('has no mistake that groff knows', () => {
		const { stdout, stderr, status } = spawnSync('groff', ['-man', '-ww', '-Tascii', '-P-cbou'], {
			input: page,
			encoding: 'utf8',
		});
		expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
		expect(stdout).toContain('--telnyx-keys');
	});
});

test('the page of the commands is made from the declarations', () => {
	const page = readFileSync(join(projectRoot, 'src', 'commands', 'README.md'), 'utf8');
	expect(page).toContain(commandSections());
});
