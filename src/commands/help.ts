import { safe, t } from '../text/safe.ts';
import { nothing, type SafeText } from '../text/safe-text.ts';
import { blank, cellWidth, padEnd } from '../text/width.ts';
import { wrap } from '../text/wrap.ts';
import type { CommandDeclaration, OptionDeclaration } from './declaration.ts';
import { declarations } from './declarations/all.ts';
import { screenDeclaration } from './declarations/others.ts';
import { exitCodeWords } from './exit-codes.ts';

const lineCells = 100;

/** `-h, --help` of every command. */
export const helpOption: OptionDeclaration = { name: 'help', short: 'h', about: 'show this help' };

/** An option as it is typed: `--filter QUERY`, `-h, --help`. */
export function optionText({ name, short, value }: OptionDeclaration): string {
	return `${short === undefined ? '' : `-${short}, `}--${name}${value === undefined ? '' : ` ${value}`}`;
}

/** The command as it is typed: `tconv get [ID...] [options]`. */
export function usageText({ name, args }: CommandDeclaration): string {
	return ['tconv', name, args, '[options]'].filter((word) => word !== '').join(' ');
}

/** The exit codes of a command, as a sentence. */
export function exitsText({ exits }: CommandDeclaration): string {
	const own = exits === null ? '' : `${exits}; `;
	const all = exitCodeWords.map(([code, words]) => `${code} ${words}`).join(', ');
	return `Exit codes: ${own}${all}.`;
}

/** The help of a command, line by line. `more` stands before the exit codes. */
export function helpLines(declared: CommandDeclaration, more: readonly SafeText[] = []): SafeText[] {
	return [
		t`Usage: ${safe(usageText(declared))}`,
		...declared.about.flatMap(paragraph),
		nothing,
		...optionRows([...declared.options, helpOption]),
		...(declared.notes ?? []).flatMap(paragraph),
		...more,
		nothing,
		t`Examples`,
		...declared.examples.flatMap(({ line, about }) => [t`  ${safe(line)}`, t`      ${safe(about)}`]),
		...paragraph(exitsText(declared)),
	];
}

/** The variables of the environment, for people; `src/config/README.md` has them all. */
export const environmentVariables: readonly (readonly [name: string, about: string])[] = [
	['TELNYX_API_KEY', 'your API key; tconv never prints, logs or saves it'],
	['TELNYX_BASE_URL', 'the address of the API (default: https://api.telnyx.com/v2)'],
	['HTTPS_PROXY, NO_PROXY', 'the proxy to the API, and hosts reached without it; this machine always is'],
	[
		'NODE_EXTRA_CA_CERTS',
		'a file with certificates of a private authority; NODE_USE_SYSTEM_CA=1 uses those of the system',
	],
	['NO_COLOR', 'no colours'],
	['TCONV_CONFIG_DIR', 'the folder of settings.json and views.json, as an absolute path'],
];

/** The help of `tconv` itself. */
export function mainHelpLines(version: string): SafeText[] {
	const commands = [screenDeclaration, ...declarations].map(({ name, args, summary }) => {
		return [['tconv', name, args].filter((word) => word !== '').join(' '), summary] as const;
	});
	return [
		t`tconv ${safe(version)}: Telnyx AI conversations, triaged from the keyboard`,
		nothing,
		...rows(commands),
		nothing,
		t`tconv COMMAND --help explains a command, with examples.`,
		nothing,
		t`Options of the screen`,
		...optionRows([...screenDeclaration.options, helpOption]),
		nothing,
		t`Environment`,
		...rows(environmentVariables),
		nothing,
		t`Examples`,
		...screenDeclaration.examples.flatMap(({ line, about }) => [t`  ${safe(line)}`, t`      ${safe(about)}`]),
		...paragraph(exitsText(screenDeclaration)),
	];
}

function optionRows(options: readonly OptionDeclaration[]): SafeText[] {
	return rows(options.map((option) => [optionText(option), option.about] as const));
}

/** Names with their explanations in a second column. */
function rows(pairs: readonly (readonly [name: string, about: string])[]): SafeText[] {
	const cells = Math.max(...pairs.map(([name]) => cellWidth(safe(name)))) + 2;
	return pairs.flatMap(([name, about]) =>
		wrap(safe(about), lineCells - cells - 2).map((line, index) =>
			index === 0 ? t`  ${padEnd(safe(name), cells)}${line}` : t`  ${blank(cells)}${line}`,
		),
	);
}

function paragraph(text: string): SafeText[] {
	return [nothing, ...wrap(safe(text), lineCells)];
}
