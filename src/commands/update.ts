import { withChangedKeys } from '../domain/batch-task.ts';
import type { Conversation, Metadata } from '../domain/conversation.ts';
import { type JsonValue, jsonObject, jsonText } from '../domain/json.ts';
import { readMetadataJson } from '../domain/metadata-json.ts';
import { diffMetadata, mergeMetadata } from '../domain/metadata-merge.ts';
import { reasonOf } from '../domain/reason.ts';
import { safe, t } from '../text/safe.ts';
import type { SafeText } from '../text/safe-text.ts';
import { changeMetadata } from '../writes/write-metadata.ts';
import { accountWish, openOutput } from './command-options.ts';
import { confirm, describe, factsOf, needAnswer } from './confirm.ts';
import { updateDeclaration } from './declarations/write.ts';
import { exitCodes } from './exit-codes.ts';
import { exactIds, givenIds } from './ids.ts';
import { inputText, utf8Text } from './input-text.ts';
import { type CommandIo, CommandProblem } from './io.ts';
import { guardTelnyxKeys, readKeyChanges } from './key-changes.ts';
import { conversationColumns } from './list.ts';
import type { Printer } from './output/printer.ts';
import { conversationRow } from './output/shown-row.ts';
import { requestColumns, requestRow } from './requests.ts';
import { type Runner, runner } from './runner.ts';
import { refuseReadOnlyAccount } from './writable.ts';
import { signalOnly, writeMany } from './write-many.ts';

/** `tconv update`. */
export const runUpdate: Runner = runner(updateDeclaration, async ({ options, args, io, open, say }) => {
	const isDry = options.has('dry-run');
	const isYes = options.has('yes');
	const usage = (problem: string) => new CommandProblem(exitCodes.usage, problem);
	const changes = readKeyChanges(options.texts('set'), options.texts('unset'));
	const keys = [...changes.set.map(({ key }) => key), ...changes.unset];
	const file = options.text('replace');
	if (file === null && keys.length === 0)
		throw usage('There is nothing to change: give --set, --unset or --replace');
	if (file !== null && keys.length > 0) throw usage('--replace excludes --set and --unset');
	if (file !== null && args.length !== 1) throw usage('--replace needs one ID as its argument');
	needAnswer(io, isYes, isDry);
	guardTelnyxKeys(keys, options.has('telnyx-keys'));
	const columns = isDry ? requestColumns : conversationColumns(io.columns);
	const printer = await openOutput(options, io, 'update', { columns });
	const ids = await exactIds(givenIds(args, io.input));
	const text = file === null ? null : await textOf(file, io);
	const account = await open(accountWish(options, options));
	const { api } = account;
	if (!isDry) refuseReadOnlyAccount(account);

	/** The metadata that is meant, from those that the conversation has. */
	const meant = (base: Metadata): Metadata => {
		if (text === null) return withChangedKeys(base, changes);
		const read = readMetadataJson(text, base);
		if (!read.ok)
			throw usage(`${file === '-' ? 'standard input' : file}, line ${read.line}: ${read.problem}`);
		const changed = diffMetadata(base, read.metadata).map(({ key }) => key);
		guardTelnyxKeys(changed, options.has('telnyx-keys'));
		return read.metadata;
	};
	if (isDry)
		return await dryRun(printer, ids, { meant, say, read: (id) => api.get(id, { signal: io.stop }) });

	const [only] = ids;
	if (only !== undefined && ids.length === 1) {
		// The change is merged with what others did since this reading; the question is about it.
		const conversation = await api.get(only, { signal: io.stop });
		const base = conversation.metadata;
		const mine = meant(base);
		if (!isYes && diffMetadata(base, mine).length > 0) {
			const facts = [t`  ${describe(conversation, io)}`, ...diffLines(base, mine)];
			if (!(await confirm(io, t`Change`, 1, facts))) return declined(say);
		}
		const writer = account.openWriter((problem) => say(safe(problem)));
		const change = (now: Metadata) => mergeMetadata(base, mine, now);
		const outcome = await changeMetadata(writer, { id: only, runId: null, change }, signalOnly(io.stop));
		if (outcome.kind === 'conflict') {
			const changed = outcome.merge.conflicts.map(({ key }) => key).join(', ');
			throw new CommandProblem(
				exitCodes.failed,
				`Someone else changed ${changed} meanwhile: nothing was sent.`,
			);
		}
		if (outcome.kind === 'unchanged') say(t`no change was needed`);
		if (outcome.kind === 'written') {
			const odd = outcome.discrepancies.map(({ key }) => key).join(', ');
			if (outcome.note !== null) say(safe(outcome.note));
			if (odd !== '') say(safe(`the server stored a different result: ${odd}`));
		}
		await printer.add(conversationRow({ ok: true, value: outcome.conversation })).catch(() => undefined);
		await printer.end().catch(() => undefined);
		return exitCodes.ok;
	}

	if (!isYes) {
		const facts = [...(await factsOf(api, ids, io)), ...changeLines(changes)];
		if (!(await confirm(io, t`Change`, ids.length, facts))) return declined(say);
	}
	const code = await writeMany({
		writer: account.openWriter((problem) => say(safe(problem))),
		task: { kind: 'change-keys', ...changes },
		ids,
		io,
		say,
		print: async (_, { conversation, outcome }) => {
			const isSaid = outcome.kind === 'done' || outcome.kind === 'skipped';
			if (!isSaid || conversation === null || conversation === undefined) return;
			await printer.add(conversationRow({ ok: true, value: conversation }));
		},
	});
	await printer.end().catch(() => undefined);
	return code;
});

function declined(say: (words: SafeText) => void): number {
	say(t`Nothing was changed.`);
	return exitCodes.failed;
}

/** Prints the request of each conversation that would change. */
async function dryRun(
	printer: Printer,
	ids: readonly string[],
	{
		meant,
		read,
		say,
	}: {
		readonly meant: (base: Metadata) => Metadata;
		readonly read: (id: string) => Promise<Conversation>;
		readonly say: (words: SafeText) => void;
	},
): Promise<number> {
	for (const id of ids) {
		const { metadata: base } = await read(id);
		const metadata = meant(base);
		if (diffMetadata(base, metadata).length === 0) say(t`${safe(id)}: no change is needed`);
		else await printer.add(requestRow('PUT', { id }, jsonObject([['metadata', metadata]])));
	}
	await printer.end();
	return exitCodes.ok;
}

async function textOf(file: string, { input, readFile }: CommandIo): Promise<string> {
	if (file === '-') return await inputText(input);
	try {
		return utf8Text(await readFile(file), file);
	} catch (error) {
		if (error instanceof CommandProblem) throw error;
		throw new CommandProblem(exitCodes.usage, `${file} cannot be read: ${reasonOf(error)}`);
	}
}

/** Each changed key as `  tier: "silver" → "gold"`. */
function diffLines(base: Metadata, mine: Metadata): readonly SafeText[] {
	const value = (one: JsonValue | undefined): string => (one === undefined ? '(none)' : jsonText(one));
	return diffMetadata(base, mine).map(({ key, before, after }) =>
		safe(`  ${key}: ${value(before)} → ${value(after)}`),
	);
}

function changeLines({ set, unset }: ReturnType<typeof readKeyChanges>): readonly SafeText[] {
	return [
		...set.map(({ key, value }) => safe(`  ${key} becomes ${jsonText(value)}`)),
		...unset.map((key) => safe(`  ${key} is removed`)),
	];
}
