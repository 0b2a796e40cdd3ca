/** All strokes with a name, for checking key settings. */
export const strokeNames: readonly string[] = [
	'Up',
	'Down',
	'Left',
	'Right',
	'PgDn',
	'PgUp',
	'Home',
	'End',
	'Enter',
	'Esc',
	'Backspace',
	'Delete',
	'Tab',
	'Shift-Tab',
	'Space',
	'F1',
];

/** The text that a stroke types into a field; null if it types none. */
export function textOfStroke(stroke: string): string | null {
	if (stroke === 'Space') return ' ';
	if (strokeNames.includes(stroke) || /^(?:Ctrl|Alt)-/.test(stroke)) return null;
	return stroke;
}
