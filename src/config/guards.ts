import type { FileTrouble } from '../domain/file-trouble.ts';
import type { JsonEntry, JsonText } from './json-text.ts';

/** The settings that block writes. */
const guards = ['readOnly', 'readOnlyProfiles'] as const;
type Guard = (typeof guards)[number];

/** True for a setting that blocks writes. */
export function isGuard(name: string): name is Guard {
	return guards.some((guard) => guard === name);
}

/**
 * The functions that judge guards: `isSetting` tests a name, and `mustBe` returns the expected kind of a wrong value
 * (null for a valid value).
 */
type Rules = {
	readonly isSetting: (name: string) => boolean;
	readonly mustBe: (name: Guard, value: unknown) => string | null;
};

/**
 * The first unclear guard: misspelt, set twice, or of the wrong kind; null if there is none. Its author wanted to
 * block writes, so all writes are blocked until it is fixed.
 */
export function guardTrouble(path: string, json: JsonText, { isSetting, mustBe }: Rules): FileTrouble | null {
	const trouble = ({ place }: JsonEntry, why: string, advice: string): FileTrouble => ({
		path,
		place,
		why,
		advice,
		isEditable: true,
	});
	const seen = new Set<string>();
	for (const entry of json.entries) {
		const { name, value } = entry;
		if (isGuard(name)) {
			if (seen.has(name))
				return trouble(entry, `“${name}” is set a second time here`, 'Remove one of the two.');
			seen.add(name);
			const wanted = mustBe(name, value);
			if (wanted !== null) return trouble(entry, `“${name}” must be ${wanted}`, 'Correct its value.');
		} else if (!isSetting(name)) {
			const misspelt = misspeltGuard(name, value);
			if (misspelt !== null)
				return trouble(entry, `there is no setting “${misspelt}”`, 'Write “readOnly” or “readOnlyProfiles”.');
		}
	}
	return null;
}

/** The name of a misspelt guard, also within an object that is not a setting; null if there is none. */
function misspeltGuard(name: string, value: unknown, depth = 0): string | null {
	if (looksLikeGuard(name) && !isOff(value)) return name;
	if (depth === 4 || typeof value !== 'object' || value === null) return null;
	for (const [inner, one] of Object.entries(value)) {
		const found = misspeltGuard(inner, one, depth + 1);
		if (found !== null) return `${name}.${found}`;
	}
	return null;
}

/** A guard that is switched off blocks nothing, however it is spelt. */
function isOff(value: unknown): boolean {
	return value === false || (Array.isArray(value) && value.length === 0);
}

/** The most edits for a name to count as a misspelt guard: two cover an omitted and a doubled letter, or a swap. */
const mostWrong = 2;

const longest = Math.max(...guards.map(({ length }) => length));

function looksLikeGuard(name: string): boolean {
	const letters = name
		.normalize('NFKC')
		.toLowerCase()
		.replaceAll(/[^\p{L}\p{N}]/gu, '');
	if (letters.includes('readonly')) return true;
	if (letters.length > 2 * longest) return false;
	return guards.some((guard) => distance(letters, guard.toLowerCase()) <= mostWrong);
}

/** The number of letters to insert, remove or replace to turn one word into the other (Levenshtein distance). */
function distance(a: string, b: string): number {
	let above = Array.from({ length: b.length + 1 }, (_, at) => at);
	for (const [row, letter] of [...a].entries()) {
		const here = [row + 1];
		for (const [column, other] of [...b].entries()) {
			const kept = (above[column] ?? 0) + (letter === other ? 0 : 1);
			here.push(Math.min(kept, (above[column + 1] ?? 0) + 1, (here[column] ?? 0) + 1));
		}
		above = here;
	}
	return above.at(-1) ?? 0;
}
