import type { CleanText } from '../text/clean-text.ts';
import type { SafeText } from '../text/safe-text.ts';
import type { PaneId } from './panes.ts';

/** What the copy menu offers, in its order. */
export const copyWhats = [
	'id',
	'turn',
	'transcript',
	'json',
	'filter',
	'request',
	'link',
	'phone',
	'summary',
	'cursor',
	'arguments',
] as const;
export type CopyWhat = (typeof copyWhats)[number];

/** The copy menu. What it is about stays as it was when it opened, whatever moves below it. */
export type CopyDraft = {
	/** The conversation; null without one. */
	readonly id: string | null;
	/** The marked conversations, if keys act on them; else none. */
	readonly marked: readonly string[];
	/** The pane with the focus, and the key of the block under its cursor; null if it has no cursor. */
	readonly pane: PaneId;
	readonly block: string | null;
	readonly selected: CopyWhat;
};

/** The text of an entry, or how it is made once the conversation is loaded. */
export type CopyContent =
	| { readonly kind: 'text'; readonly text: () => CleanText }
	| {
			readonly kind: 'conversation';
			readonly id: string;
			readonly as: Extract<CopyWhat, 'transcript' | 'json' | 'summary'>;
	  };

/** An entry of the copy menu: what it copies and how that begins, or why it does not apply. */
export type CopyEntry = { readonly what: CopyWhat; readonly title: SafeText } & (
	| {
			readonly isOffered: true;
			readonly preview: SafeText;
			/** Names the copied text in a notice: `the id`. Raw text. */
			readonly name: string;
			readonly content: CopyContent;
	  }
	| { readonly isOffered: false; readonly refusal: string }
);
