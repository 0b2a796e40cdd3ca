import { safe, t } from '../text/safe.ts';
import { addMessage } from '../writes/add-message.ts';
import { accountWish } from './command-options.ts';
import { addMessageDeclaration } from './declarations/write.ts';
import { exitCodes } from './exit-codes.ts';
import { idempotencyKey, withKey } from './idempotency.ts';
import { exactIds, givenIds } from './ids.ts';
import { inputText } from './input-text.ts';
import { CommandProblem } from './io.ts';
import { ndjsonPrinter } from './output/json.ts';
import { requestRow } from './requests.ts';
import { type Runner, runner } from './runner.ts';
import { refuseReadOnlyAccount } from './writable.ts';

/** The senders of a message, as on the screen. */
export const messageRoles = ['assistant', 'user', 'system'] as const;

/** `tconv add-message`. */
export const runAddMessage: Runner = runner(
	addMessageDeclaration,
	async ({ options, args, io, open, say }) => {
		const usage = (problem: string) => new CommandProblem(exitCodes.usage, problem);
		const [given, words] = args;
		if (given === undefined) throw usage('add-message needs the id of a conversation');
		const asked = options.text('role') ?? 'assistant';
		const role = messageRoles.find((name) => name === asked);
		if (role === undefined) throw usage(`--role must be ${messageRoles.join(', ')}, not “${asked}”`);
		const [id = ''] = await exactIds(givenIds([given], io.input));
		const content = words ?? (await inputText(io.input)).replace(/\r?\n$/, '');
		if (content.trim() === '') throw usage('The message is empty.');
		const message = { role, content };
		if (options.has('dry-run')) {
			const printer = ndjsonPrinter({
				write: io.stdout,
				fields: null,
				columns: [],
				width: null,
				zone: io.zone,
			});
			await printer.add(requestRow('POST', { id, part: 'message' }, message));
			return exitCodes.ok;
		}
		const account = await open(accountWish(options, options));
		refuseReadOnlyAccount(account);
		const writer = account.openWriter((problem) => say(safe(problem)));
		const key = idempotencyKey(options.text('idempotency-key'), writer.newId);
		await withKey(key, (idempotencyKey) => addMessage(writer, { id, message, idempotencyKey }));
		say(t`added to ${safe(id)}`);
		return exitCodes.ok;
	},
);
