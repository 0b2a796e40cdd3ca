import type { RedactionKind } from '../../domain/redaction.ts';

/** A place in a text, in UTF-16 units, and the value found there. Equal `kind` and `value` stand for the same person. */
export type Found = {
	readonly kind: RedactionKind;
	readonly start: number;
	readonly end: number;
	/** The normalised value: E.164 for a phone number, lower case for an address. */
	readonly value: string;
};
