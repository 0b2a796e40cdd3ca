import type { Ratio } from './statistics.ts';

/** A row of the bench's table: a label, its figures by name, and the aim if there is one. */
export interface Row {
	readonly what: string;
	readonly figures: Readonly<Record<string, number>>;
	readonly aim?: { readonly said: string; readonly met: boolean };
	/** The figure that `--check` compares with the baseline. */
	readonly ratio?: Ratio;
}

/** Formats rows as a text table with aligned columns: one for each name of a figure. Missing figures stay blank. */
export function table(rows: readonly Row[]): string {
	const head = [...new Set(rows.flatMap(({ figures }) => Object.keys(figures)))];
	const lines = [
		['', ...head, 'aim'],
		...rows.map(({ what, figures, aim }) => [
			what,
			...head.map((name) => figureText(figures[name])),
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

function figureText(figure: number | undefined): string {
	if (figure === undefined) return '';
	return Number.isNaN(figure) ? '-' : figure.toFixed(figure < 100 ? 1 : 0);
}
