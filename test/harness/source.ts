import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

/** A source file as the architecture test sees it. */
export interface SourceFile {
	/** Relative to `src`, with slashes: `ui/app.tsx`. */
	readonly path: string;
	/** The folder under `src` it is in; the file's own name for one that is in no folder: `cli.ts`. */
	readonly layer: string;
	readonly text: string;
	/** The text with comments and the insides of strings taken out. */
	readonly code: string;
	/** What it imports, types too: paths relative to `src` for its own (`text/safe.ts`), else names (`node:fs`, `ink`). */
	readonly imports: readonly string[];
}

const COMMENT = /\/\*[\s\S]*?\*\/|(?<![:'"`\\])\/\/[^\n]*/g;
const STRING = /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/g;
const IMPORT =
	/(?:^|\n)\s*(?:import|export)\s(?:[^'"`;]*?\sfrom\s*)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/g;

/** Every source file under `root`: TypeScript and JavaScript, sorted by path. */
export function readSource(root: string): SourceFile[] {
	return readdirSync(root, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile() && /\.[cm]?[jt]sx?$/.test(entry.name))
		.map((entry) =>
			join(entry.parentPath, entry.name)
				.slice(root.length + 1)
				.replaceAll('\\', '/'),
		)
		.sort()
		.map((path) => describeSource(path, readFileSync(join(root, path), 'utf8')));
}

/** What the architecture test wants to know of a file, from its path relative to `src` and its text. */
export function describeSource(path: string, text: string): SourceFile {
	const uncommented = text.replace(COMMENT, '');
	return {
		path,
		layer: path.split('/')[0] ?? path,
		text,
		code: uncommented.replace(STRING, "''"),
		imports: [...uncommented.matchAll(IMPORT)].map(([, statement, call]) =>
			resolveImport(path, statement ?? call ?? ''),
		),
	};
}

function resolveImport(from: string, specifier: string): string {
	return specifier.startsWith('.') ? posix.join(posix.dirname(from), specifier) : specifier;
}

/** Lines with code on them: neither blank nor only a comment. */
export function linesOfCode(text: string): number {
	return text
		.replace(COMMENT, '')
		.split('\n')
		.filter((line) => line.trim() !== '').length;
}

/** The package of an import: `@tanstack/react-query`, `zustand` for `zustand/vanilla`, `node:fs` for `node:fs/promises`. */
export function packageOf(specifier: string): string {
	return /^(@[^/]+\/[^/]+|[^/]+)/.exec(specifier)?.[1] ?? specifier;
}
