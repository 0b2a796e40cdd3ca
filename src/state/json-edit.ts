import type { Metadata } from '../domain/conversation.ts';

/** A conversation's metadata as JSON that could not be read, kept until it can be. */
export type JsonEdit = {
	readonly id: string;
	readonly name: string | null;
	/** The map as it was when the edit began. */
	readonly base: Metadata;
	readonly text: string;
	/** Which line (from 1) is wrong, and why. */
	readonly line: number;
	readonly problem: string;
};
