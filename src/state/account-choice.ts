/** An account that the screen can change to, in words for its row. */
export type AccountRow = {
	/** The name of a profile, or `demo`; null for the account of the environment. */
	readonly name: string | null;
	readonly host: string;
	readonly isReadOnly: boolean;
	/** True for the account on the screen. */
	readonly isShown: boolean;
};

/** The accounts, with `selected` the one under the cursor; `problem` says why profiles are missing. */
export type AccountChoice = {
	readonly rows: readonly AccountRow[];
	readonly problem: string | null;
	readonly selected: number;
};
