import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import * as esbuild from 'esbuild';
import { build, projectRoot } from '../../src/tooling/build.ts';
import type { bundleOptions } from '../../src/tooling/bundle.ts';
import { type Patch, patch } from '../../src/tooling/patch.ts';
import { inkWithoutDevtools } from '../../src/tooling/plugins.ts';
import { programEnv } from '../harness/program.ts';

/** The folder of this run's builds and data; removed at the end. */
export const scratch = mkdtempSync(join(tmpdir(), 'tconv-bench-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));

/** Renders of the whole screen by React, and screens that Ink composed from them, written or not. */
export interface Counts {
	readonly renders: number;
	readonly draws: number;
}

const counter = (slot: number): string =>
	`{const c=(globalThis.benchCounts??=new Uint32Array(2));c[${slot}]++;globalThis.benchFile??=require('node:fs').openSync(process.env.BENCH_COUNTS,'w');require('node:fs').writeSync(globalThis.benchFile,c,0,8,0)}`;

/** Counting is part of the bench's own build only. */
const counting: readonly Patch[] = [
	{
		name: 'count-renders',
		file: /[\\/]src[\\/]ui[\\/]screen\.tsx$/,
		changes: [
			{
				from: 'const { theme, store, bindings } = program;',
				to: `${counter(0)}const { theme, store, bindings } = program;`,
			},
		],
	},
	{
		name: 'count-draws',
		file: /[\\/]src[\\/]terminal[\\/]run-in-terminal\.ts$/,
		changes: [
			{ from: 'onRender: () => {', to: `onRender: (drawn) => { if (drawn.renderTime > 0) ${counter(1)}` },
		],
	},
];

/** A program to measure: its name, the command, and how to read its counts if it counts. */
export interface Measured {
	readonly name: string;
	readonly command: readonly string[];
	readonly env: Readonly<Record<string, string>>;
	readonly counts?: () => Counts;
}

/** Builds the program of a checkout with counters, and with the tools of that checkout. */
export async function countingProgram(
	name: string,
	root: string,
	env: Readonly<Record<string, string>>,
): Promise<Measured> {
	const outfile = join(scratch, name, 'cli.js');
	const tools: { readonly bundleOptions: typeof bundleOptions } = await import(
		join(resolve(root), 'src', 'tooling', 'bundle.ts')
	);
	const options = tools.bundleOptions({
		entry: join(resolve(root), 'src', 'cli.ts'),
		outfile,
		version: 'bench',
		neededNode: '24.15',
	});
	const plugins = [patch(...counting), ...(options.plugins ?? [])];
	await esbuild.build({ ...options, plugins, write: true, sourcemap: false, absWorkingDir: resolve(root) });
	const file = join(scratch, `counts-${name}`);
	writeFileSync(file, Buffer.alloc(8));
	return {
		name,
		command: [process.execPath, outfile],
		env: programEnv({ ...env, BENCH_COUNTS: file }),
		counts: () => {
			const bytes = readFileSync(file);
			return { renders: bytes.readUInt32LE(0), draws: bytes.readUInt32LE(4) };
		},
	};
}

/** Builds the program as it is installed, into `dist`. */
export async function installedProgram(env: Readonly<Record<string, string>>): Promise<Measured> {
	await build();
	const launcher = join(projectRoot, 'dist', 'tconv.js');
	return { name: 'tconv', command: [process.execPath, launcher], env: programEnv(env) };
}

/** A list with a cursor in Ink and nothing else, as its documentation would write it: the floor of a program on Ink. */
const inkList = `
import { createElement, useState } from 'react';
import { Box, Text, render, useInput } from 'ink';
const rows = Array.from({ length: process.stdout.rows }, (_, at) => 'row ' + at + ' of a list in Ink');
function List() {
	const [at, move] = useState(0);
	useInput((key) => { if (key === 'q') process.exit(); move((now) => Math.max(0, Math.min(rows.length - 1, now + (key === 'j' ? 1 : key === 'k' ? -1 : 0)))); });
	return createElement(Box, { flexDirection: 'column' }, rows.map((row, index) => createElement(Text, { key: index, inverse: index === at }, row)));
}
render(createElement(List), { alternateScreen: true, incrementalRendering: true, maxFps: 120, exitOnCtrlC: false });
`;

/** A bare Ink program, built for production without any change to Ink. */
export async function bareInk(): Promise<Measured> {
	const outfile = join(scratch, 'ink', 'list.mjs');
	await esbuild.build({
		stdin: { contents: inkList, resolveDir: projectRoot },
		outfile,
		bundle: true,
		platform: 'node',
		format: 'esm',
		minify: true,
		define: { 'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"' },
		banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
		plugins: [inkWithoutDevtools],
	});
	return { name: 'bare Ink', command: [process.execPath, outfile], env: programEnv() };
}

/** Programs in C with a list, where they are installed. */
export function nativeLists(): readonly Measured[] {
	const text = join(scratch, 'lines');
	writeFileSync(text, Array.from({ length: 10_000 }, (_, at) => `line ${at} of a text`).join('\n'));
	return [
		{ name: 'less', command: ['less', text] },
		{ name: 'tig', command: ['tig', `--git-dir=${join(projectRoot, '.git')}`] },
	].flatMap(({ name, command }) =>
		spawnSync('which', [command[0] ?? '']).status === 0 ? [{ name, command, env: programEnv() }] : [],
	);
}

/** Keeps one core busy until disposed of. */
export function busyCore(): Disposable {
	const child = spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' });
	const end = (): void => void child.kill('SIGKILL');
	process.once('exit', end);
	return {
		[Symbol.dispose]: () => {
			process.off('exit', end);
			end();
		},
	};
}

/** Changes the metadata of conversations at a server, one after the other and again from the start, until disposed of. */
export function changingRows(url: string, ids: readonly string[], perSecond: number): Disposable {
	const list = join(scratch, 'changing.json');
	writeFileSync(list, JSON.stringify(ids));
	const code = `
		const ids = JSON.parse(require('node:fs').readFileSync(${JSON.stringify(list)}, 'utf8'));
		let at = 0;
		setInterval(() => {
			const id = ids[at++ % ids.length];
			const body = JSON.stringify({ metadata: { changed: String(at), note: 'changed ' + at } });
			const headers = { authorization: 'Bearer bench', 'content-type': 'application/json' };
			fetch(${JSON.stringify(url)} + '/ai/conversations/' + id, { method: 'PUT', headers, body }).catch(() => {});
		}, ${1000 / perSecond});`;
	const child = spawn(process.execPath, ['-e', code], { stdio: 'ignore' });
	const end = (): void => void child.kill('SIGKILL');
	process.once('exit', end);
	return {
		[Symbol.dispose]: () => {
			process.off('exit', end);
			end();
		},
	};
}
