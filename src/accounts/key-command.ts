import { childEnvironment } from '../external-programs/child-environment.ts';
import { KeyProblem } from './key-problem.ts';
import { runChild } from './run-child.ts';
import { splitWords } from './split-words.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** A password manager may have to ask for a passphrase first. In milliseconds. */
const longestMillis = 60_000;

/**
 * Runs the command that prints a key, and returns the first line of its output. It gets no other key in its
 * environment. `isApart`: the screen has the terminal, so the command must not ask in it. Throws a `KeyProblem`.
 */
export async function keyFromCommand(
	command: string,
	environment: Environment,
	isApart: boolean,
	millis = longestMillis,
): Promise<string> {
	const split = splitWords(command);
	if (!split.ok)
		throw new KeyProblem(
			`The key command cannot be run without a shell: ${split.why}. Put it in a script, and name that.`,
		);
	const [file = ''] = split.words;
	const end = await runChild(split.words, {
		environment: childEnvironment(environment),
		input: isApart ? '' : null,
		longestMillis: millis,
		isApart,
	});
	const hint = isApart ? ' If it has to ask for a passphrase, quit and start tconv with --profile.' : '';
	switch (end.kind) {
		case 'late':
			throw new KeyProblem(
				`The key command “${file}” did not answer within ${Math.round(millis / 1000)} seconds.${hint || ' Run it by hand to see why.'}`,
			);
		case 'not-started':
			throw new KeyProblem(
				end.code === 'ENOENT'
					? `There is no program “${file}” to print the key. Correct the key command.`
					: `The key command “${file}” cannot be started (${end.code}).`,
			);
		case 'ended': {
			if (end.code !== 0)
				throw new KeyProblem(
					`The key command “${file}” ended with ${end.code ?? end.signal}.${hint || ' Run it by hand to see why.'}`,
				);
			const key = end.out.split('\n', 1)[0]?.trim() ?? '';
			if (key === '') throw new KeyProblem(`The key command “${file}” printed no key in its first line.`);
			return key;
		}
	}
}
