import type { ConfigFile, FileTrouble } from '../../domain/file-trouble.ts';
import type { ConfigDraft } from '../../state/overlay.ts';
import { fitLine, type Line, span } from '../../text/line.ts';
import { safe, t } from '../../text/safe.ts';
import { padStart } from '../../text/width.ts';
import { wrapLine } from '../../text/wrap.ts';
import type { Glyphs } from '../theme.ts';

/** The settings and views files as rows: path, problem, the lines around it, and how to fix it. */
export function configLines(
	{ files, selected }: ConfigDraft,
	hold: FileTrouble | null,
	cells: number,
	glyphs: Glyphs,
): Line[] {
	return [
		...files.flatMap((file, at) => [...fileLines(file, at === selected, cells, glyphs), []]),
		...wrapLine(advice(files, hold), cells),
	];
}

function fileLines(
	{ path, trouble, lines }: ConfigFile,
	isChosen: boolean,
	cells: number,
	glyphs: Glyphs,
): Line[] {
	const mark = isChosen ? span('strong', t`${glyphs.cursor} `) : span('plain', t`  `);
	const name = span(
		isChosen ? 'strong' : 'plain',
		path === '' ? t`No file, because there is no home folder.` : safe(path),
	);
	const head = wrapLine([mark, name], cells, 2);
	if (trouble === null) return [...head, [span('dim', t`  No problems.`)]];
	const { place, why, advice: way } = trouble;
	const where = place === null ? why : `Line ${place.line}, column ${place.column}: ${why}`;
	return [
		...head,
		...wrapLine(
			[span('plain', t`  `), span('bad', safe(`${capital(where)}.`)), span('plain', safe(` ${way}`))],
			cells,
			2,
		),
		...lines.map(({ number, text }) => {
			const isWrong = number === place?.line;
			return fitLine(
				[
					span('dim', t`  ${padStart(t`${number}`, 5)} `),
					span('bad', isWrong ? t`${glyphs.cursor} ` : t`  `),
					span(isWrong ? 'strong' : 'plain', safe(text)),
				],
				cells,
			);
		}),
	];
}

function capital(text: string): string {
	return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}

function advice(files: readonly ConfigFile[], hold: FileTrouble | null): Line {
	if (hold === null)
		return [span('dim', t`Restart tconv after a change: it reads the settings at the start.`)];
	const isMended = files.every(({ path, trouble }) => path !== hold.path || trouble === null);
	return isMended
		? [span('warn', t`Fixed. Quit and restart tconv: it reads the settings at the start.`)]
		: [span('warn', t`Read-only until this is fixed and tconv restarts.`)];
}
