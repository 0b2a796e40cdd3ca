import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { createGzip } from 'node:zlib';
import type { WholeAnswer } from './answers.ts';
import type { Transfer } from './fault.ts';

const pieces = 20;
const chunk = Buffer.alloc(65_536, 'x');

/** Resets a connection, like a crashed machine. */
export function cutOff(outgoing: ServerResponse): void {
	outgoing.socket?.resetAndDestroy();
}

/** Sends the head and half of the body, then resets the connection. */
export async function sendHalf(outgoing: ServerResponse, answer: WholeAnswer): Promise<void> {
	const { headers, body } = answer;
	outgoing.writeHead(statusWithBody(answer), {
		...Object.fromEntries(headers),
		'content-length': String(body.length + 1),
	});
	const half = body.subarray(0, Math.ceil(body.length / 2));
	await new Promise<void>((resolve) => outgoing.write(half, () => resolve()));
	cutOff(outgoing);
}

/** Sends an answer, with a transfer fault or unchanged. Stops if the client disconnects. */
export async function sendThrough(
	fault: Transfer | null,
	outgoing: ServerResponse,
	answer: WholeAnswer,
): Promise<void> {
	const headers = Object.fromEntries(answer.headers);
	if (fault === null || fault.kind === 'drip') {
		outgoing.writeHead(answer.status, { ...headers, 'content-length': String(answer.body.length) });
		if (fault !== null) return await drip(outgoing, answer.body, fault.millis);
		outgoing.end(answer.body);
		return;
	}
	const isGzip = fault.kind === 'gzip';
	outgoing.writeHead(statusWithBody(answer), {
		...headers,
		...(isGzip ? { 'content-encoding': 'gzip' } : {}),
	});
	const size = fault.kind === 'endless' ? Number.POSITIVE_INFINITY : fault.size;
	const source = Readable.from(padded(answer.body, size));
	await untilGone(isGzip ? pipeline(source, createGzip({ level: 1 }), outgoing) : pipeline(source, outgoing));
}

async function drip(outgoing: ServerResponse, body: Buffer, millis: number): Promise<void> {
	const gone = new AbortController();
	outgoing.once('close', () => gone.abort());
	const size = Math.max(1, Math.ceil(body.length / pieces));
	for (let at = 0; at < body.length && !gone.signal.aborted; at += size) {
		outgoing.write(body.subarray(at, at + size));
		await untilGone(sleep(millis / pieces, undefined, { signal: gone.signal }));
	}
	outgoing.end();
}

/** A disconnected client or a closing server ends the transfer early, which is not a failure. */
async function untilGone(work: Promise<void>): Promise<void> {
	await work.catch(() => undefined);
}

/** A status without a body cannot carry a huge or truncated one, so 200 replaces it. */
function statusWithBody({ status }: WholeAnswer): number {
	return status === 204 || status === 304 ? 200 : status;
}

/** Adds `size` bytes to the body: in an extra field of an object, else as leading blanks. */
function* padded(body: Buffer, size: number): Generator<Buffer> {
	const isObject = body.length > 1 && body[0] === 0x7b;
	if (isObject) yield Buffer.from('{"padding":"');
	const filler = isObject ? chunk : Buffer.alloc(chunk.length, ' ');
	for (let left = size; left > 0; left -= filler.length)
		yield left < filler.length ? filler.subarray(0, left) : filler;
	if (isObject) yield Buffer.from('",');
	yield isObject ? body.subarray(1) : body;
}
