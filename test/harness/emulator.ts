import { StringDecoder } from 'node:string_decoder';
import unicode11 from '@xterm/addon-unicode11';
import headless from '@xterm/headless';

/** The look of a cell. Colours: `default`, `0`–`255` from the palette, or `#rrggbb`. */
export interface Style {
	readonly fg: string;
	readonly bg: string;
	readonly bold: boolean;
	readonly dim: boolean;
	readonly italic: boolean;
	readonly underline: boolean;
	readonly inverse: boolean;
	readonly invisible: boolean;
}

/** One cell: its text ('' to the right of a wide character), its width in columns, and its look. */
export interface Cell {
	readonly text: string;
	readonly width: number;
	readonly style: Style;
}

/** The private mode that brackets a frame: set at its start, reset at its end. */
const FRAME = 2026;
/** The private modes of an idle terminal: long rows wrap, and the cursor is visible. */
const WRAP = 7;
const CURSOR = 25;

/** A terminal without a window: bytes in, cells out. Sends answers to a program's queries through `reply`. */
export class Emulator {
	/** The private modes that are set: 7 wrapping, 25 cursor shown, 1049 alternate screen, 2004 bracketed paste, … */
	readonly modes = new Set([WRAP, CURSOR]);
	/** Frames completed since the start. */
	frames = 0;
	readonly #terminal: headless.Terminal;
	/** The emulator drops a character whose bytes arrive in two pieces, and a pseudo-terminal splits anywhere. */
	readonly #decoder = new StringDecoder('utf8');

	/** `unicode` is the version of the terminal's width table. In version 6 every emoji is narrow. */
	constructor(cols: number, rows: number, reply: (text: string) => void, unicode: '6' | '11' = '11') {
		this.#terminal = new headless.Terminal({ cols, rows, allowProposedApi: true, scrollback: 1000 });
		this.#terminal.loadAddon(new unicode11.Unicode11Addon());
		this.#terminal.unicode.activeVersion = unicode;
		this.#terminal.onData(reply);
		this.#watchModes('h', (mode) => this.modes.add(mode));
		this.#watchModes('l', (mode) => {
			this.modes.delete(mode);
			if (mode === FRAME) this.frames++;
		});
	}

	#watchModes(final: 'h' | 'l', seen: (mode: number) => void): void {
		this.#terminal.parser.registerCsiHandler({ prefix: '?', final }, (parameters) => {
			for (const mode of parameters.flat()) seen(mode);
			return false;
		});
	}

	/** Writes output to the screen. Resolves once it is drawn. */
	write(bytes: Uint8Array): Promise<void> {
		return new Promise((resolve) => {
			this.#terminal.write(this.#decoder.write(Buffer.from(bytes)), resolve);
		});
	}

	resize(cols: number, rows: number): void {
		this.#terminal.resize(cols, rows);
	}

	get cols(): number {
		return this.#terminal.cols;
	}

	get rows(): number {
		return this.#terminal.rows;
	}

	/** True within a frame, when the screen is half old and half new. */
	get inFrame(): boolean {
		return this.modes.has(FRAME);
	}

	get alternate(): boolean {
		return this.#terminal.buffer.active.type === 'alternate';
	}

	get cursor(): { readonly x: number; readonly y: number } {
		const { cursorX: x, cursorY: y } = this.#terminal.buffer.active;
		return { x, y };
	}

	/** The rows of the screen as text without trailing spaces. Always `rows` of them. */
	screen(): string[] {
		const { active } = this.#terminal.buffer;
		return Array.from(
			{ length: this.rows },
			// When the terminal gets narrower, a row keeps its text beyond the edge.
			(_, y) => active.getLine(active.baseY + y)?.translateToString(true, 0, this.cols) ?? '',
		);
	}

	/** The cells of a row, left to right, `cols` of them. */
	cells(y: number): Cell[] {
		const { active } = this.#terminal.buffer;
		const line = active.getLine(active.baseY + y);
		return Array.from({ length: this.cols }, (_, x) => {
			const cell = line?.getCell(x);
			return cell === undefined
				? BLANK
				: { text: cell.getChars(), width: cell.getWidth(), style: styleOf(cell) };
		});
	}

	dispose(): void {
		this.#terminal.dispose();
	}
}

type BufferCell = NonNullable<ReturnType<NonNullable<ReturnType<headless.IBuffer['getLine']>>['getCell']>>;

function styleOf(cell: BufferCell): Style {
	const hex = (colour: number) => `#${colour.toString(16).padStart(6, '0')}`;
	const [fg, bg] = [cell.getFgColor(), cell.getBgColor()];
	return {
		fg: cell.isFgDefault() ? 'default' : cell.isFgRGB() ? hex(fg) : String(fg),
		bg: cell.isBgDefault() ? 'default' : cell.isBgRGB() ? hex(bg) : String(bg),
		bold: cell.isBold() !== 0,
		dim: cell.isDim() !== 0,
		italic: cell.isItalic() !== 0,
		underline: cell.isUnderline() !== 0,
		inverse: cell.isInverse() !== 0,
		invisible: cell.isInvisible() !== 0,
	};
}

const BLANK: Cell = {
	text: '',
	width: 1,
	style: {
		fg: 'default',
		bg: 'default',
		bold: false,
		dim: false,
		italic: false,
		underline: false,
		inverse: false,
		invisible: false,
	},
};
