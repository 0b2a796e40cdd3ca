import type { ExportFormat } from '../../domain/export-choices.ts';
import {
	type Finding,
	kindCount,
	kindTitle,
	notLookedFor,
	notLookedForInShort,
	redactionKinds,
} from '../../domain/redaction.ts';
import { type ExportDraft, type ExportJob, type ExportRow, exportTask } from '../../state/exports.ts';
import { countText } from '../../text/count.ts';
import { fitLine, type Line, span } from '../../text/line.ts';
import { safe, t } from '../../text/safe.ts';
import { nothing, type SafeText } from '../../text/safe-text.ts';
import { fit, padStart } from '../../text/width.ts';
import { wrapLine } from '../../text/wrap.ts';

/** Cells for the name of a row of the form. */
export const exportNameCells = 9;

const formatNames: Readonly<Record<ExportFormat, readonly [name: SafeText, meaning: SafeText]>> = {
	ndjson: [t`NDJSON`, t`as the server sent it; tconv serve --data reads it`],
	json: [t`JSON`, t`one list, for other programs`],
	csv: [t`CSV`, t`for spreadsheets; formulas are defused`],
	markdown: [t`Markdown`, t`for tickets and wikis`],
	html: [t`HTML`, t`one page that needs nothing else, with a finder`],
	bundle: [t`incident bundle`, t`.tar.gz: Markdown, HTML, NDJSON, filter, requests`],
};

/** The value of a row of the export form; a text field shows its text. */
export function exportRowLine(draft: ExportDraft, row: ExportRow, cells: number): Line {
	const name = span('dim', fit(t`${row === 'path' ? t`file` : safe(row)}`, exportNameCells));
	return fitLine([name, ...rowValue(draft, row)], cells);
}

function rowValue(draft: ExportDraft, row: ExportRow): Line {
	switch (row) {
		case 'format': {
			const [name, meaning] = formatNames[draft.format];
			return [span('strong', t`< ${name} >`), span('dim', t`  ${meaning}`)];
		}
		case 'rows':
			return [span('strong', draft.rows === 'turns' ? t`< one a turn >` : t`< one a conversation >`)];
		case 'redact':
			return [
				span('strong', draft.isRedacted ? t`< yes >` : t`< no >`),
				draft.isRedacted
					? span('dim', t`  a preview comes before anything is written`)
					: span('warn', t`  personal data stay in the file`),
			];
		case 'words':
			return draft.words.text === ''
				? [span('dim', t`(names and other words to redact, with commas)`)]
				: [span('plain', safe(draft.words.text))];
		case 'path':
			return [span('plain', safe(draft.path.text))];
	}
}

/** The lines below the form: what happens next, or why it could not begin. */
export function exportWords(draft: ExportDraft, cells: number): readonly Line[] {
	if (draft.problem !== null) return wrapLine([span('bad', safe(draft.problem))], cells);
	const { choices } = exportTask(draft);
	if (!choices.isRedacted)
		return wrapLine([span('dim', t`Ctrl-x fetches the conversations and writes the file.`)], cells);
	const kinds = redactionKinds.filter((kind) => kind !== 'word').map((kind) => kindTitle(kind));
	const words = t`Redacts ${safe(kinds.join(', '))}, and the words you list. ${safe(notLookedFor)}`;
	return wrapLine([span('dim', words)], cells);
}

/** The lines above the findings, at most `most` if that is possible: progress or counts, the file, what is not looked for. */
export function redactionHead(job: ExportJob, cells: number, most: number): readonly Line[] {
	const long = headWith(job, cells, notLookedFor);
	return long.length <= most ? long : headWith(job, cells, notLookedForInShort);
}

function headWith(job: ExportJob, cells: number, notLooked: string): readonly Line[] {
	const file: Line = [span('dim', t`file  `), span('plain', safe(job.task.path))];
	const problem = job.problem === null ? [] : wrapLine([span('bad', safe(job.problem))], cells);
	const missing: Line[] =
		job.missing === 0
			? []
			: [[span('warn', t`${count(job.missing)} could not be fetched and will be missing.`)]];
	const unfound: Line = [span('warn', t`Listed, but not found: ${safe(job.unfound.join(', '))}.`)];
	return [
		stateLine(job),
		...(job.task.choices.isRedacted ? wrapLine(countsLine(job, notLooked), cells) : []),
		...(job.unfound.length === 0 ? [] : wrapLine(unfound, cells)),
		file,
		...missing,
		...problem,
	];
}

function stateLine({ phase, done, total, task }: ExportJob): Line {
	const of = t`${count(done)} of ${count(total)}`;
	if (phase === 'reading') return [span('accent', t`Looking for personal data: ${of} conversations…`)];
	if (phase === 'writing') return [span('accent', t`Writing the file: ${of}…`)];
	return task.choices.isRedacted
		? [
				span('strong', t`Nothing is written yet. `),
				span('plain', t`Ctrl-x writes the file; Space keeps a value.`),
			]
		: [
				span('strong', t`Nothing is written yet. `),
				span('plain', t`Ctrl-x tries again; n takes another name.`),
			];
}

function countsLine({ findings, kept, phase }: ExportJob, notLooked: string): Line {
	if (phase === 'reading') return [];
	const replaced = findings.filter(({ key }) => !kept.has(key));
	const counts = redactionKinds.flatMap((kind) => {
		const number = replaced.filter((one) => one.kind === kind).length;
		return number === 0 ? [] : [kindCount(kind, number, countText(number))];
	});
	const stays =
		kept.size === 0
			? nothing
			: t` ${count(kept.size)} ${kept.size === 1 ? t`stays as it is` : t`stay as they are`}.`;
	const words = counts.length === 0 ? t`Nothing is redacted.` : t`Redacts ${safe(counts.join(', '))}.`;
	return [span('plain', t`${words}${stays} `), span('dim', safe(notLooked))];
}

/** One finding: whether it goes or stays, its stand-in, how often it occurs, and the value in its sentence. */
export function findingLine(finding: Finding, isKept: boolean, cells: number): Line {
	const [before, after] = finding.sample;
	return fitLine(
		[
			isKept ? span('warn', t`stays `) : span('good', t`goes  `),
			span('strong', fit(safe(finding.standIn), 12)),
			span('dim', t`${padStart(count(finding.count), 6)}x  `),
			span('dim', safe(before)),
			span(isKept ? 'plain' : 'accent', safe(finding.text)),
			span('dim', safe(after)),
		],
		cells,
	);
}

function count(number: number): SafeText {
	return safe(countText(number));
}
