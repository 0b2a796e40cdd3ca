import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Built, build, projectRoot } from '../../src/tooling/build.ts';
import { bundleFaults, yogaWithoutFetch } from '../../src/tooling/bundle.ts';
import { packageFolders } from '../../src/tooling/licences.ts';

const folder = mkdtempSync(join(tmpdir(), 'tconv-bundle-'));
let built: Built;
beforeAll(async () => {
	built = await build(join(projectRoot, 'test', 'harness', 'fixtures', 'hello.tsx'), join(folder, 'dist'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const written = (name: string) => readFileSync(join(folder, 'dist', name), 'utf8');

describe('a build of a program that uses Ink', () => {
	test('is one file with everything in it: production React, no developer tools', () => {
		const inputs = Object.keys(built.metafile.inputs).join('\n');
		expect(inputs).toContain('react-reconciler.production.js');
		expect(inputs).not.toMatch(/react-reconciler\.development|react-devtools-core|devtools-window-polyfill/);
		expect(bundleFaults(built.metafile)).toEqual([]);
	});

	test('decodes its WebAssembly without fetch', () => {
		expect(written('cli.js')).toContain('AGFzbQ'); // "\0asm" in base64: yoga is in there …
		expect(written('cli.js')).not.toMatch(/"function"\s*!=\s*typeof fetch|instantiateStreaming\([^)]*fetch/);
	});

	test('keeps regular expressions literal: in a constructor they are compiled again and again', () => {
		expect(written('cli.js')).toMatch(/RGI_Emoji\}\$\/v/);
		expect(written('cli.js')).not.toContain('RegExp("^\\\\p{RGI_Emoji}');
	});

	test('passes on the licences of what is in it', () => {
		const notices = written('THIRD-PARTY.txt');
		for (const name of ['ink', 'react', 'react-reconciler', 'yoga-layout', 'string-width'])
			expect(notices).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+.* \\(MIT\\)$`, 'm'));
		expect(notices).toContain('Permission is hereby granted');
	});
});

describe('a build that would go wrong fails', () => {
	test('when yoga no longer has the text that is replaced', async () => {
		const entry = join(folder, 'yoga-wasm-base64-esm.js');
		writeFileSync(entry, 'export default globalThis.fetch;');
		const broken = esbuild.build({
			entryPoints: [entry],
			bundle: true,
			write: false,
			plugins: [yogaWithoutFetch],
			logLevel: 'silent',
		});
		await expect(broken).rejects.toThrow('look at how yoga loads now');
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
		['has Ink without the yoga it changes', metafile(['node_modules/ink/build/ink.js']), 'not the yoga'],
		['has developer tools', metafile(['node_modules/react-devtools-core/dist/index.js']), 'developer tools'],
	])('when the bundle %s', (_, made, fault) => {
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
