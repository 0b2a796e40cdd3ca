import { createTarPacker } from 'modern-tar';
import { type Instant, millisOf } from '../domain/instant.ts';

/** A `.tar.gz` that is written file by file. */
export type Archive = {
	/** Adds a file of exactly so many bytes. */
	readonly add: (
		name: string,
		bytes: number,
		content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
	) => Promise<void>;
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
	// A full disk also ends a file that is being added.
	writing.catch((error: unknown) => controller.error(error));
	const mtime = new Date(millisOf(at));
	return {
		add: async (name, bytes, content) => {
			const header = { name: `${root}${name}`, size: bytes, type: 'file', mode: 0o600, mtime } as const;
			const writer = controller.add(header).getWriter();
			for await (const chunk of content) await writer.write(chunk);
			await writer.close();
		},
		end: async () => {
			controller.finalize();
			await writing;
		},
	};
}
