import type { FaultRow } from './fault-list.ts';

/** Observations of a feature under a fault, and after it. */
export type Observation = {
	/** The program still answered a key at the end. */
	readonly isAlive: boolean;
	/** The screen showed the feature as done. */
	readonly isClaimed: boolean;
	/** The screen showed a new message about a problem or a wait. */
	readonly isTold: boolean;
	/** How often the server had the write, under the fault and at the end. Null for features that do not write. */
	readonly writes: { readonly under: number; readonly after: number } | null;
	/** The earlier rows were still on the screen. */
	readonly isKept: boolean;
	/** After the fault, the feature succeeded without a restart. */
	readonly isRecovered: boolean;
	/** Deleted data is in the records; unsent data can still be sent. */
	readonly isSafe: boolean;
};

/** The shortcomings as text; empty if the cell holds. */
export function shortcomings(fault: FaultRow, seen: Observation): string[] {
	const { isAlive, isClaimed, isTold, writes, isKept, isRecovered, isSafe } = seen;
	if (!isAlive) return ['the program ended, or does not react to keys'];
	const isFalse = isClaimed && writes !== null && writes.under === 0;
	const isSilent = !isClaimed && !isTold && fault.isUnseen !== true;
	return [
		...(isFalse ? ['reported as done, but was not'] : []),
		...(fault.isHarmless === true && !isClaimed ? ['did not succeed'] : []),
		...(isSilent && fault.isHarmless !== true ? ['no message about it'] : []),
		...(isKept ? [] : ['earlier rows are gone']),
		...(isRecovered ? [] : ['no recovery after the fault']),
		...(writes !== null && writes.after > 1 ? [`written ${writes.after} times`] : []),
		...(isSafe ? [] : ['data is lost']),
	];
}
