import { accountWish, openOutput } from './command-options.ts';
import { getDeclaration } from './declarations/read.ts';
import { eachId } from './each-id.ts';
import { findId, givenIds } from './ids.ts';
import { conversationColumns } from './list.ts';
import { conversationRow } from './output/shown-row.ts';
import { type Runner, runner } from './runner.ts';

/** `tconv get`. */
export const runGet: Runner = runner(getDeclaration, async ({ options, args, io, open, say }) => {
	const printer = await openOutput(options, io, 'get', {
		columns: conversationColumns(null),
		isSheet: true,
	});
	const { api } = await open(accountWish(options));
	const { stop } = io;
	const code = await eachId(
		givenIds(args, io.input),
		io,
		say,
		async (given) => api.get(await findId(api, given, stop), { signal: stop }),
		async (conversation) => printer.add(conversationRow({ ok: true, value: conversation })),
	);
	io.progress(null);
	await printer.end();
	return code;
});
