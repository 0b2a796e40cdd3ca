import {
	addressOf,
	conversationPath,
	conversationsPath,
	numberedPath,
	partPaths,
	withQuery,
} from '../api/request-paths.ts';
import { nextTurn, Turn } from '../api/turns.ts';
import type { ExportTask, WholeConversation } from '../domain/records.ts';
import type { Finding } from '../domain/redaction.ts';
import type { BundleFacts, BundleFile, Measured } from '../export/bundle.ts';
import type { DocumentFacts, ExportDocument, Exported } from '../export/document.ts';
import type { Redactor } from '../export/redaction/redactor.ts';
import type { ExportFile, Exports, Spool, SpoolPart, Spools } from '../writes/records.ts';
import { type ExportContext, exportedOf } from './exported-conversation.ts';

/** Everything that a file is made from. */
export type ExportSources = {
	readonly spool: Spool;
	readonly task: ExportTask;
	readonly kept: ReadonlySet<string>;
	/** The country of phone numbers without a country code. */
	readonly country: string;
	readonly context: ExportContext;
	readonly about: Pick<BundleFacts, 'version' | 'node' | 'account'>;
	/** The address of the API; null for sample data. */
	readonly address: string | null;
	/** All that the preview found. */
	readonly findings: readonly Finding[];
	readonly spools: Spools;
	readonly spoolId: string;
	/** Called with the conversations that are done. */
	readonly onProgress: (done: number, total: number) => void;
	readonly signal: AbortSignal;
};

/** Texts that are redacted besides the conversations. */
type Aside = { readonly filter: ExportTask['filter']; readonly name: string };

/** Reads the spool and returns all that a redaction finds. Throws the reason of the signal. */
export async function findInExport(
	sources: ExportSources,
): Promise<{ readonly findings: readonly Finding[]; readonly unfound: readonly string[] }> {
	const redactor = await redactorOf(sources);
	if (redactor === null) return { findings: [], unfound: [] };
	asideOf(sources, redactor);
	await eachConversation(sources, fetchedIds(sources), async (id, turn) => {
		const whole = await sources.spool.read(id);
		if (whole !== null) await redacted(redactor, whole, turn);
	});
	return { findings: redactor.findings(), unfound: redactor.unfoundWords() };
}

/** Writes the file of an export from its spool, piece by piece. Returns its path. */
export async function writeExport(
	sources: ExportSources,
	exports: Exports,
	{ mayReplace, name }: { readonly mayReplace: (path: string) => boolean; readonly name: string },
): Promise<string> {
	const redactor = await redactorOf(sources);
	const aside = asideOf(sources, redactor);
	// The name can hold a number too, so it can be another one than the user typed.
	const path = withName(sources.task.path, aside.name);
	const file = await exports.begin(path, { replaces: mayReplace(path), name });
	try {
		if (sources.task.choices.format === 'bundle') await writeBundle(sources, file, redactor, aside.filter);
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
function asideOf({ task }: ExportSources, redactor: Redactor | null): Aside {
	const { filter, path } = task;
	const name = path.split('/').at(-1) ?? path;
	if (redactor === null) return { filter, name };
	const query = redactor.text(filter.query).replaceAll(/\[\w+ \d+\]/g, encodeURIComponent);
	const queryText = redactor.text(filter.queryText);
	return { filter: { queryText, query }, name: redactor.text(name) };
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
	work: (id: string, turn: Turn) => Promise<void>,
): Promise<void> {
	const turn = new Turn();
	for (const [index, id] of ids.entries()) {
		signal.throwIfAborted();
		await work(id, turn);
		if (!turn.isOver) continue;
		onProgress(index + 1, ids.length);
		await nextTurn();
		turn.again();
	}
	onProgress(ids.length, ids.length);
}

/** A long conversation is redacted in turns with keys and drawing. */
async function redacted(
	redactor: Redactor,
	whole: WholeConversation,
	turn: Turn,
): Promise<WholeConversation> {
	const steps = redactor.steps(whole);
	for (let step = steps.next(); ; step = steps.next()) {
		if (step.done) return step.value;
		if (!turn.isOver) continue;
		await nextTurn();
		turn.again();
	}
}

async function writeOne(sources: ExportSources, file: ExportFile, redactor: Redactor | null): Promise<void> {
	const { openDocument } = await import('../export/document.ts');
	const { format, rows } = sources.task.choices;
	if (format === 'bundle') return;
	const ids = fetchedIds(sources);
	const document = openDocument(format, rows, await factsOf(sources, ids.length));
	await file.write(document.head());
	await eachExported(sources, redactor, ids, (one) => file.write(document.next(one)));
	await file.write(document.tail());
}

async function factsOf(sources: ExportSources, count: number): Promise<DocumentFacts> {
	const { redactionRemarks } = await import('../export/bundle.ts');
	const { context, task, findings, kept } = sources;
	const remarks = [...redactionRemarks(task.choices, findings, kept), ...missingRemarks(sources)];
	return { count, exportedAt: context.now, zone: context.zone, remarks };
}

function missingRemarks({ spool }: ExportSources): readonly string[] {
	const missing = spool.ids.filter((id) => !spool.has(id)).length;
	if (missing === 0) return [];
	return [`${missing} of ${spool.ids.length} conversations could not be fetched and are not in this file.`];
}

function eachExported(
	sources: ExportSources,
	redactor: Redactor | null,
	ids: readonly string[],
	write: (one: Exported) => Promise<void>,
): Promise<void> {
	return eachConversation(sources, ids, async (id, turn) => {
		const whole = await sources.spool.read(id);
		if (whole === null) return;
		const safe = redactor === null ? whole : await redacted(redactor, whole, turn);
		await write(exportedOf(safe, sources.context));
	});
}

/** A tar header says the size of its file first, so the files are written beside the spool before they are packed. */
async function writeBundle(
	sources: ExportSources,
	exported: ExportFile,
	redactor: Redactor | null,
	filter: ExportTask['filter'],
): Promise<void> {
	const { bundleDocuments, bundleManifest, bundleTexts, measuring } = await import('../export/bundle.ts');
	const { startArchive } = await import('../export/archive.ts');
	const { choices } = sources.task;
	const ids = fetchedIds(sources);
	const facts: BundleFacts = {
		...(await factsOf(sources, ids.length)),
		...sources.about,
		filter,
		addresses: addressesOf(
			sources.address,
			filter.query,
			ids.map((id) => redactor?.text(id) ?? id),
		),
		choices,
		findings: sources.findings,
		kept: sources.kept,
	};
	const parts = await openParts(sources, bundleDocuments(facts), measuring);
	try {
		const write = async (piece: (document: ExportDocument) => string): Promise<void> => {
			for (const part of parts) await part.write(piece(part.document));
		};
		await write((document) => document.head());
		await eachExported(sources, redactor, ids, (one) => write((document) => document.next(one)));
		await write((document) => document.tail());
		const texts = [...bundleTexts(facts)].map(([name, text]) => ({ name, text, file: fileOf(name, text) }));
		const files = [...parts.map(({ measured }) => measured.file()), ...texts.map(({ file }) => file)];
		const manifest = bundleManifest(facts, files);
		const archive = startArchive(
			(bytes) => exported.write(bytes),
			`${folderOf(sources, redactor)}/`,
			facts.exportedAt,
		);
		for (const [index, { part }] of parts.entries()) {
			const { name, bytes } = files[index] ?? { name: '', bytes: 0 };
			await archive.add(name, bytes, part.read());
		}
		for (const { name, text } of [...texts, { name: 'manifest.json', text: manifest }])
			await archive.add(name, Buffer.byteLength(text), [Buffer.from(text)]);
		await archive.end();
	} finally {
		for (const { part } of parts) await part.close();
	}

	function fileOf(name: string, text: string): BundleFile {
		const measured = measuring(name);
		measured.take(text);
		return measured.file();
	}
}

/** A file of the bundle while it is written. */
type OpenPart = {
	readonly document: ExportDocument;
	readonly part: SpoolPart;
	readonly measured: Measured;
	readonly write: (piece: string) => Promise<void>;
};

async function openParts(
	{ spools, spoolId }: ExportSources,
	documents: ReadonlyMap<string, ExportDocument>,
	measuring: (name: string) => Measured,
): Promise<readonly OpenPart[]> {
	const parts: OpenPart[] = [];
	for (const [name, document] of documents) {
		const part = await spools.part(spoolId, name);
		const measured = measuring(name);
		const write = async (piece: string): Promise<void> => {
			measured.take(piece);
			await part.write(piece);
		};
		parts.push({ document, part, measured, write });
	}
	return parts;
}

/** The folder within the archive: the name of the file without its ends. */
function folderOf({ task }: ExportSources, redactor: Redactor | null): string {
	const name = (task.path.split('/').at(-1) ?? '').replace(/(?:\.tar)?\.[^.]*$/, '');
	return (redactor?.text(name) ?? name).replaceAll(/[^\w.-]+/g, '-') || 'bundle';
}

/** The addresses of the requests behind a bundle; null for sample data. */
function addressesOf(
	baseUrl: string | null,
	query: string,
	ids: readonly string[],
): BundleFacts['addresses'] {
	if (baseUrl === null) return null;
	const each = ids.flatMap((id) => {
		const path = conversationPath(id);
		if (path === null) return [];
		const parts = Object.values(partPaths).map((part) => numberedPath(`${path}/${part}`, 1));
		return [[path, ...parts].map((one) => addressOf(baseUrl, one))];
	});
	return { list: addressOf(baseUrl, withQuery(conversationsPath, query)), each };
}
