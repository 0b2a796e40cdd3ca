import { draftChanges, type MetadataDraft, type TypedStep } from '../../state/metadata/metadata-draft.ts';
import { keyProblem } from '../../state/metadata/metadata-edit.ts';
import { isTypedAsJson, valueProblem } from '../../state/metadata/metadata-typing.ts';
import { type Line, span } from '../../text/line.ts';
import { safe, t } from '../../text/safe.ts';
import type { SafeText } from '../../text/safe-text.ts';
import { blank, cellWidth, clip } from '../../text/width.ts';
import { wrapLine } from '../../text/wrap.ts';
import { keyWords } from './key-words.ts';
import { needsKind } from './kind-words.ts';
import { countWords } from './metadata-draft-lines.ts';

/** The question about Telnyx's own keys. */
export function guardLines(keys: readonly string[], cells: number): Line[] {
	const names = safe(keys.join(', '));
	const words =
		keys.length === 1
			? t`Telnyx uses the key ${names}: assistants or call lookup may depend on it.`
			: t`Telnyx uses the keys ${names}: assistants or call lookup may depend on them.`;
	return [...wrapLine([span('warn', words)], cells), [span('strong', t`y continues, n goes back.`)]];
}

/** The name of the conversation and the number of changes, as the question before saving. */
export function reviewTitle(draft: MetadataDraft, cells: number): SafeText {
	const { target } = draft;
	if (target.kind === 'create') return t`Create this conversation?`;
	const start = t`Save ${countWords(draftChanges(draft).length)} to `;
	return t`${start}${clip(safe(target.title), Math.max(8, cells - cellWidth(start) - 1))}?`;
}

/** The keys of the question before saving. */
export function reviewKeys(draft: MetadataDraft): Line {
	const verb = draft.target.kind === 'create' ? t`creates` : t`saves`;
	return keyWords([t`Enter`, verb], [t`Shift-Tab`, t`back`], [t`Esc`, t`leaves, keeps the edit`]);
}

/** The keys of a long value; while its JSON cannot be read, what is wrong and where. */
export function longValueKeys(draft: MetadataDraft, cells: number): readonly Line[] {
	const wrong = valueProblem(draft);
	const problem: Line = wrong === null ? [] : [span('bad', clip(safe(wrong.problem), cells))];
	return [
		problem,
		keyWords(
			[t`Ctrl-x`, t`saves`],
			[t`Shift-Tab`, t`back`],
			[t`Ctrl-o`, t`$EDITOR`],
			[t`Esc`, t`leaves, keeps the edit`],
		),
	];
}

/** Help for the open field: what is typed, or what is wrong with it and where. */
export function fieldLines(draft: MetadataDraft, step: TypedStep, cells: number): Line[] {
	if (step.kind === 'name') return helpLine(t`The name of the conversation. Enter takes it.`, cells);
	if (step.kind === 'value') {
		const wrong = valueProblem(draft);
		if (wrong !== null) return problemLines(step.editor.text, wrong, cells);
		if (isTypedAsJson(draft, step.of))
			return helpLine(t`The value as JSON, with text in double quotes. Enter takes it.`, cells);
		const breaks = step.editor.text.split('\n').length;
		if (breaks > 1) return helpLine(t`A value of ${breaks} lines; ⏎ marks each line break.`, cells);
		const kind = needsKind(step.editor.text) ? t` It is sent as text.` : t``;
		return helpLine(
			t`The value.${kind} Enter takes it. Tab inserts the suggestion. Ctrl-t adds lines.`,
			cells,
		);
	}
	const problem = step.problem ?? (step.editor.text === '' ? null : keyProblem(draft, step));
	if (problem !== null) return wrapLine([span('bad', safe(problem))], cells);
	const { text } = step.editor;
	if (text !== text.trim())
		return wrapLine([span('warn', t`The key starts or ends with an invisible blank.`)], cells);
	return helpLine(
		step.row === null
			? t`A new key. Enter goes on to its value, Tab takes the suggestion first.`
			: t`A new name for the key. Enter takes it.`,
		cells,
	);
}

function helpLine(words: SafeText, cells: number): Line[] {
	return wrapLine([span('dim', words)], cells);
}

/** Characters shown on each side of a wrong one. */
const aroundWrong = 24;

/** What is wrong with typed JSON, and under the text around it a sign at its place. */
function problemLines(
	text: string,
	{ at, problem }: { readonly at: number; readonly problem: string },
	cells: number,
): Line[] {
	const before = safe(text.slice(Math.max(0, at - aroundWrong), at));
	const after = safe(text.slice(at, at + aroundWrong));
	return [
		...wrapLine([span('bad', safe(problem))], cells),
		[span('plain', before), span('strong', after)],
		[span('plain', blank(cellWidth(before))), span('bad', t`^`)],
	];
}
