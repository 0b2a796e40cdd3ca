import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as esbuild from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Built, build, packageFolders, projectRoot } from '../../src/tooling/build.ts';
import { bundleFaults } from '../../src/tooling/bundle.ts';
import { cleanTextKept, linesKept, stylesKept, widthsKept } from '../../src/tooling/measuring.ts';
import { patch } from '../../src/tooling/patch.ts';
import { rowsPinned, rowsSkipped, rowUpdatesPinned } from '../../src/tooling/pinning.ts';
import { confWithoutAjv, yogaWithoutFetch } from '../../src/tooling/plugins.ts';

const folder = mkdtempSync(join(tmpdir(), 'tconv-bundle-'));
let built: Built;
beforeAll(async () => {
	built = await build(join(projectRoot, 'test', 'harness', 'fixtures', 'hello.tsx'), join(folder, 'dist'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const written = (name: string) => readFileSync(join(folder, 'dist', name), 'utf8');

describe('a build of a program that uses Ink', () => {
	test('is a single file with production React and without developer tools', () => {
		const inputs = Object.keys(built.metafile.inputs).join('\n');
		expect(inputs).toContain('react-reconciler.production.js');
		expect(inputs).not.toMatch(/react-reconciler\.development|react-devtools-core|devtools-window-polyfill/);
		expect(bundleFaults(built.metafile)).toEqual([]);
	});

	test('decodes its WebAssembly without fetch', () => {
		expect(written('cli.js')).toContain('AGFzbQ'); // "\0asm" in base64: the bundle contains yoga …
		expect(written('cli.js')).not.toMatch(/"function"\s*!=\s*typeof fetch|instantiateStreaming\([^)]*fetch/);
	});

	test('keeps regular expressions literal, because a constructor would compile them again and again', () => {
		expect(written('cli.js')).toMatch(/\/\^\\p\{RGI_Emoji\}\$\/v/);
		expect(written('cli.js')).not.toMatch(/new RegExp\("[^"]*\\p\{/);
	});

	test('includes the licences of bundled packages', () => {
		const notices = written('THIRD-PARTY.txt');
		for (const name of ['ink', 'react', 'react-reconciler', 'yoga-layout', 'string-width'])
			expect(notices).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+.* \\(MIT\\)$`, 'm'));
		expect(notices).toContain('Permission is hereby granted');
	});
});

describe('a build fails', () => {
	test.each([
		['yoga', 'yoga-wasm-base64-esm.js', yogaWithoutFetch],
		['string-width', 'string-width/index.js', widthsKept],
		['Ink', 'ink/build/output.js', linesKept],
		['ansi-tokenize', 'ansi-tokenize/build/styledChars.js', stylesKept],
		['Ink', 'ink/build/output.js', rowsPinned],
		['Ink', 'ink/build/line-update.js', rowUpdatesPinned],
		['Ink', 'ink/build/log-update.js', rowsSkipped],
		['Ink', 'ink/build/sanitize-ansi.js', cleanTextKept],
	])('if %s no longer has, in %s, the text to patch', async (_, file, change) => {
		const entry = join(folder, file);
		mkdirSync(dirname(entry), { recursive: true });
		writeFileSync(entry, 'export default 1;');
		const broken = esbuild.build({
			entryPoints: [entry],
			bundle: true,
			write: false,
			plugins: [patch(change)],
			logLevel: 'silent',
		});
		await expect(broken).rejects.toThrow('is still needed');
	});

	const metafile = (inputs: string[], imports: string[] = []): esbuild.Metafile => ({
		inputs: Object.fromEntries(inputs.map((path) => [path, { bytes: 1, imports: [] }])),
		outputs: {
			'dist/cli.js': {
				bytes: 1,
				inputs: {},
				exports: [],
				imports: imports.map((path) => ({ path, kind: 'import-statement' as const, external: true })),
			},
		},
	});

	test.each([
		['imports a package at run time', metafile([], ['node:fs', 'sharp']), 'imports sharp'],
		['has Ink without the patched yoga', metafile(['node_modules/ink/build/ink.js']), 'not the yoga'],
		['has ajv', metafile(['node_modules/ajv/dist/2020.js']), 'ajv'],
		['has developer tools', metafile(['node_modules/react-devtools-core/dist/index.js']), 'developer tools'],
	])('if the bundle %s', (_, made, fault) => {
		expect(bundleFaults(made).join()).toContain(fault);
	});
});

test('packageFolders finds the packages of files, scoped and nested ones too', () => {
	const files = [
		'src/cli.ts',
		'node_modules/ink/build/ink.js',
		'node_modules/ink/build/dom.js',
		'node_modules/@hono/node-server/dist/index.mjs',
		'node_modules/ink/node_modules/chalk/source/index.js',
	];
	expect(packageFolders(files)).toEqual([
		'node_modules/@hono/node-server',
		'node_modules/ink',
		'node_modules/ink/node_modules/chalk',
	]);
});

test('conf works without ajv if it gets no schema', async () => {
	const entry = join(folder, 'settings.js');
	writeFileSync(
		entry,
		`import Conf from 'conf';
		const open = (more) => new Conf({ cwd: ${JSON.stringify(folder)}, projectName: 'x', ...more });
		open().set('key', 'kept');
		export const kept = open().get('key');
		export const withSchema = () => open({ schema: { key: { type: 'string' } } });`,
	);
	const outfile = join(folder, 'settings.mjs');
	await esbuild.build({
		entryPoints: [entry],
		outfile,
		bundle: true,
		platform: 'node',
		format: 'esm',
		banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
		nodePaths: [join(projectRoot, 'node_modules')],
		plugins: [confWithoutAjv],
	});
	const { kept, withSchema }: { kept: string; withSchema: () => void } = await import(outfile);
	expect(kept).toBe('kept');
	expect(withSchema).toThrow('validate with zod');
});
