import type { LineEditor } from './line-editor.ts';
import type { TextArea } from './text-area.ts';

/** A key that is being typed: of a row that is there, or (null) of a new one. */
type KeyStep = {
	readonly kind: 'key';
	readonly row: number | null;
	readonly editor: LineEditor;
	/** The suggestion under the cursor, -1 for what is typed. */
	readonly selected: number;
	/** Why it was not taken. */
	readonly problem: string | null;
};

/** Whose value it is: that of a row, or of a key that is still to be added. */
export type ValueOf = { readonly row: number } | { readonly newKey: string };

/** A value that is being typed: of a row that is there, or of a new one, which is there once the value is taken. */
type ValueStep = {
	readonly kind: 'value';
	readonly of: ValueOf;
	readonly editor: LineEditor;
	readonly selected: number;
};

/** What goes on once the change of Telnyx's own keys is allowed. */
export type Guarded =
	| { readonly kind: 'value'; readonly row: number }
	| { readonly kind: 'key'; readonly row: number }
	| { readonly kind: 'remove'; readonly row: number }
	| { readonly kind: 'take-key'; readonly step: KeyStep }
	| { readonly kind: 'send' };

/** What the metadata editor asks: something to type, or a yes. */
export type MetadataStep =
	| KeyStep
	| ValueStep
	| { readonly kind: 'name'; readonly editor: LineEditor }
	/** A value of several lines. `isWarned`: leaving it loses what was typed, and the user has been told so. */
	| { readonly kind: 'area'; readonly of: ValueOf; readonly area: TextArea; readonly isWarned: boolean }
	/** Before and after, from line `top` on. */
	| { readonly kind: 'diff'; readonly top: number }
	| { readonly kind: 'guard'; readonly keys: readonly string[]; readonly next: Guarded }
	| { readonly kind: 'leave' };

/** A step that one line is typed in. */
export type TypedStep = Extract<MetadataStep, { readonly editor: LineEditor }>;

/** The step as one to type a line in; null for any other, and for none. */
export function typedStep(step: MetadataStep | null): TypedStep | null {
	return step !== null && 'editor' in step ? step : null;
}
