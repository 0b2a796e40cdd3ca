import { createTarPacker } from 'modern-tar';
import { type Instant, millisOf } from '../domain/instant.ts';

/** A file within an archive: exactly as many bytes as announced must be written. */
type Entry = {
	readonly write: (piece: string) => Promise<void>;
	readonly end: () => Promise<void>;
};

/** A `.tar.gz` that is written file by file. */
export type Archive = {
	readonly add: (name: string, bytes: number) => Promise<Entry>;
	/** Resolves once all bytes are written. */
	readonly end: () => Promise<void>;
};

/** Starts an archive whose files lie in the folder `root` (with its `/`). `write` takes its bytes. */
export function startArchive(
	write: (bytes: Uint8Array) => Promise<void>,
	root: string,
	at: Instant,
): Archive {
	const { readable, controller } = createTarPacker();
	const zipped = readable.pipeThrough(new CompressionStream('gzip'));
	const writing = (async () => {
		for await (const chunk of zipped) await write(chunk);
	})();
	// A full disk is reported by `end`, or by the write that it holds up.
	writing.catch((error: unknown) => controller.error(error));
	const mtime = new Date(millisOf(at));
	return {
		add: async (name, bytes) => {
			const header = { name: `${root}${name}`, size: bytes, type: 'file', mode: 0o600, mtime } as const;
			const writer = controller.add(header).getWriter();
			return {
				write: (piece) => writer.write(Buffer.from(piece)),
				end: () => writer.close(),
			};
		},
		end: async () => {
			controller.finalize();
			await writing;
		},
	};
}
