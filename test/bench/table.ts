/** A row of the bench's table: a label, the figures in the order of the head, and the aim if there is one. */
export interface Row {
	readonly what: string;
	readonly figures: readonly (number | undefined)[];
	readonly aim?: { readonly said: string; readonly met: boolean };
}

/** Formats a table of figures as text with aligned columns. `head` names the figures; missing figures stay blank. */
export function table(head: readonly string[], rows: readonly Row[]): string {
	const lines = [
		['', ...head, 'aim'],
		...rows.map(({ what, figures, aim }) => [
			what,
			...figures.map((figure) => (figure === undefined ? '' : figure.toFixed(figure < 100 ? 1 : 0))),
			aim === undefined ? '' : `${aim.said} ${aim.met ? 'met' : 'MISSED'}`,
		]),
	];
	const widths = lines[0]?.map((_, at) => Math.max(...lines.map((line) => line[at]?.length ?? 0))) ?? [];
	return lines
		.map((line) =>
			line.map((cell, at) =>
				at === 0 || at === line.length - 1 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0),
			),
		)
		.map((line) => line.join('  ').trimEnd())
		.join('\n');
}
