import type { ConversationsApi } from '../api/conversations-api.ts';
import { isNotFound } from '../api/errors.ts';
import { type Conversation, channelOf, endUserOf, titleOf } from '../domain/conversation.ts';
import { millisOf } from '../domain/instant.ts';
import { countText } from '../text/count.ts';
import { safe, t } from '../text/safe.ts';
import type { SafeText } from '../text/safe-text.ts';
import { stamp } from '../text/time.ts';
import { exitCodes } from './exit-codes.ts';
import { type CommandIo, CommandProblem } from './io.ts';

/** Above this number of conversations, the user types the number to confirm, as on the screen. */
const mostUntyped = 10;
/** How many conversations the question describes. */
const named = 4;

/** `1 conversation`, `2,098 conversations`. */
export function conversationsText(count: number): SafeText {
	return count === 1 ? t`1 conversation` : t`${safe(countText(count))} conversations`;
}

/**
 * Throws a `CommandProblem` where a question is needed and none can be asked: called before anything is requested.
 */
export function needAnswer(io: Pick<CommandIo, 'ask'>, isYes: boolean, isDryRun: boolean): void {
	if (isYes || isDryRun || io.ask !== null) return;
	const problem =
		'It asks before it writes, and standard input is not a terminal: add --yes if you are sure.';
	throw new CommandProblem(exitCodes.usage, problem);
}

/** Asks about conversations on the terminal. `verb` is `Delete` or `Change`. Returns true for a yes. */
export async function confirm(
	io: CommandIo,
	verb: SafeText,
	count: number,
	facts: readonly SafeText[],
): Promise<boolean> {
	if (io.ask === null) return false;
	const what = t`${verb} ${conversationsText(count)}?`;
	if (count > mostUntyped) {
		const answer = await io.ask(facts, t`${what} Type ${count} and Enter; anything else is a no:`);
		return answer.trim() === String(count);
	}
	const answer = await io.ask(facts, t`${what} Type y and Enter; anything else is a no:`);
	return /^y(?:es)?$/i.test(answer.trim());
}

/** The first conversations of a question, a line each, and how many more there are. Throws as the API does. */
export async function factsOf(
	api: ConversationsApi,
	ids: readonly string[],
	io: Pick<CommandIo, 'zone' | 'stop'>,
): Promise<readonly SafeText[]> {
	const lines = await Promise.all(
		ids.slice(0, named).map(async (id) => {
			try {
				return t`  ${describe(await api.get(id, { signal: io.stop }), io)}`;
			} catch (error) {
				// Of many, one that is gone does not stop the others.
				if (!isNotFound(error) || ids.length === 1) throw error;
				return t`  ${safe(id)} · not found`;
			}
		}),
	);
	const more = ids.length - lines.length;
	return more > 0 ? [...lines, t`  and ${safe(countText(more))} more`] : lines;
}

/** A conversation in one line: its id, title, end user, channel and last message. */
export function describe(conversation: Conversation, { zone }: Pick<CommandIo, 'zone'>): SafeText {
	const { id, lastMessageAt } = conversation;
	const title = titleOf(conversation);
	const who = endUserOf(conversation);
	const when =
		lastMessageAt === null ? '' : stamp(millisOf(lastMessageAt), zone).slice(0, 16).replace('T', ' ');
	const parts = [id, title === id ? '' : title, who === title ? '' : who, channelOf(conversation), when];
	return safe(parts.filter((part) => part !== '').join(' · '));
}
