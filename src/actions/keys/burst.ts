import { readJump } from '../../filter/jump.ts';
import { actedOn, isAsking } from '../../state/acted-on.ts';
import { notify } from '../../state/events.ts';
import { topOverlay } from '../../state/ui-state.ts';
import type { ActionContext } from '../action.ts';
import type { Bindings } from './bindings.ts';
import { notTaken, pressStroke, reasonAgainst, routeOf, typeText } from './router.ts';
import { isTyping } from './scopes.ts';
import { textOfStroke } from './strokes.ts';
import { couldBeText, isNumber, onlyMoves, textOf, weightOf } from './weights.ts';

/** A stroke. `isDoubtful`: it may be the rest of an unfinished paste, and then counts only if it comes alone. */
type Stroke = { readonly name: string; readonly isDoubtful: boolean };

/** Keys from one read; empty if the read held part of a key. */
type Keys = {
	/** Whether a pause came before them. */
	readonly startsBurst: boolean;
	/** Whether a frame was drawn since the previous read. */
	readonly hasNewFrame: boolean;
	/** Whether the previous read is at least one pause ago. A busy program may have missed that pause. */
	readonly hasGap: boolean;
	readonly strokes: readonly Stroke[];
	/** Whether the read continued after these keys. */
	readonly hasMore: boolean;
};

/** Receives keyboard input. */
export type BurstRouter = {
	readonly keys: (keys: Keys) => void;
	readonly paste: (text: string, isWhole: boolean) => void;
	/** The burst is over: a pause followed it. */
	readonly quiet: () => void;
};

type Tools = {
	readonly context: ActionContext;
	readonly bindings: Bindings;
	/** Whether a frame that shows this (see `actedOn`) was on screen before the key was read. */
	readonly hasSeen: (key: string) => boolean;
};

/**
 * This many printable characters together are text, unless all of them only move or the first opens a field for the
 * rest.
 */
const leastText = 4;

/** The state of the current burst. */
type Burst = {
	/** Number of overlays over the panes when the burst began. */
	readonly overlaysBefore: number;
	/** Number of strokes so far. */
	count: number;
	/** `typed`: all strokes that could be text. `run`: the latest of them, since another stroke or a reaction. */
	typed: string;
	run: string[];
	/** `typed` plus all text that went into a field, since the burst began. */
	all: string;
	/** The whole text, once the burst is known to be text. */
	text: string | null;
	/** A key that acts, held until it is known to be alone; `key` names the thing it acts on. */
	held: { readonly stroke: string; readonly key: string } | null;
	/** The notice for the end of the burst; later keys would clear an earlier notice. */
	word: string | null;
	/** Whether a key was dropped: no later key of the burst then counts as a reaction to the screen. */
	isSpoilt: boolean;
	hasOnlyMoved: boolean;
};

function newBurst(overlaysBefore: number): Burst {
	return {
		overlaysBefore,
		count: 0,
		typed: '',
		run: [],
		all: '',
		text: null,
		held: null,
		word: null,
		isSpoilt: false,
		hasOnlyMoved: true,
	};
}

const isId = (text: string): boolean => readJump(text)?.kind === 'id';

const textOfAll = (strokes: readonly Stroke[]): string => strokes.map(({ name }) => textOf(name)).join('');

const undrawn = 'Keys pressed before the question appeared were ignored.';

/**
 * Decides which actions may run for keys that arrive together, without a pause: a held key over a slow connection, keys
 * typed ahead, or text that a terminal pastes without marks. Moves always run. Any other burst that looks like text is
 * ignored. An action of the weight `acts` runs only for a key that came alone, after a frame showed the thing it acts
 * on.
 */
export function createBurstRouter({ context, bindings, hasSeen }: Tools): BurstRouter {
	let burst = newBurst(0);

	const say = (words: string): void => notify(context, 'warn', words);
	const warn = (words: string): void => {
		burst.isSpoilt = true;
		burst.word = words;
		say(words);
	};
	const refuse = (stroke: string): void =>
		warn(`${stroke} came together with other keys and was ignored. Press it alone.`);

	const begin = (): void => {
		burst = newBurst(context.state().overlays.length);
	};

	/** Whether the strokes so far are text; `ahead` are the strokes read together with the first of them. */
	const isText = (ahead: readonly string[]): boolean => {
		const all = [...burst.run, ...ahead];
		const printable = all.filter((stroke) => textOfStroke(stroke) !== null);
		// A held key repeats one stroke, so it is never text.
		if (printable.length < leastText || new Set(printable).size === 1) return false;
		const prefix = burst.run.length === 0 ? (context.state().prefix ?? '') : '';
		return !onlyMoves(prefix, printable, context, bindings) || isNumber(printable);
	};

	const press = (stroke: string, isAlone: boolean): void => {
		const state = context.state();
		const route = routeOf(stroke, context, bindings);
		if (route.kind === 'apart') {
			for (const one of route.strokes) press(one, false);
			return;
		}
		const weight = route.kind === 'action' ? weightOf(route.action.id, context) : null;
		if (weight !== 'moves') burst.hasOnlyMoved = false;
		// Checked only for keys that act or answer: a move needs no frame before it.
		const isUnseen = (): boolean => !hasSeen(actedOn(state));
		const isInterrupt =
			route.kind === 'action' && route.action.id === 'program.interrupt' && !state.quitArmed;
		if (isAsking(state) && !isInterrupt && isUnseen()) {
			warn(undrawn);
			return;
		}
		// In a question every key is part of an answer. An unavailable action only shows its reason.
		const isActing =
			route.kind === 'action' &&
			!isInterrupt &&
			(isAsking(state) || weight === 'acts') &&
			reasonAgainst(route.action, context) === null;
		const tooSoon = `${stroke} came before the screen was up to date. Press it again.`;
		if (weight === 'keeps' && state.overlays.length > burst.overlaysBefore && isUnseen()) {
			warn(tooSoon);
			return;
		}
		if (!isActing) {
			burst.isSpoilt ||= isAsking(state) && route.kind === 'nowhere';
			pressStroke(stroke, context, bindings);
			return;
		}
		// The terminal is too small to draw in, so the question or the target of the key cannot be read.
		if (context.view().shown.length === 0 && !route.action.id.startsWith('program.'))
			warn(`${stroke} was ignored: the terminal is too small. Enlarge it, then press again.`);
		else if (!isAlone) refuse(stroke);
		else if (isUnseen()) warn(tooSoon);
		else burst.held = { stroke, key: actedOn(state) };
	};

	/** Types strokes that are text into the open field; returns how many it typed. */
	const type = (strokes: readonly Stroke[]): number => {
		const end = strokes.findIndex(({ name, isDoubtful }) => isDoubtful || textOfStroke(name) === null);
		const typed = strokes.slice(0, end < 0 ? strokes.length : end);
		if (typed.length < 2) return 0;
		const state = context.state();
		if (isAsking(state) && !hasSeen(actedOn(state))) warn(undrawn);
		else {
			const [first, ...rest] = typed.map(({ name }) => textOfStroke(name) ?? '');
			// The first stroke goes in as a key, to clear the notice and a pending prefix.
			pressStroke(first === ' ' ? 'Space' : (first ?? ''), context, bindings);
			typeText(rest.join(''), context);
		}
		return typed.length;
	};

	/** Recognises an id as text although its first letter opened a field before the other letters arrived. */
	const fill = (typed: string): void => {
		burst.all += typed;
		// If the rest names a conversation without the first letter, that letter was meant as a key.
		if (burst.overlaysBefore === 0 && isId(burst.all) && readJump(burst.all.slice(1)) === null)
			burst.text = burst.all;
	};

	const keys = ({ startsBurst, hasNewFrame, hasGap, strokes, hasMore }: Keys): void => {
		if (startsBurst) begin();
		else if (burst.held !== null) {
			refuse(burst.held.stroke);
			burst.held = null;
		}
		// A person who moves, looks and presses another key: a move cannot be answered by the next read; anything else
		// must be seen first.
		const isReaction = hasGap && !burst.isSpoilt && (burst.hasOnlyMoved || hasNewFrame);
		if (isReaction && onlyMoves('', burst.run, context, bindings)) burst.run = [];
		let at = 0;
		while (at < strokes.length) {
			const { name, isDoubtful } = strokes[at] ?? { name: '', isDoubtful: false };
			const isAlone = (burst.count === 0 || isReaction) && strokes.length === 1 && !hasMore;
			const isFirst = burst.count === 0 || (isReaction && at === 0);
			if (
				burst.text === null &&
				!isDoubtful &&
				isTyping(context.state()) &&
				context.state().prefix === null
			) {
				burst.run = [];
				const typed = type(strokes.slice(at));
				fill(textOfAll(strokes.slice(at, at + typed)));
				at += typed;
				burst.count += typed;
				if (typed > 0) continue;
			}
			at += 1;
			burst.count += 1;
			if (burst.text !== null) burst.text += textOf(name);
			else if (isDoubtful) {
				if (!isAlone) warn('Keys after an unfinished paste were ignored.');
				else if (hasSeen(actedOn(context.state())))
					burst.held = { stroke: name, key: actedOn(context.state()) };
			} else if (isTyping(context.state()) || !couldBeText(name)) {
				burst.run = [];
				press(name, isAlone);
				fill(textOf(name));
			} else {
				const ahead = strokes.slice(at - 1).map((stroke) => stroke.name);
				const end = ahead.findIndex((one) => !couldBeText(one));
				const opens = isFirst && fills(name);
				if (!opens && isText(end < 0 ? ahead : ahead.slice(0, end))) burst.text = burst.typed + textOf(name);
				else {
					burst.run.push(name);
					burst.typed += textOf(name);
					burst.all += textOf(name);
					press(name, isAlone);
				}
			}
		}
	};

	const fills = (stroke: string): boolean => {
		const route = routeOf(stroke, context, bindings);
		return route.kind === 'action' && weightOf(route.action.id, context) === 'fills';
	};

	const quiet = (): void => {
		const over = burst;
		begin();
		if (over.text !== null && over.overlaysBefore === 0 && readJump(over.text) !== null) {
			// The first letters may have opened an overlay before the burst was known to be an id.
			while (topOverlay(context.state()) !== null) context.dispatch({ type: 'overlay-close' });
			typeText(over.text, context);
		} else if (over.text !== null) say(notTaken);
		else if (over.word !== null) say(over.word);
		if (over.held === null) return;
		if (actedOn(context.state()) === over.held.key) pressStroke(over.held.stroke, context, bindings);
		else say(`${over.held.stroke} was ignored: its target just changed. Press it again.`);
	};

	const paste = (pasted: string, isWhole: boolean): void => {
		burst.count += 1;
		const state = context.state();
		if (isAsking(state) && !hasSeen(actedOn(state))) {
			warn(undrawn);
			return;
		}
		const isTaken = isTyping(state);
		if (isWhole || isTaken) typeText(pasted, context);
		if (isWhole) return;
		burst.word = isTaken
			? 'The paste was cut off: the field has its first part, the rest is dropped.'
			: 'An unfinished paste was ignored.';
		say(burst.word);
	};

	return { keys, quiet, paste };
}
