import { EventEmitter } from 'node:events';
import { closeSync, constants, existsSync, openSync, readSync } from 'node:fs';
import type { ReadStream } from 'node:tty';

/** Reads the terminal's unread bytes without waiting for more. */
export type WaitingBytes = { readonly take: () => Uint8Array; readonly close: () => void };

const none = new Uint8Array(0);

/** A path to reopen standard input, which need not be the controlling terminal. */
function ownTerminal(): string {
	return existsSync('/proc/self/fd/0') ? '/proc/self/fd/0' : '/dev/tty';
}

/**
 * Opens the terminal a second time to read input typed before a frame is written. Node itself reads only after all
 * other work and could not distinguish those keys from the ones that answer the frame. Without a terminal, nothing is
 * ever waiting.
 */
export function openWaitingBytes(): WaitingBytes {
	let file: number;
	try {
		file = openSync(ownTerminal(), constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
	} catch {
		return { take: () => none, close: () => undefined };
	}
	const buffer = Buffer.alloc(65_536);
	return {
		take: () => {
			try {
				return Uint8Array.prototype.slice.call(buffer, 0, readSync(file, buffer));
			} catch {
				// EAGAIN: no bytes waiting. EIO: the terminal is gone or belongs to another job, which the regular reader reports.
				return none;
			}
		},
		close: () => closeSync(file),
	};
}

/**
 * Replaces the terminal's input for Ink: it sets modes but delivers no bytes. The bytes go to `feed` in raw mode.
 * Outside raw mode another program owns the terminal, and it is not read.
 */
export function standInForStdin(stdin: ReadStream, feed: (bytes: Buffer) => void): ReadStream {
	const ownMethods: Readonly<Record<PropertyKey, unknown>> = {
		read: () => null,
		setEncoding: () => stdin,
		setRawMode: (isOn: boolean) => {
			stdin.setRawMode(isOn);
			stdin.off('data', feed);
			// Adding a listener does not resume a paused stream.
			if (isOn) stdin.on('data', feed).resume();
			else stdin.pause();
			return stdin;
		},
	};
	// Ink waits for `readable`, which never fires.
	const silent = new EventEmitter();
	return new Proxy(stdin, {
		get: (target, name) => {
			const own = ownMethods[name];
			if (own !== undefined) return own;
			const source = name === 'addListener' || name === 'removeListener' ? silent : target;
			const value: unknown = Reflect.get(source, name);
			return typeof value === 'function' ? value.bind(source) : value;
		},
	});
}
