import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { describeSource, linesOfCode, packageOf, readSource, type SourceFile } from './harness/source.ts';

/**
 * Which layer may import which. A layer may always import itself. `knows` are layers, folders in them (`actions/keys/`)
 * and single files; `uses` are packages, and parts of Node.
 */
const LAYERS: Readonly<
	Record<string, { readonly knows: readonly string[]; readonly uses: readonly string[] }>
> = {
	domain: { knows: [], uses: [] },
	text: { knows: [], uses: ['string-width', '@leeoniya/ufuzzy', 'diff'] },
	filter: { knows: ['domain'], uses: [] },
	demo: { knows: ['domain'], uses: [] },
	export: {
		knows: ['domain', 'text', 'filter'],
		uses: ['libphonenumber-js', 'csv-stringify', 'modern-tar', 'node:crypto'],
	},
	api: { knows: ['domain', 'text', 'filter'], uses: ['ky', 'zod', 'node:crypto'] },
	live: { knows: ['domain', 'text', 'filter', 'api'], uses: [] },
	writes: { knows: ['domain', 'filter', 'api'], uses: [] },
	records: { knows: ['domain', 'text', 'writes/records.ts'], uses: ['zod', 'node:*'] },
	store: { knows: ['domain', 'text', 'filter'], uses: ['node:*'] },
	server: {
		knows: ['domain', 'text', 'filter', 'store'],
		uses: ['hono', '@hono/node-server', 'zod', 'node:*'],
	},
	config: { knows: ['domain', 'text', 'filter', 'records'], uses: ['conf', 'jsonc-parser', 'zod', 'node:*'] },
	accounts: {
		knows: [
			'domain',
			'text',
			'filter',
			'api',
			'records',
			'config',
			'external-programs/child-environment.ts',
			'external-programs/end-group.ts',
		],
		uses: ['zod', 'node:*'],
	},
	state: { knows: ['domain', 'text', 'filter'], uses: ['zustand'] },
	actions: { knows: ['domain', 'text', 'filter', 'state'], uses: [] },
	data: {
		knows: ['domain', 'text', 'filter', 'api', 'live', 'writes/records.ts', 'writes/restore.ts'],
		uses: ['@tanstack/react-query'],
	},
	services: {
		knows: [
			'domain',
			'text',
			'filter',
			'api',
			'live',
			'writes',
			'state',
			'data',
			'export',
			'actions/action.ts',
			'actions/keys/bindings.ts',
			'actions/metadata/metadata-actions.ts',
			'actions/services.ts',
			'export',
		],
		uses: ['@tanstack/react-query'],
	},
	view: {
		knows: [
			'domain',
			'text',
			'filter',
			'state',
			'data',
			'actions/action.ts',
			'actions/keys/bindings.ts',
			'actions/keys/scopes.ts',
			'api/decode.ts',
			'api/errors.ts',
			'api/request-paths.ts',
			'api/waits.ts',
			'export',
			'live/poller.ts',
		],
		uses: ['chalk'],
	},
	ui: {
		knows: [
			'domain',
			'text',
			'filter',
			'api',
			'live',
			'writes',
			'state',
			'actions',
			'data',
			'services',
			'view',
			'terminal',
		],
		uses: ['ink', 'ink-text-input', 'ink-select-input', 'react', '@tanstack/react-query'],
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
			'records',
			'store',
			'server',
			'config',
			'export/csv.ts',
			'accounts',
		],
		uses: ['node:*', 'commander', 'yaml', '@bomb.sh/tab'],
	},
	tooling: { knows: ['actions', 'commands'], uses: ['esbuild', 'oxc-parser', 'node:*'] },
	'launcher.js': { knows: ['records'], uses: ['node:*', './cli.js'] },
	'backend.ts': { knows: ['*'], uses: [] },
	'keep-settings.ts': { knows: ['config', 'domain', 'filter', 'state'], uses: [] },
	'compose.ts': { knows: ['*'], uses: [] },
	wiring: { knows: ['*'], uses: ['node:perf_hooks'] },
	'external-programs': { knows: ['domain', 'text', 'terminal'], uses: ['node:*'] },
	terminal: { knows: ['text'], uses: ['ink', 'react', 'node:*'] },
	'cli.ts': { knows: ['*'], uses: ['node:*'] },
};

/** Packages that only these layers or files may import: replacing one means changing only these. */
const HOMES: readonly { readonly what: RegExp; readonly homes: readonly string[] }[] = [
	{ what: /^ky$/, homes: ['api'] },
	{ what: /^zod$/, homes: ['api', 'records', 'server', 'config', 'accounts'] },
	{ what: /^node:sqlite$/, homes: ['store'] },
	{ what: /^(hono|@hono\/node-server)$/, homes: ['server'] },
	{ what: /^(conf|jsonc-parser)$/, homes: ['config'] },
	{ what: /^(string-width|@leeoniya\/ufuzzy|diff)$/, homes: ['text'] },
	{ what: /^(ink|ink-.*|react)$/, homes: ['ui', 'terminal/run-in-terminal.ts'] },
	{ what: /^@tanstack\/react-query$/, homes: ['data', 'services', 'ui'] },
	{ what: /^chalk$/, homes: ['view'] },
	{ what: /^(libphonenumber-js|csv-stringify|modern-tar)$/, homes: ['export'] },
	{ what: /^zustand$/, homes: ['state'] },
	{ what: /^esbuild$/, homes: ['tooling'] },
	{ what: /^commander$/, homes: ['commands/command-line.ts'] },
	{ what: /^yaml$/, homes: ['commands/output/yaml.ts'] },
	{ what: /^@bomb\.sh\/tab$/, homes: ['commands/completion.ts'] },
];

/** Layers that take clock, dice, network and process from others. */
const pure = ['domain', 'text', 'filter', 'export', 'demo', 'state', 'actions'];

/** Words that may stand in some files only. `said` ends the sentence "a file outside … must not …". */
const WORDS: readonly {
	readonly said: string;
	readonly word: RegExp;
	readonly allowed: (file: SourceFile) => boolean;
}[] = [
	{
		said: 'end the process',
		word: /\bprocess\.exit\b/,
		allowed: (file) => of('cli.ts', 'launcher.js')(file) || file.path === 'tooling/dev.ts',
	},
	{ said: 'use any', word: /(?:[:<|,]|\bas)\s*any\b(?!\s*[(:])/, allowed: () => false },
	{ said: 'export a default', word: /\bexport default\b/, allowed: () => false },
	{
		said: 'read the clock or throw dice: both are handed in',
		word: /\bDate\.now\(|\bnew Date\(\)|\bperformance\.now\b|\bMath\.random\b/,
		allowed: (file) => !pure.includes(file.layer),
	},
	{
		said: 'touch the network, timers or the process',
		word: /\bfetch\(|\bset(?:Timeout|Interval|Immediate)\(|\bprocess\./,
		allowed: (file) => !pure.includes(file.layer),
	},
	{
		said: 'write the query cache: conversations have one writer, and all else one',
		word: /\b(?:set(?:Query|Queries)Data|removeQueries|resetQueries|cancelQueries|getQueryCache)\b/,
		allowed: at('data/conversation-cache.ts', 'data/side-caches.ts'),
	},
	{
		said: 'declare text safe without making it safe',
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

function at(...paths: string[]): (file: SourceFile) => boolean {
	return (file) => paths.includes(file.path);
}

/** The layer of a path or of a part of `knows`. */
function layerOf(path: string): string {
	return path.split('/')[0] ?? path;
}

/** Whether a file is in one of these places: `*`, a layer, a folder (ending in `/`) or the file itself. */
function isAmong(path: string, places: readonly string[]): boolean {
	return places.some(
		(place) =>
			place === '*' ||
			place === path ||
			place === layerOf(path) ||
			(place.endsWith('/') && path.startsWith(place)),
	);
}

/** What a file imports that its layer must not, as `ui/app.tsx imports ky`. */
function strangers(file: SourceFile): string[] {
	const { knows, uses } = LAYERS[file.layer] ?? { knows: [], uses: [] };
	return file.imports
		.filter((imported) => {
			if (isOwn(imported)) {
				const layer = layerOf(imported);
				return layer !== file.layer && !isAmong(imported, knows) && !uses.includes(`./${layer}`);
			}
			const name = packageOf(imported);
			return (
				!uses.includes(name) && !uses.includes('*') && !(name.startsWith('node:') && uses.includes('node:*'))
			);
		})
		.map((imported) => `${file.path} imports ${imported}`);
}

/** Groups of files that import each other in a circle. */
function circles(all: readonly SourceFile[]): string[][] {
	const byPath = new Map(all.map((file) => [file.path, file]));
	const order = new Map<string, number>();
	const lowest = new Map<string, number>();
	const open: string[] = [];
	const found: string[][] = [];
	// Tarjan's algorithm: a file that reaches nothing older than itself closes a group.
	const visit = (path: string): number => {
		const at = order.size;
		order.set(path, at);
		open.push(path);
		let low = at;
		const imports = byPath.get(path)?.imports ?? [];
		for (const next of imports) {
			if (!byPath.has(next)) continue;
			if (!order.has(next)) low = Math.min(low, visit(next));
			else if (open.includes(next)) low = Math.min(low, lowest.get(next) ?? at, order.get(next) ?? at);
		}
		lowest.set(path, low);
		if (low !== at) return low;
		const group = open.splice(open.indexOf(path)).sort();
		if (group.length > 1 || imports.includes(path)) found.push(group);
		return low;
	};
	for (const { path } of all) if (!order.has(path)) visit(path);
	return found;
}

/** Own files are named with their ending; packages and parts of Node are not. */
function isOwn(imported: string): boolean {
	return /\.(tsx?|js)$/.test(imported);
}

const files = readSource(join(import.meta.dirname, '..', 'src'));

describe('layers', () => {
	test('every file belongs to a layer described here', () => {
		expect(files.map((file) => file.layer).filter((layer) => !(layer in LAYERS))).toEqual([]);
		expect(files.length).toBeGreaterThan(50);
	});

	test.each(Object.keys(LAYERS))('%s imports only what it may know', (layer) => {
		expect(files.filter(of(layer)).flatMap(strangers)).toEqual([]);
	});

	test('no two layers know each other', () => {
		const above = (layer: string) => (LAYERS[layer]?.knows ?? []).map(layerOf);
		const pairs = Object.keys(LAYERS).flatMap((layer) =>
			above(layer).map((known) => [layer, known] as const),
		);
		expect(pairs.filter(([layer, known]) => above(known).includes(layer))).toEqual([]);
	});
});

test('no imports, even of types, lead in a circle', () => {
	expect(circles(files)).toEqual([]);
});

describe('homes', () => {
	test.each(HOMES)('$what is imported from $homes alone', ({ what, homes }) => {
		const elsewhere = files.filter((file) => !isAmong(file.path, homes));
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
	test('are short', () => {
		const tooLong = files.filter(({ layer, text }) =>
			layer === 'demo'
				? linesOfCode(text) > MOST_LINES_OF_DATA
				: linesOfCode(text) > MOST_LINES_OF_CODE || text.split('\n').length > MOST_LINES,
		);
		expect(tooLong.map((file) => `${file.path}: ${linesOfCode(file.text)} lines`)).toEqual([]);
	});

	test('have kebab-case names that describe their content', () => {
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

	test('on a circle, also one of types and one of a single file', () => {
		const linked = ([path, imported]: readonly [string, string]) =>
			describeSource(path, `import type { A } from '${imported}';`);
		const chain = [
			['ui/a.ts', './b.ts'],
			['ui/b.ts', '../data/c.ts'],
			['data/c.ts', '../ui/a.ts'],
			['data/d.ts', '../ui/a.ts'],
			['data/e.ts', './e.ts'],
		] as const;
		expect(circles(chain.map(linked))).toEqual([['data/c.ts', 'ui/a.ts', 'ui/b.ts'], ['data/e.ts']]);
		expect(circles(chain.slice(1).map(linked))).toEqual([['data/e.ts']]);
	});
});
