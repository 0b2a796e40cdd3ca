/** The kinds of values that a shell can complete. */
export type Completes =
	| 'command'
	| 'field'
	| 'file'
	| 'format'
	| 'id'
	| 'metadata-key'
	| 'profile'
	| 'profile-action'
	| 'role'
	| 'saved-view'
	| 'shell';

/** An option of a command. Without `value` it is a switch. */
export type OptionDeclaration<Name extends string = string> = {
	readonly name: Name;
	readonly short?: string;
	/** The name of its value in help: `QUERY`. */
	readonly value?: string;
	/** True if it may be given several times. */
	readonly isMany?: boolean;
	/** One sentence or more, in plain ASCII. */
	readonly about: string;
	readonly completes?: Completes;
};

/** An example of a command line, and what it does. */
export type Example = { readonly line: string; readonly about: string };

/**
 * A command of `tconv`. Parsing, help, completion, the man page and `README.md` of this folder are all made from it.
 */
export type CommandDeclaration<Name extends string = string> = {
	readonly name: string;
	/** Its arguments in help: `ID…`; '' for none. */
	readonly args: string;
	/** The most arguments that it takes; null for any number. */
	readonly mostArgs: number | null;
	readonly completes?: Completes;
	/** Half a line for the list of commands. */
	readonly summary: string;
	/** Paragraphs before the options. */
	readonly about: readonly string[];
	readonly options: readonly OptionDeclaration<Name>[];
	/** Paragraphs after the options. */
	readonly notes?: readonly string[];
	readonly examples: readonly Example[];
	/** Its own meaning of an exit code, such as `0 the reader of a pipe has gone`; null for the usual ones. */
	readonly exits: string | null;
};

/** Declares a command; the names of its options become part of its type. */
export function declareCommand<const Name extends string>(
	declared: CommandDeclaration<Name>,
): CommandDeclaration<Name> {
	return declared;
}
