import type { FaultRow } from './fault-list.ts';

/** The shortcomings of each cell that was run, by fault and feature: `html200 delete`. */
export type Results = Readonly<Record<string, readonly string[]>>;

export const cellName = (fault: string, feature: string): string => `${fault} ${feature}`;

/** The table as Markdown, with a row for each fault and a column for each feature. Numbers are footnotes. */
export function faultTable(
	faults: readonly Pick<FaultRow, 'id' | 'about' | 'isSuccessOf'>[],
	features: readonly string[],
	results: Results,
): string {
	const notes: string[] = [];
	const driven: (readonly string[])[] = [];
	const sign = ({ id, isSuccessOf = [] }: (typeof faults)[number], feature: string): string => {
		if (isSuccessOf.includes(feature)) return '–';
		const found = results[cellName(id, feature)];
		if (found === undefined) return '·';
		driven.push(found);
		if (found.length === 0) return '✓';
		const note = found.join('; ');
		if (!notes.includes(note)) notes.push(note);
		return `[${notes.indexOf(note) + 1}]`;
	};
	const rows = faults.map(
		(fault) => `| ${fault.about} | ${features.map((feature) => sign(fault, feature)).join(' | ')} |`,
	);
	const holding = driven.filter((found) => found.length === 0).length;
	return [
		'# Every feature under every fault',
		'',
		'Written by `npm run faults`, which runs the program in a pseudo-terminal against `tconv serve --chaos`. A cell holds (✓)',
		'if the program stays alive, reports the truth, keeps its data on the screen, recovers without a restart after the fault,',
		'writes once and loses nothing, judging by server, files and screen. `–`: the answer is a success there. `·`: not run.',
		'',
		`${holding} of ${driven.length} cells hold.`,
		'',
		`| fault | ${features.join(' | ')} |`,
		`| --- | ${features.map(() => '---').join(' | ')} |`,
		...rows,
		...(notes.length === 0 ? [] : ['', ...notes.map((note, at) => `${at + 1}. ${note}`)]),
		'',
	].join('\n');
}
