import { graphemes } from '../text/clusters.ts';
import type { InputDecoder } from './input-decoder.ts';
import type { DecoderLimits, InputToken } from './paste-reader.ts';

/** A pause of this many milliseconds ends a burst of keys. */
const burstMillis = 30;

/** One key of a read. `isDoubtful` means that it may be the rest of an unfinished text. */
type Stroke = { readonly name: string; readonly isDoubtful: boolean };

/** Keyboard input in order. */
type KeyboardEvent =
	/**
	 * Keys of one read; empty for part of a key or a terminal's report. `startsBurst`: a pause came before them.
	 * `hasNewFrame`: a frame was written since the previous read. `hasGap`: the previous read is a pause ago, which a
	 * busy program may have missed. `hasMore`: the read continues after them.
	 */
	| {
			readonly kind: 'keys';
			readonly startsBurst: boolean;
			readonly hasNewFrame: boolean;
			readonly hasGap: boolean;
			readonly strokes: readonly Stroke[];
			readonly hasMore: boolean;
	  }
	| { readonly kind: 'paste'; readonly text: string; readonly isWhole: boolean }
	/** A paste above the limit of `bytes`, which is dropped. */
	| { readonly kind: 'paste-too-large'; readonly bytes: number }
	/** The end of a burst: no input for `burstMillis`, and none waiting. */
	| { readonly kind: 'quiet' };

/** Sends keyboard input to listeners. `listen` returns the function to stop listening. */
export type Keyboard = { readonly listen: (listener: (event: KeyboardEvent) => void) => () => void };

/** A keyboard's clock, in milliseconds. */
export type KeyboardClock = {
	readonly now: () => number;
	/** Calls back after `millis`, once the bytes that arrived by then are read. Returns the function to cancel it. */
	readonly after: (millis: number, callBack: () => void) => () => void;
};

/** A keyboard that receives a terminal's bytes and is notified of each written frame. */
type FedKeyboard = Keyboard & {
	readonly feed: (bytes: Uint8Array) => void;
	readonly frameWritten: () => void;
};

/** Turns a terminal's bytes into keys and pastes, grouped by read and burst. */
export function createKeyboard(decoder: InputDecoder, clock: KeyboardClock): FedKeyboard {
	const listeners = new Set<(event: KeyboardEvent) => void>();
	let lastRead = Number.NEGATIVE_INFINITY;
	let isQuiet = true;
	let hasNewFrame = false;
	/** The context of the last read. A lone ESC becomes a key later but belongs to the read that contained it. */
	let lastContext = { hasNewFrame: false, hasGap: true };
	let callOff = (): void => undefined;

	const send = (event: KeyboardEvent): void => {
		for (const listener of listeners) listener(event);
	};

	const sendAll = (tokens: readonly InputToken[]): void => {
		let startsBurst = isQuiet;
		isQuiet = false;
		let keys: StrokeToken[] = [];
		const sendKeys = (hasMore: boolean): void => {
			const strokes = strokesOf(keys);
			send({ kind: 'keys', startsBurst, ...lastContext, strokes, hasMore });
			startsBurst = false;
			keys = [];
		};
		for (const token of tokens) {
			if (token.kind === 'stroke') keys.push(token);
			else {
				sendKeys(true);
				send(token);
			}
		}
		sendKeys(decoder.isPending);
	};

	const wait = (): void => {
		callOff();
		const { deadline, isPending } = decoder;
		// An incomplete key does not end the burst until the key is decided.
		const due = isPending ? deadline : isQuiet ? null : lastRead + burstMillis;
		if (due !== null) callOff = clock.after(Math.max(0, due - clock.now()), look);
	};

	const look = (): void => {
		const now = clock.now();
		const tokens = decoder.expire(now);
		if (tokens.length > 0) sendAll(tokens);
		if (!isQuiet && !decoder.isPending && now - lastRead >= burstMillis) {
			isQuiet = true;
			send({ kind: 'quiet' });
		}
		wait();
	};

	return {
		feed: (bytes) => {
			const now = clock.now();
			lastContext = { hasNewFrame, hasGap: now - lastRead >= burstMillis };
			lastRead = now;
			hasNewFrame = false;
			sendAll(decoder.push(bytes, now));
			wait();
		},
		frameWritten: () => {
			hasNewFrame = true;
		},
		listen: (listener) => {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
	};
}

type StrokeToken = Extract<InputToken, { kind: 'stroke' }>;

/** Joins characters of one grapheme cluster, such as a letter and its accent, into one stroke. */
function strokesOf(tokens: readonly StrokeToken[]): readonly Stroke[] {
	if (tokens.every(({ stroke }) => stroke.charCodeAt(0) < 0x80))
		return tokens.map(({ stroke, isDoubtful }) => ({ name: stroke, isDoubtful }));
	const strokes: Stroke[] = [];
	let text = '';
	let isDoubtful = false;
	const end = (): void => {
		for (const { segment } of text === '' ? [] : graphemes().segment(text))
			strokes.push({ name: segment, isDoubtful });
		text = '';
	};
	for (const token of tokens) {
		const isCharacter = token.stroke.length === 1 || token.stroke.charCodeAt(0) >= 0x80;
		if (!isCharacter || token.isDoubtful !== isDoubtful) end();
		isDoubtful = token.isDoubtful;
		if (isCharacter) text += token.stroke;
		else strokes.push({ name: token.stroke, isDoubtful });
	}
	end();
	return strokes;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The decoder's time limits in milliseconds. Over SSH the pieces of one key can arrive far apart. `escapeMillis` is
 * the user's setting, or null.
 */
export function keyWaits(environment: Environment, escapeMillis: number | null): DecoderLimits {
	const isRemote = [environment.SSH_CONNECTION, environment.SSH_TTY].some(
		(text) => text !== undefined && text !== '',
	);
	return isRemote ? { escape: escapeMillis ?? 100, idle: 2000 } : { escape: escapeMillis ?? 50, idle: 1000 };
}

/**
 * True if the terminal needs ASCII: the Linux console has no rounded corners, and a locale without UTF-8 is taken at
 * its word.
 */
export function wantsAscii(environment: Environment): boolean {
	if (environment.TERM === 'linux' || environment.TERM === 'dumb') return true;
	const locale = environment.LC_ALL || environment.LC_CTYPE || environment.LANG || '';
	return locale !== '' && !/utf-?8/i.test(locale);
}
