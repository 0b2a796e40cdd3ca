import type { CommandDeclaration, OptionDeclaration } from './declaration.ts';
import { declarations } from './declarations/all.ts';
import { screenDeclaration } from './declarations/others.ts';
import { exitCodeWords } from './exit-codes.ts';
import { environmentVariables, exitsText, helpOption } from './help.ts';

/** The man page tconv(1) in the `man` macros, made from the declarations. */
export function manPage(version: string): string {
	return `${[
		`.TH TCONV 1 "" "tconv ${version}" "User Commands"`,
		'.SH NAME',
		'tconv \\- Telnyx AI conversations, triaged from the keyboard or from a script',
		'.SH SYNOPSIS',
		// A break after a heading would be one too many.
		...[screenDeclaration, ...declarations].flatMap(synopsis).slice(1),
		'.SH DESCRIPTION',
		escaped(
			'Without a command, tconv shows the conversations of an account on the screen; ? there lists every key. The commands do the same work in a pipe, with the same filter language, the same safe text and the same careful writes.',
		),
		'.SH OPTIONS OF THE SCREEN',
		...[...screenDeclaration.options, helpOption].flatMap(optionEntry),
		...declarations.flatMap(commandSection),
		'.SH ENVIRONMENT',
		...environmentVariables.flatMap(([name, about]) => entry(name, about)),
		'.SH EXIT STATUS',
		...exitCodeWords.flatMap(([code, words]) => entry(code, words)),
	].join('\n')}\n`;
}

function synopsis({ name, args }: CommandDeclaration): string[] {
	const rest = [args, '[options]'].filter((word) => word !== '').join(' ');
	return ['.br', `.B ${escaped(['tconv', name].filter((word) => word !== '').join(' '))}`, escaped(rest)];
}

function commandSection(declared: CommandDeclaration): string[] {
	const { name, about, options, notes = [], examples, exits } = declared;
	return [
		`.SH ${escaped(name.toUpperCase())}`,
		...about.map((text, index) => (index === 0 ? escaped(text) : paragraph(text))),
		...[...options, helpOption].flatMap(optionEntry),
		...notes.map(paragraph),
		...(exits === null ? [] : [paragraph(exitsText(declared))]),
		...examples.flatMap((example) => [
			paragraph(`Example: ${example.about}`),
			'.RS',
			'.nf',
			escaped(example.line),
			'.fi',
			'.RE',
		]),
	];
}

function optionEntry({ name, short, value, about }: OptionDeclaration): string[] {
	const flag = `${short === undefined ? '' : `-${short}, `}--${name}`;
	return [
		'.TP',
		`.B ${escaped(flag)}${value === undefined ? '' : `\\fR \\fI${escaped(value)}\\fR`}`,
		escaped(about),
	];
}

function entry(name: string, about: string): string[] {
	return ['.TP', `.B ${escaped(name)}`, escaped(about)];
}

function paragraph(text: string): string {
	return `.PP\n${escaped(text)}`;
}

/** Text that roff prints as it stands. */
function escaped(text: string): string {
	return text
		.replaceAll('\\', '\\e')
		.replaceAll('-', '\\-')
		.replaceAll("'", '\\(aq')
		.replaceAll('`', '\\(ga')
		.replaceAll('^', '\\(ha')
		.replaceAll('~', '\\(ti')
		.replace(/^\./gm, '\\&.');
}
