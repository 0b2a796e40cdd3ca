import { nearest } from '../filter/nearest.ts';
import { holdsSecret } from '../text/redact.ts';
import type { SafeText } from '../text/safe-text.ts';
import { readCommandLine } from './command-line.ts';
import { declarationOf, declarations } from './declarations/all.ts';
import { openDeclaration, screenDeclaration } from './declarations/others.ts';
import { filterProblem } from './filter-argument.ts';
import { helpLines, mainHelpLines } from './help.ts';
import type { LogWish } from './session-log.ts';

/** The options of the screen. */
export type ScreenWish = {
	readonly allowHttp: boolean;
	readonly ascii: boolean;
	/** The name of a profile; null for the account of the environment, or the profile in use. */
	readonly profile: string | null;
	/** A valid query text; null for none. */
	readonly filter: string | null;
	/** The conversation to open first; null for the first row. */
	readonly open: string | null;
	readonly readOnly: boolean;
};

/** The meaning of a command line: the screen, a command with its arguments, lines to print, or a problem (raw). */
export type Start =
	| { readonly kind: 'screen'; readonly wanted: ScreenWish; readonly logged: LogWish }
	| { readonly kind: 'command'; readonly name: string; readonly args: readonly string[] }
	| { readonly kind: 'print'; readonly lines: readonly SafeText[] }
	| { readonly kind: 'version' }
	| { readonly kind: 'usage'; readonly problem: string };

/** The name that a shell's completion calls; it is no command for people. */
export const completeName = 'complete';

const heldKey = 'An argument holds your API key: nothing was sent. Check the history of your shell for it.';

/** Reads the arguments of `tconv`. Options before the name of a command are those of the screen. */
export async function readStart(
	args: readonly string[],
	version: string,
	secrets: readonly string[],
	nowMillis: number,
): Promise<Start> {
	const usage = (problem: string): Start => ({ kind: 'usage', problem });
	const [first = '', ...rest] = args;
	if (first === completeName || (first !== 'open' && declarationOf(first) !== null))
		return { kind: 'command', name: first, args: rest };
	if (first === 'help') return helpOf(rest[0], version);
	const isOpen = first === 'open';
	const line = readCommandLine(isOpen ? openDeclaration : screenDeclaration, isOpen ? rest : args);
	if (line.kind === 'usage') return usage(line.problem);
	if (line.kind === 'help')
		return { kind: 'print', lines: isOpen ? helpLines(openDeclaration) : mainHelpLines(version) };
	const { options } = line;
	if (!isOpen && options.has('version')) return { kind: 'version' };
	const [command, ...others] = isOpen ? ['open', ...line.args] : line.args;
	if (command !== undefined && command !== 'open') {
		if (declarationOf(command) !== null)
			return usage(`“${command}” must come first, before its options: tconv ${command} --help.`);
		return usage(noCommand(command));
	}
	const [open] = others;
	if (command === 'open' && (open === undefined || others.length > 1 || open.trim() === ''))
		return usage('open needs one id, call control id or phone number.');
	const [filter, log] = [options.text('filter'), options.text('log')];
	if (holdsSecret(`${filter ?? ''} ${open ?? ''} ${log ?? ''}`, secrets)) return usage(heldKey);
	const debug = options.has('debug');
	if (log === '') return usage('--log needs the name of a file.');
	if (options.has('log-bodies') && log === null && !debug)
		return usage('--log-bodies needs --log FILE or --debug.');
	const problem = filter === null ? null : await filterProblem(filter, nowMillis);
	if (problem !== null) return usage(problem);
	return {
		kind: 'screen',
		wanted: {
			allowHttp: options.has('allow-http'),
			ascii: options.has('ascii'),
			profile: options.text('profile'),
			filter,
			open: open?.trim() ?? null,
			readOnly: options.has('read-only'),
		},
		logged: { file: log, withBodies: options.has('log-bodies'), debug },
	};
}

/** `tconv help`, `tconv help list`. */
function helpOf(name: string | undefined, version: string): Start {
	if (name === undefined) return { kind: 'print', lines: mainHelpLines(version) };
	if (declarationOf(name) === null) return { kind: 'usage', problem: noCommand(name) };
	if (name === 'open') return { kind: 'print', lines: helpLines(openDeclaration) };
	return { kind: 'command', name, args: ['--help'] };
}

function noCommand(name: string): string {
	const near = nearest(
		name,
		declarations.map((declared) => declared.name),
	);
	const hint = near.length === 0 ? '' : ` Did you mean ${near.join(' or ')}?`;
	return `There is no command “${name}”.${hint}`;
}
