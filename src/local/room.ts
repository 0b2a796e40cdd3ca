/** How much room there is under a limit in bytes, while many are writing at the same time. */
export type Room = {
	/** Takes room for what is about to be written; gives how much is held where there is none left, else null. */
	readonly take: (bytes: number) => Promise<{ readonly held: number } | null>;
	/** What was taken is written now, or (`isWritten` false) was not. */
	readonly settle: (bytes: number, isWritten: boolean) => void;
	/** So much is there no longer. */
	readonly free: (bytes: number) => void;
};

/** Counts once, and again where there seems to be no room: others may have made some meanwhile. */
export function createRoom(limit: number, count: () => Promise<number>): Room {
	let counted: number | null = null;
	let taken = 0;
	// One after the other: a count that runs while another decides would forget what that one took.
	let turn: Promise<unknown> = Promise.resolve();

	async function take(bytes: number): Promise<{ readonly held: number } | null> {
		counted ??= await count();
		if (counted + taken + bytes > limit) counted = await count();
		if (counted + taken + bytes > limit) return { held: counted + taken };
		taken += bytes;
		return null;
	}

	return {
		take: (bytes) => {
			const mine = turn.then(() => take(bytes));
			turn = mine.catch(() => undefined);
			return mine;
		},
		settle: (bytes, isWritten) => {
			taken -= bytes;
			if (isWritten && counted !== null) counted += bytes;
		},
		free: (bytes) => {
			if (counted !== null) counted -= bytes;
		},
	};
}
