import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { describeSource, linesOfCode, packageOf, readSource, type SourceFile } from './harness/source.ts';

/** Who may import whom. A layer may always import itself; `uses` are packages, and parts of Node, that it may import. */
const LAYERS: Readonly<
	Record<string, { readonly knows: readonly string[]; readonly uses: readonly string[] }>
> = {
	domain: { knows: [], uses: [] },
	text: { knows: [], uses: ['string-width', '@leeoniya/ufuzzy'] },
	filter: { knows: ['domain'], uses: [] },
	demo: { knows: ['domain'], uses: [] },
	api: { knows: ['domain', 'text', 'filter'], uses: ['ky', 'zod'] },
	live: { knows: ['domain', 'text', 'filter', 'api'], uses: ['node:crypto'] },
	writes: { knows: ['domain', 'filter', 'api'], uses: [] },
	local: { knows: ['domain', 'text', 'writes'], uses: ['zod', 'node:*'] },
	store: { knows: ['domain', 'text', 'filter'], uses: ['node:*'] },
	server: {
		knows: ['domain', 'text', 'filter', 'store'],
		uses: ['hono', '@hono/node-server', 'zod', 'node:*'],
	},
	config: { knows: ['domain', 'text', 'filter'], uses: ['conf', 'zod', 'node:*'] },
	state: { knows: ['domain', 'text', 'filter'], uses: ['zustand'] },
	actions: { knows: ['domain', 'text', 'filter', 'state'], uses: [] },
	ui: {
		knows: ['domain', 'text', 'filter', 'api', 'live', 'writes', 'state', 'actions'],
		uses: [
			'ink',
			'ink-text-input',
			'ink-select-input',
			'react',
			'@tanstack/react-query',
			'zustand',
			'chalk',
			'node:process',
		],
	},
	commands: {
		knows: [
			'domain',
			'text',
			'filter',
			'demo',
			'api',
			'live',
			'writes',
			'local',
			'store',
			'server',
			'config',
		],
		uses: ['node:*'],
	},
	tooling: { knows: ['actions'], uses: ['esbuild', 'node:*'] },
	'launcher.js': { knows: [], uses: ['node:*', './cli.js'] },
	'backend.ts': { knows: ['*'], uses: [] },
	'keep-settings.ts': { knows: ['config', 'filter', 'state'], uses: [] },
	'compose.ts': { knows: ['*'], uses: ['*'] },
	outside: { knows: ['domain', 'text', 'ui'], uses: ['node:*'] },
	'terminal.ts': { knows: ['ui'], uses: ['ink', 'react', 'node:*'] },
	'cli.ts': { knows: ['*'], uses: ['*'] },
};

/** Packages with one home. Replacing one then means changing one folder. */
const HOMES: readonly { readonly what: RegExp; readonly homes: readonly string[] }[] = [
	{ what: /^ky$/, homes: ['api'] },
	{ what: /^zod$/, homes: ['api', 'local', 'server', 'config'] },
	{ what: /^node:sqlite$/, homes: ['store'] },
	{ what: /^(hono|@hono\/node-server)$/, homes: ['server'] },
	{ what: /^conf$/, homes: ['config'] },
	{ what: /^(string-width|@leeoniya\/ufuzzy)$/, homes: ['text'] },
	{ what: /^(ink|ink-.*|react|@tanstack\/react-query)$/, homes: ['ui', 'compose.ts', 'terminal.ts'] },
	{ what: /^esbuild$/, homes: ['tooling'] },
];

/** Words that may stand in some files only. `said` ends the sentence "a file outside … must not …". */
const WORDS: readonly {
	readonly said: string;
	readonly word: RegExp;
	readonly allowed: (file: SourceFile) => boolean;
}[] = [
	{ said: 'end the process', word: /\bprocess\.exit\b/, allowed: of('cli.ts', 'launcher.js') },
	{ said: 'use any', word: /(?:[:<|,]|\bas)\s*any\b(?!\s*[(:])/, allowed: () => false },
	{ said: 'export a default', word: /\bexport default\b/, allowed: () => false },
	{
		said: 'read the clock or throw dice: both are handed in',
		word: /\bDate\.now\(|\bnew Date\(\)|\bperformance\.now\b|\bMath\.random\b/,
		allowed: (file) => !['domain', 'text', 'filter', 'demo', 'state', 'actions'].includes(file.layer),
	},
	{
		said: 'touch the network, timers or the process',
		word: /\bfetch\(|\bset(?:Timeout|Interval|Immediate)\(|\bprocess\./,
		allowed: (file) => !['domain', 'text', 'filter', 'demo', 'state', 'actions'].includes(file.layer),
	},
	{
		said: 'declare text safe that nobody made safe',
		word: /\bas SafeText\b|\bassumeSafe\b/,
		allowed: of('text'),
	},
];

const MOST_LINES_OF_CODE = 250;
const MOST_LINES = 300;
const MOST_LINES_OF_DATA = 400;

function of(...layers: string[]): (file: SourceFile) => boolean {
	return (file) => layers.includes(file.layer);
}

/** What a file imports that its layer must not, as `ui/app.tsx imports ky`. */
function strangers(file: SourceFile): string[] {
	const { knows, uses } = LAYERS[file.layer] ?? { knows: [], uses: [] };
	return file.imports
		.filter((imported) => {
			if (isOwn(imported)) {
				const layer = imported.split('/')[0] ?? '';
				return (
					layer !== file.layer &&
					!knows.includes(layer) &&
					!knows.includes('*') &&
					!uses.includes(`./${layer}`)
				);
			}
			const name = packageOf(imported);
			return (
				!uses.includes(name) && !uses.includes('*') && !(name.startsWith('node:') && uses.includes('node:*'))
			);
		})
		.map((imported) => `${file.path} imports ${imported}`);
}

/** Own files are named with their ending; packages and parts of Node are not. */
function isOwn(imported: string): boolean {
	return /\.(tsx?|js)$/.test(imported);
}

const files = readSource(join(import.meta.dirname, '..', 'src'));

describe('layers', () => {
	test('every file belongs to one that is described here', () => {
		expect(files.map((file) => file.layer).filter((layer) => !(layer in LAYERS))).toEqual([]);
		expect(files.length).toBeGreaterThan(50);
	});

	test.each(Object.keys(LAYERS))('%s imports only what it may know', (layer) => {
		expect(files.filter(of(layer)).flatMap(strangers)).toEqual([]);
	});

	test('no layer knows one that knows it', () => {
		const above = (layer: string) => LAYERS[layer]?.knows ?? [];
		const pairs = Object.keys(LAYERS).flatMap((layer) =>
			above(layer).map((known) => [layer, known] as const),
		);
		expect(pairs.filter(([layer, known]) => above(known).includes(layer))).toEqual([]);
	});
});

describe('homes', () => {
	test.each(HOMES)('$what is imported from $homes alone', ({ what, homes }) => {
		const elsewhere = files.filter((file) => !homes.includes(file.layer) && file.layer !== 'cli.ts');
		const importers = elsewhere.filter((file) =>
			file.imports.some((imported) => what.test(packageOf(imported))),
		);
		expect(importers.map((file) => file.path)).toEqual([]);
	});

	test('SQLite is loaded only when a store is opened: the cloud backend starts without it', () => {
		const eager = /^import (?!type\b)[^;]*'node:sqlite'/m;
		expect(files.filter((file) => eager.test(file.text)).map((file) => file.path)).toEqual([]);
	});
});

describe('words', () => {
	test.each(WORDS)('no file that may not does: $said', ({ word, allowed }) => {
		expect(files.filter((file) => !allowed(file) && word.test(file.code)).map((file) => file.path)).toEqual(
			[],
		);
	});
});

describe('files', () => {
	test('are short enough to be read at one go', () => {
		const tooLong = files.filter(({ layer, text }) =>
			layer === 'demo'
				? linesOfCode(text) > MOST_LINES_OF_DATA
				: linesOfCode(text) > MOST_LINES_OF_CODE || text.split('\n').length > MOST_LINES,
		);
		expect(tooLong.map((file) => `${file.path}: ${linesOfCode(file.text)} lines`)).toEqual([]);
	});

	test('have kebab-case names that say what is in them', () => {
		const kebab = /^([a-z0-9]+(-[a-z0-9]+)*\/)*[a-z0-9]+(-[a-z0-9]+)*\.(tsx?|js)$/;
		const says = /(^|\/)(utils?|helpers?|common|misc|shared)(\/|\.)/;
		expect(files.map((file) => file.path).filter((path) => !kebab.test(path) || says.test(path))).toEqual([]);
	});
});

describe('the rules bite', () => {
	test.each([
		['a package', 'ui/app.tsx', "import ky from 'ky';", ['ui/app.tsx imports ky']],
		[
			'a layer above',
			'domain/x.ts',
			"import { a } from '../text/safe.ts';",
			['domain/x.ts imports text/safe.ts'],
		],
		[
			'a type',
			'text/x.ts',
			"import type {\n\tA,\n} from '../domain/x.ts';",
			['text/x.ts imports domain/x.ts'],
		],
		['a re-export', 'state/x.ts', "export * from '../ui/app.tsx';", ['state/x.ts imports ui/app.tsx']],
		['a late import', 'state/x.ts', "await import('node:fs');", ['state/x.ts imports node:fs']],
		[
			'a part of Node',
			'actions/x.ts',
			"import 'node:fs/promises';",
			['actions/x.ts imports node:fs/promises'],
		],
		['nothing, in a comment', 'ui/x.ts', "// import ky from 'ky';\n/* import 'conf' */", []],
		['nothing, itself and what it knows', 'store/x.ts', "import './y.ts';\nimport '../filter/sql.ts';", []],
	])('on %s', (_, path, text, found) => {
		expect(strangers(describeSource(path, text))).toEqual(found);
	});
});
