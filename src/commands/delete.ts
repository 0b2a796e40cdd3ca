import type { ConversationsApi } from '../api/conversations-api.ts';
import { ApiError } from '../api/errors.ts';
import type { Decoded } from '../domain/decoded.ts';
import { jsonObject } from '../domain/json.ts';
import type { Message } from '../domain/message.ts';
import { countText } from '../text/count.ts';
import { safe, t } from '../text/safe.ts';
import type { SafeText } from '../text/safe-text.ts';
import { clip } from '../text/width.ts';
import { deleteConversation } from '../writes/delete-conversation.ts';
import { accountWish, openOutput } from './command-options.ts';
import { confirm, factsOf, needAnswer } from './confirm.ts';
import { deleteDeclaration } from './declarations/write.ts';
import { exitCodes } from './exit-codes.ts';
import { exactIds, givenIds } from './ids.ts';
import type { CommandIo } from './io.ts';
import { messageText } from './message-text.ts';
import { inOrderOfTime } from './messages.ts';
import { objectRow } from './output/shown-row.ts';
import { requestColumns, requestRow } from './requests.ts';
import { type Runner, runner } from './runner.ts';
import { refuseReadOnlyAccount } from './writable.ts';
import { signalOnly, writeMany } from './write-many.ts';

/** `tconv delete`. */
export const runDelete: Runner = runner(deleteDeclaration, async ({ options, args, io, open, say }) => {
	const isDry = options.has('dry-run');
	needAnswer(io, options.has('yes'), isDry);
	const columns = isDry ? requestColumns : ['id', 'outcome', 'note'];
	const printer = await openOutput(options, io, 'delete', { columns });
	const ids = await exactIds(givenIds(args, io.input));
	const account = await open(accountWish(options, options));
	const { api, trashDays } = account;
	if (isDry) {
		for (const id of ids) await printer.add(requestRow('DELETE', { id }, null));
		await printer.end();
		return exitCodes.ok;
	}
	refuseReadOnlyAccount(account);
	if (!options.has('yes')) {
		const days = trashDays === 1 ? t`1 day` : t`${safe(countText(trashDays))} days`;
		const [only] = ids;
		const facts = [
			...(await factsOf(api, ids, io)),
			...(only !== undefined && ids.length === 1 ? await lastWords(api, only, io) : []),
			t`Telnyx deletes for good. This machine keeps a copy in its trash for ${days}.`,
		];
		if (!(await confirm(io, t`Delete`, ids.length, facts))) {
			say(t`Nothing was deleted.`);
			return exitCodes.failed;
		}
	}
	const writer = account.openWriter((problem) => say(safe(problem)));
	const print = (id: string, outcome: string, note: string | null): Promise<void> =>
		printer.add(
			objectRow(
				jsonObject([
					['id', id],
					['outcome', outcome],
					['note', note],
				]),
			),
		);
	const [only] = ids;
	if (ids.length === 1 && only !== undefined) {
		const outcome = await deleteConversation(writer, { id: only }, signalOnly(io.stop));
		if (outcome.kind === 'gone') throw goneError(only);
		await print(only, 'deleted', outcome.note).catch(() => undefined);
		await printer.end().catch(() => undefined);
		return exitCodes.ok;
	}
	const code = await writeMany({
		writer,
		task: { kind: 'delete' },
		ids,
		io,
		say,
		print: (id, { outcome }) => {
			const isGone = outcome.kind === 'skipped';
			const note = 'note' in outcome ? outcome.note : outcome.problem;
			return print(id, isGone ? 'gone' : outcome.kind === 'done' ? 'deleted' : outcome.kind, note);
		},
	});
	await printer.end().catch(() => undefined);
	return code;
});

/** How many messages a conversation has, and its last words. */
async function lastWords(
	api: ConversationsApi,
	id: string,
	{ stop, columns }: Pick<CommandIo, 'stop' | 'columns'>,
): Promise<readonly SafeText[]> {
	const rows: Decoded<Message>[] = [];
	for await (const page of api.messages(id, { signal: stop })) rows.push(...page.rows);
	const count = rows.length === 1 ? t`1 message` : t`${safe(countText(rows.length))} messages`;
	const last = inOrderOfTime(rows).findLast((row) => row.ok && messageText(row.value) !== null);
	if (last?.ok !== true) return [t`  ${count}`];
	const words = safe(messageText(last.value) ?? '');
	return [clip(t`  ${count}, the last of ${safe(last.value.role)}: ${words}`, (columns ?? 80) - 1)];
}

function goneError(id: string): ApiError {
	return new ApiError({
		kind: 'not-found',
		sentence: `No conversation has the id ${id}: nothing was deleted.`,
		advice: '',
	});
}
