import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

/** A source file for the architecture test. */
export interface SourceFile {
	/** Relative to `src`, with slashes: `ui/app.tsx`. */
	readonly path: string;
	/** Its folder under `src`, or its own name if it is in no folder: `cli.ts`. */
	readonly layer: string;
	readonly text: string;
	/** The text without comments and without the contents of strings. */
	readonly code: string;
	/**
	 * Its imports, types included: paths relative to `src` for our own files (`text/safe.ts`), else names (`node:fs`,
	 * `ink`).
	 */
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

/** Describes a file for the architecture test, from its path relative to `src` and its text. */
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

/** Counts lines with code: neither blank nor only a comment. */
export function linesOfCode(text: string): number {
	return text
		.replace(COMMENT, '')
		.split('\n')
		.filter((line) => line.trim() !== '').length;
}

/**
 * The package of an import: `@tanstack/react-query`, `zustand` for `zustand/vanilla`, `node:fs` for `node:fs/promises`.
 */
export function packageOf(specifier: string): string {
	return /^(@[^/]+\/[^/]+|[^/]+)/.exec(specifier)?.[1] ?? specifier;
}
