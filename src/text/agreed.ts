import { fixedCells } from './fixed-width-table.ts';

/**
 * Letters and digits outside the quick table, as first and last code point. They are one cell wide in every terminal
 * compared (glibc, the tables of Unicode 6 and 11, tmux) because they are old. Marks and vowel signs are excluded.
 */
const letters: readonly (readonly [first: number, last: number])[] = [
	[0x386, 0x38a],
	[0x38c, 0x38c],
	[0x38e, 0x390],
	[0x531, 0x556],
	[0x561, 0x587],
	[0x5d0, 0x5ea],
	[0x60c, 0x60c],
	[0x61b, 0x61b],
	[0x61f, 0x61f],
	[0x621, 0x64a],
	[0x660, 0x66d],
	[0x671, 0x6d3],
	[0x6f0, 0x6f9],
	[0x904, 0x939],
	[0x958, 0x961],
	[0x964, 0x96f],
	[0x985, 0x98c],
	[0x993, 0x9a8],
	[0x9aa, 0x9b0],
	[0x9b6, 0x9b9],
	[0x9e6, 0x9f1],
	[0xa13, 0xa28],
	[0xa2a, 0xa30],
	[0xa66, 0xa6f],
	[0xa85, 0xa8b],
	[0xa93, 0xaa8],
	[0xaaa, 0xab0],
	[0xae6, 0xaef],
	[0xb85, 0xb8a],
	[0xb92, 0xb95],
	[0xbae, 0xbb5],
	[0xbe6, 0xbef],
	[0xc12, 0xc28],
	[0xc2a, 0xc33],
	[0xc66, 0xc6f],
	[0xc92, 0xca8],
	[0xcaa, 0xcb3],
	[0xce6, 0xcef],
	[0xd12, 0xd28],
	[0xd2a, 0xd39],
	[0xd66, 0xd6f],
	[0xe01, 0xe30],
	[0xe32, 0xe32],
	[0xe3f, 0xe46],
	[0xe4f, 0xe5b],
	[0x1000, 0x1021],
	[0x1040, 0x104b],
	[0x10d0, 0x10f0],
	[0x1780, 0x17a2],
	[0x17e0, 0x17e9],
];

const isLetter = new Uint8Array(0x1800);
for (const [first, last] of letters) isLetter.fill(1, first, last + 1);

/**
 * The cells that all terminals give to the UTF-16 unit, or 0 if they disagree or the unit may join the previous one.
 */
export function agreedCells(unit: number): number {
	return fixedCells(unit) || (isLetter[unit] ?? 0);
}

const introducer = 0x1b;

/**
 * True if all terminals measure each character of the row alike. The row may contain colours. False means only that
 * the row needs a check cluster by cluster.
 */
export function isAgreedRow(row: string): boolean {
	for (let index = 0; index < row.length; index++) {
		const unit = row.charCodeAt(index);
		if (agreedCells(unit) === 0 && unit !== introducer) return false;
	}
	return true;
}

/** True if all terminals measure the cluster as we do: an old letter with at most two old marks. */
export function isAgreedCluster(cluster: string): boolean {
	if (agreedCells(cluster.charCodeAt(0)) === 0) return false;
	if (cluster.length === 1) return true;
	// Old marks of zero width. With a third mark some terminals lose count. Compiled on first use.
	const marks =
		/^(?:[[[\u0300-\u036F\u0483-\u0486\u0591-\u05C7\u064B-\u0655\u0670\u0900-\u0D7F\u0E31-\u0E4E\u3099\u309A]&&\p{Mn}]--[\u034F\u0900\u093A\u0955-\u0957\u09FE\u0A51\u0A75\u0AFA-\u0AFF\u0B44\u0B55\u0B62\u0B63\u0C00\u0C04\u0C3C\u0C62\u0C63\u0C81\u0D00\u0D01\u0D3B\u0D3C\u0D44\u0D62\u0D63]]){1,2}$/v;
	return marks.test(cluster.slice(1));
}
