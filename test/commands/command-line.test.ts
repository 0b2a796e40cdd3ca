import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCommandLine } from '../../src/commands/command-line.ts';
import { declarations } from '../../src/commands/declarations/all.ts';
import { screenDeclaration } from '../../src/commands/declarations/others.ts';
import { listDeclaration, tailDeclaration } from '../../src/commands/declarations/read.ts';
import { updateDeclaration } from '../../src/commands/declarations/write.ts';

describe.each([screenDeclaration, ...declarations].map((declared) => [declared.name, declared] as const))(
	'tconv %s',
	(_, declared) => {
		test('reads each of its options, in both spellings', () => {
			for (const { name, value } of declared.options) {
				const spellings = value === undefined ? [[`--${name}`]] : [[`--${name}`, 'x'], [`--${name}=x`]];
				for (const args of spellings) {
					const line = readCommandLine(declared, args);
					if (line.kind !== 'given') throw new Error(`${args}: ${JSON.stringify(line)}`);
					expect(line.options.has(name)).toBe(true);
					expect(line.options.text(name)).toBe(value === undefined ? null : 'x');
					expect(line.args).toEqual([]);
				}
			}
			expect(readCommandLine(declared, ['-h'])).toEqual({ kind: 'help' });
		});

		test('names the nearest option where it knows none', () => {
			for (const { name } of declared.options.filter((option) => option.name.length > 4)) {
				const wrong = `--${name.slice(0, -1)}x`;
				if (declared.options.some((option) => `--${option.name}` === wrong)) continue;
				const line = readCommandLine(declared, [wrong]);
				expect(line).toMatchObject({ kind: 'usage', problem: expect.stringContaining(`'${wrong}'`) });
				expect(line).toMatchObject({ problem: expect.stringContaining(`--${name}`) });
			}
		});

		test('its examples are command lines that it reads', () => {
			for (const { line } of declared.examples) {
				const own = line
					.split(/[|<>]\s|<\(/)
					.find((part) => part.trim().startsWith(`tconv ${declared.name}`.trim()));
				const words = wordsOf(own ?? line).filter((word) => word !== 'tconv' && word !== declared.name);
				expect(
					readCommandLine(
						declared,
						words.map((word) => word.replace(/\)$/, '')),
					),
				).toMatchObject({ kind: 'given' });
			}
		});
	},
);

/** The words of a command line as a shell splits them, for the quotes of the examples. */
function wordsOf(line: string): string[] {
	return [...line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(
		([, single, double, bare]) => single ?? double ?? bare ?? '',
	);
}

describe('values', () => {
	test('may start with one dash, and any text reaches an option unchanged', () => {
		fc.assert(
			fc.property(fc.string(), (text) => {
				const line = readCommandLine(tailDeclaration, [`--filter=${text}`]);
				expect(line.kind === 'given' && line.options.text('filter')).toBe(text);
				if (text.startsWith('--')) return;
				const apart = readCommandLine(tailDeclaration, ['--filter', text]);
				expect(apart.kind === 'given' && apart.options.text('filter')).toBe(text);
			}),
		);
	});

	test('keep their order where an option may be given several times; else the last one counts', () => {
		const update = readCommandLine(updateDeclaration, ['--set', 'a=1', 'ID', '--set=b=2', '--unset', 'c']);
		if (update.kind !== 'given') throw new Error(JSON.stringify(update));
		expect(update.options.texts('set')).toEqual(['a=1', 'b=2']);
		expect(update.options.texts('unset')).toEqual(['c']);
		expect(update.args).toEqual(['ID']);
		const list = readCommandLine(listDeclaration, ['--limit', '1', '--limit', '2']);
		expect(list.kind === 'given' && list.options.text('limit')).toBe('2');
	});

	test('an option is not taken as the value of the one before it', () => {
		expect(readCommandLine(listDeclaration, ['--filter', '--all'])).toEqual({
			kind: 'usage',
			problem: '--filter needs a value (one that starts with a dash: --filter=-…)',
		});
	});

	test('after -- everything is an argument', () => {
		const line = readCommandLine(updateDeclaration, ['--yes', '--', '--set']);
		expect(line.kind === 'given' && line.args).toEqual(['--set']);
	});
});
