import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'oxc-parser';
import { projectRoot } from './build.ts';

// Prints every text of the program that people read, with its place, to be read as one page: literals, templates and
// JSX text of two words or more. `…` stands for an inserted value. With words as arguments, prints only texts that
// contain one of them: npm run prose -- nobody whatever.

/** A text and its first line (1-based). */
type Text = { readonly line: number; readonly text: string };

const words = process.argv.slice(2);
const isWanted = (text: string): boolean =>
	words.length === 0 || words.some((word) => new RegExp(`(?<!\\p{L})${word}(?!\\p{L})`, 'iu').test(text));

/** Parts of the syntax whose texts are not displayed: module names, types. */
const unseen = /^(?:Import|Export|TS(?!AsExpression|SatisfiesExpression|NonNullExpression))/;

/** At least two words of two letters. */
const isProse = /\p{L}{2,}[^\p{L}\p{N}]*\s+.*\p{L}{2,}/su;

for (const path of globSync('src/**/*.{ts,tsx,js}', { cwd: projectRoot }).sort()) {
	if (path.startsWith(join('src', 'tooling')) || path.startsWith(join('src', 'demo'))) continue;
	const source = readFileSync(join(projectRoot, path), 'utf8');
	const texts = textsIn(source, path).filter(({ text }) => isProse.test(text) && isWanted(text));
	if (texts.length === 0) continue;
	console.log(`\n${path}`);
	for (const { line, text } of texts)
		console.log(`${String(line).padStart(5)}  ${text.replaceAll('\n', '\n       ')}`);
}

function textsIn(source: string, path: string): readonly Text[] {
	const { program, errors } = parseSync(path, source);
	if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`);
	const texts: Text[] = [];
	const add = (start: number, text: string): void => {
		texts.push({ line: source.slice(0, start).split('\n').length, text: text.trim() });
	};
	const walk = (node: unknown): void => {
		if (Array.isArray(node)) {
			node.forEach(walk);
			return;
		}
		if (typeof node !== 'object' || node === null || !('type' in node) || typeof node.type !== 'string')
			return;
		const { type } = node;
		if (unseen.test(type) && !('declaration' in node && node.declaration !== null)) return;
		const start = 'start' in node && typeof node.start === 'number' ? node.start : 0;
		if ((type === 'Literal' || type === 'JSXText') && 'value' in node && typeof node.value === 'string')
			add(start, node.value);
		if (type === 'TemplateLiteral' && 'quasis' in node && Array.isArray(node.quasis))
			add(start, node.quasis.map(({ value }) => value.cooked ?? value.raw).join('…'));
		for (const [key, child] of Object.entries(node)) if (key !== 'key' && key !== 'source') walk(child);
	};
	walk(program);
	return texts;
}
