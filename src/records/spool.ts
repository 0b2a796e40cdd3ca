import { type FileHandle, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Instant } from '../domain/instant.ts';
import { jsonText } from '../domain/json.ts';
import type { WholeConversation } from '../domain/records.ts';
import type { Spool, SpoolPart, Spools } from '../writes/records.ts';
import { ensureFolder, syncFolder } from './atomic-file.ts';
import { plainName, stampedAt, stampOf } from './file-names.ts';
import { codeOf, FileProblem, fileProblem } from './file-problem.ts';
import { openOwn } from './own-file.ts';
import { readSpoolHead, readWhole } from './shapes.ts';
import { withoutSecrets } from './trash-file.ts';

type SpoolTools = {
	readonly folder: string;
	readonly now: () => Instant;
	readonly keptDays: number;
	readonly secrets: readonly string[];
};

const fileName = /^\d{8}T\d{6}\.\d{6}Z-([A-Za-z0-9-]{1,64})\.spool$/;
const partName = /^([A-Za-z0-9-]{1,64})\.[A-Za-z0-9-]{1,64}\.part$/;
const chunkSize = 1 << 20;
const newline = 0x0a;
const tab = 0x09;

/** Where a conversation lies in the file, in bytes. */
type Place = { readonly at: number; readonly length: number };

/**
 * The conversations of exports whose file is not written yet, one file an export: its ids in order, then a line for
 * each conversation with its id in front. A line that a killed process left unfinished is cut off at the next opening.
 */
export function openSpools({ folder, now, keptDays, secrets }: SpoolTools): Spools {
	async function names(): Promise<readonly string[]> {
		try {
			return (await readdir(folder)).filter((name) => fileName.test(name));
		} catch (error) {
			if (codeOf(error) === 'ENOENT') return [];
			throw fileProblem('The exports could not be read', folder, error);
		}
	}

	async function pathOf(id: string): Promise<string | null> {
		const name = (await names()).find((file) => fileName.exec(file)?.[1] === id);
		return name === undefined ? null : join(folder, name);
	}

	async function open(id: string, ids: readonly string[] | null): Promise<Spool> {
		if (plainName(id) !== id || id === '')
			throw new FileProblem(`An export cannot have the id ${JSON.stringify(id)}.`);
		const known = await pathOf(id);
		if (known === null && ids === null)
			throw new FileProblem(
				'The conversations of this export are no longer on this machine. Export them again.',
			);
		const path = known ?? join(folder, `${stampOf(now())}-${id}.spool`);
		let file: FileHandle | null = null;
		try {
			await ensureFolder(folder);
			file = await openOwn(path, 'append');
			const found = await placesIn(file);
			if (found !== null) return spoolOf(file, path, found.ids, found.places, found.end, secrets);
			await file.truncate(0);
			const head = Buffer.from(`${JSON.stringify({ spool: 1, ids: ids ?? [] })}\n`);
			await writeAll(file, head);
			await syncFolder(folder);
			return spoolOf(file, path, ids ?? [], new Map(), head.length, secrets);
		} catch (error) {
			await file?.close();
			throw fileProblem('Nothing was exported', path, error);
		}
	}

	const partPath = (id: string, name: string): string =>
		join(folder, `${plainName(id)}.${plainName(name)}.part`);

	async function part(id: string, name: string): Promise<SpoolPart> {
		const path = partPath(id, name);
		await ensureFolder(folder);
		const file = await openOwn(path, 'append');
		await file.truncate(0);
		return {
			write: async (piece) => {
				try {
					await writeAll(file, Buffer.from(piece));
				} catch (error) {
					throw fileProblem('The export could not be written', path, error);
				}
			},
			read: () => chunksOf(file),
			close: () => file.close(),
		};
	}

	async function remove(id: string): Promise<void> {
		const path = await pathOf(id);
		if (path !== null) await rm(path, { force: true });
		await removeParts((spool) => spool === id);
	}

	async function removeParts(isOld: (spool: string) => boolean): Promise<void> {
		const all = await readdir(folder).catch(() => []);
		for (const name of all) {
			const spool = partName.exec(name)?.[1];
			if (spool !== undefined && isOld(spool)) await rm(join(folder, name), { force: true });
		}
	}

	return {
		open,
		part,
		remove,
		list: async () => (await names()).flatMap((name) => fileName.exec(name)?.[1] ?? []),
		purge: async () => {
			const oldest = now() - keptDays * 24 * 60 * 60 * 1_000_000;
			const old = (await names()).filter((name) => (stampedAt(name) ?? oldest) < oldest);
			for (const name of old) await rm(join(folder, name), { force: true });
			const left = new Set((await names()).map((name) => fileName.exec(name)?.[1]));
			await removeParts((spool) => !left.has(spool));
			return old.length;
		},
	};
}

function spoolOf(
	file: FileHandle,
	path: string,
	ids: readonly string[],
	places: Map<string, Place>,
	end: number,
	secrets: readonly string[],
): Spool {
	let next = end;
	let writing: Promise<void> = Promise.resolve();
	const append = async (id: string, whole: WholeConversation): Promise<void> => {
		const { conversation, messages, insights } = withoutSecrets(whole, secrets);
		const body = Buffer.from(jsonText({ conversation, messages, insights }));
		const lead = Buffer.from(`${JSON.stringify(id)}\t`);
		try {
			await writeAll(file, Buffer.concat([lead, body, Buffer.from('\n')]));
		} catch (error) {
			// A half-written line must not swallow the next one.
			await file.truncate(next).catch(() => undefined);
			throw fileProblem('The export could not be written', path, error);
		}
		places.set(id, { at: next + lead.length, length: body.length });
		next += lead.length + body.length + 1;
	};
	return {
		ids,
		has: (id) => places.has(id),
		append: (id, whole) => {
			const done = writing.then(() => append(id, whole));
			writing = done.catch(() => undefined);
			return done;
		},
		read: async (id) => {
			const place = places.get(id);
			if (place === undefined) return null;
			const bytes = Buffer.alloc(place.length);
			await file.read(bytes, 0, place.length, place.at);
			return readWhole(bytes.toString('utf8'));
		},
		close: async () => {
			await writing;
			try {
				await file.sync();
			} catch (error) {
				throw fileProblem('The export could not be written', path, error);
			} finally {
				await file.close();
			}
		},
	};
}

async function* chunksOf(file: FileHandle): AsyncGenerator<Uint8Array> {
	for (let at = 0; ; ) {
		const chunk = Buffer.alloc(chunkSize);
		const { bytesRead } = await file.read(chunk, 0, chunkSize, at);
		if (bytesRead === 0) return;
		at += bytesRead;
		yield chunk.subarray(0, bytesRead);
	}
}

async function writeAll(file: FileHandle, bytes: Buffer): Promise<void> {
	let rest = bytes;
	while (rest.length > 0) rest = rest.subarray((await file.write(rest)).bytesWritten);
}

/** The ids of a spool and the places of its conversations; null for an empty file or one without its first line. */
async function placesIn(file: FileHandle): Promise<{
	readonly ids: readonly string[];
	readonly places: Map<string, Place>;
	readonly end: number;
} | null> {
	const places = new Map<string, Place>();
	let ids: readonly string[] | null = null;
	let line: Buffer[] = [];
	let lineAt = 0;
	const chunk = Buffer.alloc(chunkSize);
	for (let at = 0; ; ) {
		const { bytesRead } = await file.read(chunk, 0, chunkSize, at);
		if (bytesRead === 0) break;
		let from = 0;
		for (let to = chunk.indexOf(newline); to !== -1 && to < bytesRead; to = chunk.indexOf(newline, from)) {
			line.push(Buffer.from(chunk.subarray(from, to)));
			const whole = Buffer.concat(line);
			if (ids === null) ids = readSpoolHead(whole.toString('utf8'));
			else notePlace(places, whole, lineAt);
			if (ids === null) return null;
			lineAt += whole.length + 1;
			line = [];
			from = to + 1;
		}
		line.push(Buffer.from(chunk.subarray(from, bytesRead)));
		at += bytesRead;
	}
	if (ids === null) return null;
	await file.truncate(lineAt);
	return { ids, places, end: lineAt };
}

function notePlace(places: Map<string, Place>, line: Buffer, lineAt: number): void {
	const lead = line.indexOf(tab);
	if (lead === -1) return;
	const id: unknown = JSON.parse(line.subarray(0, lead).toString('utf8'));
	if (typeof id === 'string') places.set(id, { at: lineAt + lead + 1, length: line.length - lead - 1 });
}
