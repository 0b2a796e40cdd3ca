import { exitCodes } from './exit-codes.ts';
import { type CommandInput, CommandProblem } from './io.ts';

/** All of standard input as text. Throws a `CommandProblem` if it is a terminal, or not UTF-8. */
export async function inputText({ isTerminal, chunks }: CommandInput): Promise<string> {
	if (isTerminal)
		throw new CommandProblem(
			exitCodes.usage,
			'The text is missing: give it as an argument, or on standard input.',
		);
	const parts: Uint8Array[] = [];
	for await (const chunk of chunks()) parts.push(chunk);
	return utf8Text(Buffer.concat(parts), 'standard input');
}

/** Bytes as text. `name` stands in the problem. */
export function utf8Text(bytes: Uint8Array, name: string): string {
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	} catch {
		throw new CommandProblem(exitCodes.usage, `${name} is not valid UTF-8`);
	}
}
