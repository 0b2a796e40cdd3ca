import type { CommandDeclaration } from './declaration.ts';
import { declarations } from './declarations/all.ts';
import { exitCodeWords } from './exit-codes.ts';
import { optionText, usageText } from './help.ts';

/** The part of `README.md` that is made from the declarations: a section for each command, and the exit codes. */
export function commandSections(): string {
	return [
		...declarations.map(section),
		[
			'### Exit codes',
			['| | |', '| --- | --- |', ...exitCodeWords.map(([code, words]) => `| ${code} | ${words} |`)].join(
				'\n',
			),
		].join('\n\n'),
	].join('\n\n');
}

function section(declared: CommandDeclaration): string {
	const { name, about, options, notes = [], examples, exits } = declared;
	const rows = options.map((option) => `| \`${cell(optionText(option))}\` | ${cell(option.about)} |`);
	return [
		`### tconv ${name}`,
		[
			'```sh',
			usageText(declared),
			...examples.map(({ line, about: does }) => `${line}   # ${does}`),
			'```',
		].join('\n'),
		...about.map(escaped),
		...(rows.length === 0 ? [] : [['| Option | |', '| --- | --- |', ...rows].join('\n')]),
		...notes.map(escaped),
		...(exits === null ? [] : [`Exit codes of its own: ${exits}.`]),
	].join('\n\n');
}

function cell(text: string): string {
	return escaped(text).replaceAll('|', '\\|');
}

function escaped(text: string): string {
	return text.replaceAll('<', '&lt;').replaceAll('*', '\\*');
}
