import { script } from '@bomb.sh/tab';
import { samplesName } from '../accounts/profile.ts';
import { safe, t } from '../text/safe.ts';
import { bashCompletion } from './bash-completion.ts';
import { completionsOf, type LocalNames } from './completions.ts';
import { completionDeclaration } from './declarations/others.ts';
import { exitCodes } from './exit-codes.ts';
import { CommandProblem } from './io.ts';
import { readLocalNames } from './local-names.ts';
import { type Runner, runner } from './runner.ts';

/** `tconv completion`. */
export const runCompletion: Runner = runner(completionDeclaration, async ({ args: [shell], io }) => {
	switch (shell) {
		case 'bash':
			for (const line of bashCompletion.trimEnd().split('\n')) await io.stdout(safe(line));
			return exitCodes.ok;
		case 'zsh':
		case 'fish':
			// Prints by itself.
			script(shell, 'tconv', 'tconv');
			return exitCodes.ok;
		case undefined:
			throw new CommandProblem(exitCodes.usage, 'completion needs the name of a shell: bash, zsh or fish');
		default:
			throw new CommandProblem(
				exitCodes.usage,
				`There is no completion for “${shell}”: use bash, zsh or fish`,
			);
	}
});

const noNames: LocalNames = { profiles: [], savedViews: [], metadataKeys: [], ids: [] };

/** What the shell does with the candidates, in the numbers of the scripts. */
const directives = { goesOn: 2, noFiles: 4 } as const;

/** `tconv complete -- WORDS`, which the scripts call: candidates with explanations, and a last line of directives. */
export const runComplete: Runner = async (args, io) => {
	const words = args[0] === '--' ? args.slice(1) : args;
	const named = words.includes('--demo') ? samplesName : profileIn(words);
	// A shell that asks while a key is held has no use for a problem of a file.
	const local = () => readLocalNames(io.environment, named).catch(() => noNames);
	const found = await completionsOf(words, local);
	for (const { value, about } of found.candidates) await io.stdoutForProgram(`${value}\t${about}`);
	const directive = (found.goesOn ? directives.goesOn : 0) + (found.files ? 0 : directives.noFiles);
	await io.stdout(t`:${directive}`);
	return exitCodes.ok;
};

/** The profile that a line names before its last word, which is still being typed; null for none. */
function profileIn(words: readonly string[]): string | null {
	const before = words.slice(0, -1);
	const at = before.lastIndexOf('--profile');
	const joined = before.findLast((word) => word.startsWith('--profile='));
	return joined?.slice('--profile='.length) ?? (at < 0 ? null : (before[at + 1] ?? null));
}
