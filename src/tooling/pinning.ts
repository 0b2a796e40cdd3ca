import { join } from 'node:path';
import type { Patch } from './patch.ts';

// Terminals measure newer emoji, flags and Indic clusters differently. Ink writes a row as one text, so a different
// width shifts the rest of the row: borders bend, and later partial updates hit the wrong cells. These patches make
// Ink write and update rows through `src/terminal/pin-cells.ts`.

const pinCells = JSON.stringify(join(import.meta.dirname, '..', 'terminal', 'pin-cells.ts'));
const updateRow = JSON.stringify(join(import.meta.dirname, '..', 'terminal', 'update-row.ts'));
const firstImport = "import stringWidth from 'string-width';";

/** Sets the column after each character that terminals measure differently. */
export const rowsPinned: Patch = {
	name: 'rows-pinned',
	file: /[\\/]ink[\\/]build[\\/]output\.js$/,
	changes: [
		{ from: firstImport, to: `${firstImport}\nimport { pinRow } from ${pinCells};` },
		{
			from: 'return styledCharsToString(lineWithoutEmptyItems).trimEnd();',
			to: 'return pinRow(lineWithoutEmptyItems, styledCharsToString);',
		},
	],
};

/**
 * Updates a row cell by cell or, if it sets columns, from a column that all terminals agree on. Ink itself rewrites a
 * changed row to its end, with every style that ever began in it.
 */
export const rowUpdatesPinned: Patch = {
	name: 'row-updates-pinned',
	file: /[\\/]ink[\\/]build[\\/]line-update\.js$/,
	changes: [
		{
			from: firstImport,
			to: `${firstImport}
import { isPinned, updatePinned } from ${pinCells};
import { updateRow } from ${updateRow};`,
		},
		{
			from: 'export default function lineUpdate(previous, next, columns) {',
			to: `export default function lineUpdate(previous, next, columns) {
    if (isPinned(previous) || isPinned(next)) return updatePinned(previous, next, columns >= 1 ? columns : 0);
    const update = columns >= 1 ? updateRow(previous, next, columns) : null;
    if (update !== null) return update;`,
		},
	],
};

/** Skips a run of unchanged rows with one sequence instead of three bytes a row. */
export const rowsSkipped: Patch = {
	name: 'rows-skipped',
	file: /[\\/]ink[\\/]build[\\/]log-update\.js$/,
	changes: [
		{
			from: "stream.write(buffer.join(''));",
			// biome-ignore lint/suspicious/noTemplateCurlyInString: a template of the generated code
			to: "stream.write(buffer.join('').replace(/(?:\\u001B\\[E){2,}/g, (steps) => `\\u001B[${steps.length / 3}E`));",
		},
	],
};
