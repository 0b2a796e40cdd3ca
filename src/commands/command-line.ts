import { Command, CommanderError, Option } from 'commander';
import type { CommandDeclaration, OptionDeclaration } from './declaration.ts';

/** The options given on a command line, by the names of their declaration. */
export type GivenOptions<Name extends string> = {
	/** True if a switch is given, or an option has a value. */
	readonly has: (name: Name) => boolean;
	/** The value of an option, the last one if it was repeated; null without. */
	readonly text: (name: Name) => string | null;
	/** All values of an option, in their order. */
	readonly texts: (name: Name) => readonly string[];
};

/** A command line that was read. `problem` quotes arguments as they are: mask and make it safe before printing. */
export type CommandLine<Name extends string> =
	| { readonly kind: 'given'; readonly options: GivenOptions<Name>; readonly args: readonly string[] }
	| { readonly kind: 'help' }
	| { readonly kind: 'usage'; readonly problem: string };

/** Reads the arguments after the name of a command. */
export function readCommandLine<Name extends string>(
	declared: CommandDeclaration<Name>,
	args: readonly string[],
): CommandLine<Name> {
	const problem = missingValue(declared.options, args);
	if (problem !== null) return { kind: 'usage', problem };
	const command = new Command(declared.name)
		.exitOverride()
		.configureOutput({ writeErr: () => undefined, writeOut: () => undefined })
		.helpOption(false)
		.argument('[args...]')
		.allowExcessArguments();
	for (const option of declared.options) command.addOption(commanderOption(option));
	command.addOption(new Option('-h, --help'));
	try {
		command.parse([...args], { from: 'user' });
	} catch (error) {
		if (error instanceof CommanderError) return { kind: 'usage', problem: problemOf(error) };
		throw error;
	}
	if (command.getOptionValue('help') === true) return { kind: 'help' };
	const extra = declared.mostArgs === null ? undefined : command.args[declared.mostArgs];
	if (extra !== undefined) return { kind: 'usage', problem: `Unexpected argument '${extra}'` };
	const valueNamed = (name: Name): unknown => command.getOptionValue(name);
	const texts = (name: Name): readonly string[] => {
		const values = valueNamed(name);
		return Array.isArray(values) ? values.map(String) : [];
	};
	return {
		kind: 'given',
		args: command.args,
		options: {
			has: (name) => valueNamed(name) !== undefined,
			text: (name) => texts(name).at(-1) ?? null,
			texts,
		},
	};
}

function commanderOption({ name, short, value }: OptionDeclaration): Option {
	const flags = `${short === undefined ? '' : `-${short}, `}--${name}`;
	if (value === undefined) return new NamedOption(flags);
	const option = new NamedOption(`${flags} <value>`);
	return option.argParser((text: string, before: readonly string[] = []) => [...before, text]);
}

/** Keeps values under the option's own name: `allow-http` instead of `allowHttp`. */
class NamedOption extends Option {
	override attributeName(): string {
		return this.name();
	}
}

/** Commander takes the next option as the value of an option without one. */
function missingValue(options: readonly OptionDeclaration[], args: readonly string[]): string | null {
	const end = args.indexOf('--');
	const words = end < 0 ? args : args.slice(0, end);
	const takes = new Set(options.filter(({ value }) => value !== undefined).map(({ name }) => `--${name}`));
	for (let at = 0; at < words.length; at++) {
		const word = words[at] ?? '';
		if (!takes.has(word)) continue;
		const value = words[at + 1];
		if (value === undefined || value.startsWith('--'))
			return `${word} needs a value (one that starts with a dash: ${word}=-…)`;
		at += 1;
	}
	return null;
}

/** The problem as one sentence, with the nearest option where Commander knows one. */
function problemOf({ code, message }: CommanderError): string {
	const near = /\(Did you mean (.+?)\?\)\s*$/.exec(message)?.[1];
	const hint = near === undefined ? '' : `. Did you mean ${near}?`;
	const [first = ''] = message.replace(/^error: /, '').split('\n');
	if (code !== 'commander.unknownOption') return `${first}${hint}`;
	return `Unknown option ${/'.*'/s.exec(first)?.[0] ?? ''}${hint}`;
}
