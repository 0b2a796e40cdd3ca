import type { Backend } from '../backend.ts';
import type { WriteExport } from '../commands/account.ts';
import type { Settings } from '../config/settings.ts';
import { decodedValues } from '../domain/decoded.ts';

/** Writes files of exports from their spools, with every finding of a redaction replaced. */
export function exportWriter(
	{ api, account, address }: Backend,
	{ signals, redactCountry }: Settings,
	version: string,
): WriteExport {
	return async (writer, plan, { replaces, signal, zone, onProgress }) => {
		const { findInExport, writeExport } = await import('../services/write-export.ts');
		if (plan.task.kind !== 'export') throw new TypeError('not an export');
		const { spools, exports } = writer.records;
		const templateNames = new Map<string, string>();
		for await (const page of api.insightTemplates({ signal }))
			for (const { id, name } of decodedValues(page.rows)) templateNames.set(id, name);
		const assistantNames = new Map<string, string>();
		for await (const page of api.assistants({ signal }))
			for (const { id, name } of decodedValues(page.rows)) assistantNames.set(id, name);
		const spool = await spools.open(plan.id, null);
		try {
			const sources = {
				spool,
				task: plan.task,
				kept: new Set<string>(),
				country: redactCountry,
				context: { templateNames, assistantNames, zone, signals, now: writer.now() },
				about: { version, node: process.version, account },
				address,
				findings: [],
				spools,
				spoolId: plan.id,
				onProgress,
				signal,
			};
			const { findings } = await findInExport(sources);
			const options = { mayReplace: () => replaces, name: plan.id };
			const path = await writeExport({ ...sources, findings }, exports, options);
			return { path, findings: findings.length };
		} finally {
			await spool.close();
		}
	};
}
