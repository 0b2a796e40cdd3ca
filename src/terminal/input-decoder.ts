import { ControlSequence, c1Letters, isStringIntroducer, lateRest } from './control-sequence.ts';
import { strokeOfControl } from './key-names.ts';
import {
	ControlString,
	type DecoderLimits,
	type Dropping,
	type InputToken,
	lengthOfCharacter,
	PasteReader,
	SkippedCharacters,
	textOf,
} from './paste-reader.ts';

/** After a lone ESC, the rest of a split sequence is dropped for this long, in milliseconds. Its first byte waits. */
const lateMillis = 1000;
const lateHoldMillis = 500;

/** After this time only endings of keys complete an `ESC [`; other letters do not. */
const staleMillis = 2000;

/** The maximum duration of a terminal's string or report, even if its bytes arrive steadily. */
const longestDroppedMillis = 5000;

/** How long to expect the rest of a paste or string whose end mark never arrived. */
const danglingMillis = { paste: 60_000, dropped: 5000 } as const;

/** An LF this soon after a CR is the second half of one line end. */
const lineEndMillis = 10;
const ESC = 0x1b;

type State =
	| { readonly at: 'ground' }
	/** After ESC; `isTwice` after ESC ESC. */
	| { readonly at: 'escape'; readonly isTwice: boolean }
	| { readonly at: 'sequence'; readonly sequence: ControlSequence }
	/** Input that only a terminal sends. */
	| { readonly at: 'dropped'; readonly since: number; readonly input: ControlString | SkippedCharacters }
	| { readonly at: 'paste'; readonly paste: PasteReader }
	/** A byte soon after a lone ESC, or right after ESC (`isAlt`): the next byte decides whether it starts a sequence. */
	| { readonly at: 'late'; readonly held: string; readonly isAlt: boolean };

/**
 * Decodes terminal input into keys and pastes, and drops the terminal's answers and reports. Sequences stay whole,
 * however they are split and whatever pauses lie between: the rest of an abandoned sequence never turns into letters.
 * It has no clock: callers pass the time to `push` and `expire`, and `deadline` is the time for `expire`. (ECMA-48;
 * xterm's ctlseqs; the kitty keyboard protocol.) After a paste or string without an end, strokes are `isDoubtful`: a
 * single one is a key, several at once are the rest of that text.
 */
export class InputDecoder {
	readonly #limits: DecoderLimits;
	#state: State = { at: 'ground' };
	#utf8: number[] = [];
	#tokens: InputToken[] = [];
	#lastByte = Number.NEGATIVE_INFINITY;
	#lastReturn = Number.NEGATIVE_INFINITY;
	/** The time at which a lone ESC became a key. */
	#escaped = Number.NEGATIVE_INFINITY;
	/** The time until which to expect the rest of an unfinished paste or string. */
	#danglingUntil = Number.NEGATIVE_INFINITY;
	#isDangling = false;

	constructor(limits: DecoderLimits) {
		this.#limits = limits;
	}

	/** Takes the bytes of one read, at a time in milliseconds. Returns the tokens completed by it. */
	push(bytes: Uint8Array, now: number): readonly InputToken[] {
		this.#isDangling = now < this.#danglingUntil;
		const last = bytes.length - 1;
		for (const [at, byte] of bytes.entries()) {
			const isOpen = this.#state.at === 'paste' || this.#state.at === 'dropped';
			// Ctrl-C at the end of a read ends a text whose end mark is missing. Within a read it is part of that text.
			if (byte === 0x03 && at === last && isOpen) this.#giveUp(now);
			else this.#byte(byte, now);
			this.#lastByte = now;
		}
		return this.#take();
	}

	/** The time, on the scale of `push`, at which pending input expires; null if nothing is pending. */
	get deadline(): number | null {
		switch (this.#state.at) {
			case 'escape':
				return this.#lastByte + this.#limits.escape;
			case 'late':
				return this.#lastByte + (this.#state.isAlt ? this.#limits.idle : lateHoldMillis);
			case 'paste':
				return this.#lastByte + this.#limits.idle;
			case 'dropped':
				return Math.min(this.#lastByte + this.#limits.idle, this.#state.since + longestDroppedMillis);
			default:
				return null;
		}
	}

	/** True while input is incomplete. */
	get isPending(): boolean {
		return this.#state.at !== 'ground' || this.#utf8.length > 0;
	}

	/** Ends input that has waited too long. */
	expire(now: number): readonly InputToken[] {
		const { deadline } = this;
		if (deadline === null || now < deadline) return [];
		const state = this.#state;
		switch (state.at) {
			case 'escape':
				this.#toGround();
				if (state.isTwice) this.#stroke('Esc');
				this.#stroke('Esc');
				this.#escaped = now;
				break;
			case 'late':
				this.#toGround();
				this.#stroke(nameOfHeld(state));
				break;
			default:
				this.#giveUp(now);
		}
		return this.#take();
	}

	#take(): readonly InputToken[] {
		const tokens = this.#tokens;
		this.#tokens = [];
		return tokens;
	}

	#toGround(): void {
		this.#state = { at: 'ground' };
	}

	#stroke(stroke: string): void {
		this.#escaped = Number.NEGATIVE_INFINITY;
		this.#tokens.push({ kind: 'stroke', stroke, isDoubtful: this.#isDangling });
	}

	#giveUp(now: number): void {
		const state = this.#state;
		this.#toGround();
		this.#danglingUntil = now + danglingMillis[state.at === 'paste' ? 'paste' : 'dropped'];
		if (state.at === 'paste') this.#tokens.push(state.paste.token(false));
	}

	#byte(byte: number, now: number): void {
		const state = this.#state;
		switch (state.at) {
			case 'ground':
				this.#ground(byte, now);
				return;
			case 'escape':
				this.#afterEscape(byte, now, state.isTwice);
				return;
			case 'sequence':
				this.#sequence(state.sequence, byte, now);
				return;
			case 'dropped':
				this.#drop(state.input.take(byte), byte, now);
				return;
			case 'paste':
				if (!state.paste.take(byte)) return;
				this.#toGround();
				this.#tokens.push(state.paste.token(true));
				return;
			case 'late':
				this.#late(state, byte, now);
		}
	}

	#ground(byte: number, now: number): void {
		if (this.#utf8.length > 0) {
			if ((byte & 0xc0) === 0x80) {
				this.#continueCharacter(byte, now);
				return;
			}
			// The character is incomplete and is dropped.
			this.#utf8 = [];
		}
		if (byte === ESC) this.#state = { at: 'escape', isTwice: false };
		else if (byte < 0x20 || byte === 0x7f) this.#control(byte, now);
		else if (byte < 0x80) this.#printable(String.fromCharCode(byte), now);
		else if (lengthOfCharacter(byte) > 1) this.#utf8 = [byte];
		else this.#introduce(c1Letters.get(byte) ?? '', now, false);
	}

	#continueCharacter(byte: number, now: number): void {
		this.#utf8.push(byte);
		if (this.#utf8.length < lengthOfCharacter(this.#utf8[0] ?? 0)) return;
		const character = textOf(Uint8Array.from(this.#utf8));
		this.#utf8 = [];
		const code = character.codePointAt(0) ?? 0;
		if (code >= 0x80 && code < 0xa0) this.#introduce(c1Letters.get(code) ?? '', now, false);
		else if (!character.includes('\ufffd')) this.#printable(character, now);
	}

	#printable(character: string, now: number): void {
		const isSoon = now - this.#escaped < lateMillis;
		if (isSoon && lateRest.has(character) && this.#tokens.length === 0)
			this.#state = { at: 'late', held: character, isAlt: false };
		else {
			this.#lastReturn = Number.NEGATIVE_INFINITY;
			this.#stroke(character === ' ' ? 'Space' : character);
		}
	}

	#control(byte: number, now: number): void {
		// BEL ends a terminal's string that was abandoned earlier.
		if (byte === 0x07 && this.#isDangling) {
			this.#foundEnd();
			return;
		}
		const isSecondHalf = byte === 0x0a && now - this.#lastReturn <= lineEndMillis;
		this.#lastReturn = byte === 0x0d ? now : Number.NEGATIVE_INFINITY;
		const stroke = isSecondHalf ? null : strokeOfControl(byte);
		if (stroke !== null) this.#stroke(stroke);
	}

	/** The missing end mark arrived, so the tokens before it belong to the abandoned text. */
	#foundEnd(): void {
		if (this.#isDangling) this.#tokens = [];
		this.#isDangling = false;
		this.#danglingUntil = Number.NEGATIVE_INFINITY;
	}

	/** After ESC or a C1 byte: `letter` selects what begins. */
	#introduce(letter: string, now: number, isAlt: boolean, isLate = false): boolean {
		if (letter === '[' || letter === 'O') {
			const sequence = new ControlSequence(letter === '[' ? 'csi' : 'ss3', isAlt, isLate);
			this.#state = { at: 'sequence', sequence };
		} else if (isStringIntroducer(letter)) this.#startDropping(new ControlString(), now);
		else return false;
		return true;
	}

	#startDropping(input: ControlString | SkippedCharacters, now: number): void {
		this.#state = { at: 'dropped', since: now, input };
	}

	#afterEscape(byte: number, now: number, isTwice: boolean): void {
		if (byte === ESC) {
			if (isTwice) this.#stroke('Esc');
			this.#state = { at: 'escape', isTwice: true };
			return;
		}
		const letter = byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '';
		const isString = isStringIntroducer(letter);
		if (isString && isTwice) this.#stroke('Esc');
		if (isString) this.#state = { at: 'late', held: letter, isAlt: true };
		if (isString || this.#introduce(letter, now, isTwice)) return;
		this.#toGround();
		if (letter === '\\' && this.#isDangling) {
			this.#foundEnd();
			return;
		}
		if (isTwice) this.#stroke('Esc');
		const stroke = letter === '' ? strokeOfControl(byte) : letter === ' ' ? 'Space' : letter;
		if (byte >= 0x80) {
			// Alt with a non-ASCII letter: no key is bound to it.
			this.#startDropping(new SkippedCharacters(1), now);
			this.#byte(byte, now);
			return;
		}
		if (stroke !== null) this.#stroke(`Alt-${stroke}`);
	}

	#sequence(sequence: ControlSequence, byte: number, now: number): void {
		const end = sequence.take(byte, now - this.#lastByte > staleMillis);
		if (end === null) return;
		this.#toGround();
		if (end === 'another') this.#byte(byte, now);
		else if (end.kind === 'key') this.#stroke(end.key);
		else if (end.kind === 'paste-end') this.#foundEnd();
		else if (end.kind === 'report') this.#startDropping(new SkippedCharacters(end.characters), now);
		else if (end.kind === 'paste-start') {
			this.#foundEnd();
			this.#state = { at: 'paste', paste: new PasteReader() };
		}
	}

	#drop(how: Dropping, byte: number, now: number): void {
		if (how === 'more') return;
		this.#toGround();
		// ESC ends the string and starts the next input.
		if (how === 'escaped') this.#state = { at: 'escape', isTwice: false };
		if (how !== 'ended') this.#byte(byte, now);
	}

	#late(state: Extract<State, { at: 'late' }>, byte: number, now: number): void {
		const sign = String.fromCharCode(byte);
		this.#toGround();
		this.#escaped = Number.NEGATIVE_INFINITY;
		if (lateRest.get(state.held)?.test(sign) ?? state.isAlt)
			this.#introduce(state.held, now, false, !state.isAlt);
		else this.#stroke(nameOfHeld(state));
		this.#byte(byte, now);
	}
}

const nameOfHeld = ({ held, isAlt }: Extract<State, { at: 'late' }>) => (isAlt ? `Alt-${held}` : held);
