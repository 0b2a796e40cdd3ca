import { nextTurn, Turn } from '../api/turns.ts';
import type { ExportTask } from '../domain/records.ts';
import type { Finding } from '../domain/redaction.ts';
import type { BundleFacts, BundleFile } from '../export/bundle.ts';
import type { DocumentFacts, ExportDocument } from '../export/document.ts';
import type { Redactor } from '../export/redaction/redactor.ts';
import type { ExportFile, Exports, Spool } from '../writes/records.ts';
import { type ExportContext, exportedOf } from './exported-conversation.ts';

/** Everything that a file is made from. */
export type ExportSources = {
	readonly spool: Spool;
	readonly task: ExportTask;
	readonly kept: ReadonlySet<string>;
	/** The country of phone numbers without a country code. */
	readonly country: string;
	readonly context: ExportContext;
	readonly about: Pick<BundleFacts, 'version' | 'node' | 'account' | 'baseUrl'>;
	/** Called with the conversations that are done; `total` counts each of them once for every reading. */
	readonly onProgress: (done: number, total: number) => void;
	readonly signal: AbortSignal;
};

/** What is redacted besides the conversations. */
type Aside = { readonly filter: ExportTask['filter']; readonly account: string; readonly name: string };

/** Reads the spool and returns all that a redaction finds. Throws the reason of the signal. */
export async function findInExport(sources: ExportSources): Promise<readonly Finding[]> {
	const redactor = await redactorOf(sources);
	if (redactor === null) return [];
	asideOf(sources, redactor);
	await eachConversation(sources, fetchedIds(sources), async (id) => {
		const whole = await sources.spool.read(id);
		if (whole !== null) redactor.whole(whole);
	});
	return redactor.findings();
}

/** Writes the file of an export from its spool, piece by piece. Returns its path. */
export async function writeExport(
	sources: ExportSources,
	exports: Exports,
	options: { readonly replaces: boolean; readonly name: string },
): Promise<string> {
	const redactor = await redactorOf(sources);
	const aside = asideOf(sources, redactor);
	const file = await exports.begin(withName(sources.task.path, aside.name), options);
	try {
		if (sources.task.choices.format === 'bundle') await writeBundle(sources, file, redactor, aside);
		else await writeOne(sources, file, redactor);
		await file.finish();
		return file.path;
	} catch (error) {
		await file.discard();
		throw error;
	}
}

async function redactorOf({ task, kept, country }: ExportSources): Promise<Redactor | null> {
	if (!task.choices.isRedacted) return null;
	const { Redactor } = await import('../export/redaction/redactor.ts');
	return new Redactor({ country, words: task.choices.words, kept });
}

/** Always in this order, so that preview and file number the stand-ins alike. */
function asideOf({ task, about }: ExportSources, redactor: Redactor | null): Aside {
	const { filter, path } = task;
	const name = path.split('/').at(-1) ?? path;
	if (redactor === null) return { filter, account: about.account, name };
	const query = redactor.text(filter.query).replaceAll(/\[\w+ \d+\]/g, encodeURIComponent);
	const queryText = redactor.text(filter.queryText);
	return { filter: { queryText, query }, account: redactor.text(about.account), name: redactor.text(name) };
}

function withName(path: string, name: string): string {
	return path.slice(0, path.lastIndexOf('/') + 1) + name;
}

function fetchedIds({ spool }: ExportSources): readonly string[] {
	return spool.ids.filter((id) => spool.has(id));
}

async function eachConversation(
	{ onProgress, signal }: ExportSources,
	ids: readonly string[],
	work: (id: string) => Promise<void>,
	before = 0,
	total = ids.length,
): Promise<void> {
	const turn = new Turn();
	for (const [index, id] of ids.entries()) {
		signal.throwIfAborted();
		await work(id);
		if (!turn.isOver) continue;
		onProgress(before + index + 1, total);
		await nextTurn();
		turn.again();
	}
	onProgress(before + ids.length, total);
}

async function writeOne(sources: ExportSources, file: ExportFile, redactor: Redactor | null): Promise<void> {
	const { openDocument } = await import('../export/document.ts');
	const { redactionRemarks } = await import('../export/bundle.ts');
	const { choices } = sources.task;
	const { format } = choices;
	if (format === 'bundle') return;
	const ids = fetchedIds(sources);
	const remarks = [
		...redactionRemarks(choices, await foundBefore(sources), sources.kept),
		...missingRemarks(sources),
	];
	const document = openDocument(format, choices.rows, factsOf(sources, ids.length, remarks));
	await writeDocument(sources, document, redactor, ids, (piece) => file.write(piece));
}

/** The head of a page names what was redacted below it, so the conversations are read once before. */
async function foundBefore(sources: ExportSources): Promise<readonly Finding[]> {
	const needsCounts = sources.task.choices.format === 'html' && sources.task.choices.isRedacted;
	return needsCounts ? findInExport({ ...sources, onProgress: () => undefined }) : [];
}

function factsOf({ context }: ExportSources, count: number, remarks: readonly string[]): DocumentFacts {
	return { count, exportedAt: context.now, zone: context.zone, remarks };
}

function missingRemarks({ spool }: ExportSources): readonly string[] {
	const missing = spool.ids.filter((id) => !spool.has(id)).length;
	if (missing === 0) return [];
	return [`${missing} of ${spool.ids.length} conversations could not be fetched and are not in this file.`];
}

/** Writes a document from head to tail. The pieces of several conversations go to the disk together. */
async function writeDocument(
	sources: ExportSources,
	document: ExportDocument,
	redactor: Redactor | null,
	ids: readonly string[],
	write: (piece: string) => Promise<void> | void,
	before = 0,
	total = ids.length,
): Promise<void> {
	await write(document.head());
	await eachConversation(
		sources,
		ids,
		async (id) => {
			const whole = await sources.spool.read(id);
			if (whole === null) return;
			const redacted = redactor === null ? whole : redactor.whole(whole);
			await write(document.next(exportedOf(redacted, sources.context)));
		},
		before,
		total,
	);
	await write(document.tail());
}

/**
 * A tar header says the size of its file first. Each file is made twice, once to measure it and once to write it:
 * nothing but the archive touches the disk.
 */
async function writeBundle(
	sources: ExportSources,
	file: ExportFile,
	redactor: Redactor | null,
	{ filter, account }: Aside,
): Promise<void> {
	const { bundleDocuments, bundleManifest, bundleTexts, measuring, redactionRemarks } = await import(
		'../export/bundle.ts'
	);
	const { startArchive } = await import('../export/archive.ts');
	const { choices } = sources.task;
	const ids = fetchedIds(sources);
	const findings = await findInExport({ ...sources, onProgress: () => undefined });
	const remarks = [...redactionRemarks(choices, findings, sources.kept), ...missingRemarks(sources)];
	const facts: BundleFacts = {
		...factsOf(sources, ids.length, remarks),
		...sources.about,
		account,
		filter,
		ids: ids.map((id) => redactor?.text(id) ?? id),
		choices,
		findings,
		kept: sources.kept,
	};
	const documents = bundleDocuments(facts);
	const readings = documents.size * 2;
	const files: BundleFile[] = [];
	let reading = 0;
	const next = (
		open: () => ExportDocument,
		write: (piece: string) => Promise<void> | void,
	): Promise<void> => {
		const before = ids.length * reading;
		reading += 1;
		return writeDocument(sources, open(), redactor, ids, write, before, ids.length * readings);
	};
	for (const [name, open] of documents) {
		const measured = measuring(name);
		await next(open, measured.take);
		files.push(measured.file());
	}
	const texts = bundleTexts(facts);
	for (const [name, text] of texts) {
		const measured = measuring(name);
		measured.take(text);
		files.push(measured.file());
	}
	const folder = (sources.task.path.split('/').at(-1) ?? 'bundle').replace(/(?:\.tar)?\.[^.]*$/, '');
	const root = `${(redactor?.text(folder) ?? folder).replaceAll(/[^\w.-]+/g, '-') || 'bundle'}/`;
	const archive = startArchive((bytes) => file.write(bytes), root, facts.exportedAt);
	for (const [name, open] of documents) {
		const bytes = files.find((one) => one.name === name)?.bytes ?? 0;
		const entry = await archive.add(name, bytes);
		await next(open, entry.write);
		await entry.end();
	}
	for (const [name, text] of [...texts, ['manifest.json', bundleManifest(facts, files)] as const]) {
		const entry = await archive.add(name, Buffer.byteLength(text));
		await entry.write(text);
		await entry.end();
	}
	await archive.end();
}
