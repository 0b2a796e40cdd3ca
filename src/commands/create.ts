import { jsonObject } from '../domain/json.ts';
import { safe } from '../text/safe.ts';
import { createConversation } from '../writes/create-conversation.ts';
import { accountWish, openOutput } from './command-options.ts';
import { createDeclaration } from './declarations/write.ts';
import { exitCodes } from './exit-codes.ts';
import { idempotencyKey, withKey } from './idempotency.ts';
import { readKeyChanges } from './key-changes.ts';
import { conversationColumns } from './list.ts';
import { conversationRow } from './output/shown-row.ts';
import { requestColumns, requestRow } from './requests.ts';
import { type Runner, runner } from './runner.ts';
import { refuseReadOnlyAccount } from './writable.ts';

/** `tconv create`. */
export const runCreate: Runner = runner(createDeclaration, async ({ options, io, open, say }) => {
	const isDry = options.has('dry-run');
	const { set } = readKeyChanges(options.texts('set'), []);
	const name = options.text('name');
	const metadata = jsonObject(set.map(({ key, value }) => [key, value]));
	const conversation = { ...(name === null ? {} : { name }), ...(set.length === 0 ? {} : { metadata }) };
	const columns = isDry ? requestColumns : conversationColumns(null);
	const printer = await openOutput(options, io, 'create', { columns, isSheet: !isDry });
	if (isDry) {
		await printer.add(requestRow('POST', { id: null }, conversation));
		await printer.end();
		return exitCodes.ok;
	}
	const account = await open(accountWish(options, options));
	refuseReadOnlyAccount(account);
	const writer = account.openWriter((problem) => say(safe(problem)));
	const key = idempotencyKey(options.text('idempotency-key'), writer.newId);
	const created = await withKey(key, (idempotencyKey) =>
		createConversation(writer, { conversation, idempotencyKey }),
	);
	await printer.add(conversationRow({ ok: true, value: created })).catch(() => undefined);
	await printer.end().catch(() => undefined);
	return exitCodes.ok;
});
