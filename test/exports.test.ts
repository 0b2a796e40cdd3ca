import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const guarded = ['filter', 'state', 'text', 'data', 'services', 'view', 'ui'];

const sources = new Map(
	['src', 'test'].flatMap((folder) =>
		readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
			.filter((name) => /\.tsx?$/.test(name))
			.map((name): [string, string] => {
				const path = join(root, folder, name);
				return [path, readFileSync(path, 'utf8')];
			}),
	),
);

/** The names that a file imports, each as `path#name`. An `import()` counts for every name that the file mentions. */
function taken(path: string, text: string): string[] {
	const named = [...text.matchAll(/\b(?:import|export)\s+(?:type\s+)?\{([^}]*)\}\s+from\s+'(\.[^']+)'/g)];
	const late = [...text.matchAll(/\bimport\('(\.[^']+)'\)/g)];
	return [
		...named.flatMap(([, names = '', from = '']) =>
			names
				.split(',')
				.map((name) => `${resolve(dirname(path), from)}#${/(?:type\s+)?(\w+)/.exec(name)?.[1]}`),
		),
		...late.flatMap(([, from = '']) => {
			const target = resolve(dirname(path), from);
			return exported(sources.get(target) ?? '')
				.filter((name) => new RegExp(`\\b${name}\\b`).test(text))
				.map((name) => `${target}#${name}`);
		}),
	];
}

function exported(text: string): string[] {
	const found = text.matchAll(/^export (?:async )?(?:function\*?|const|type|class) (\w+)/gm);
	return [...found].map(([, name = '']) => name);
}

test('every export is imported by another file', () => {
	const all = new Set([...sources].flatMap(([path, text]) => taken(path, text)));
	expect(all.size).toBeGreaterThan(500);
	const idle = [...sources]
		.filter(([path]) => guarded.some((folder) => path.startsWith(join(root, 'src', folder, '/'))))
		.flatMap(([path, text]) => exported(text).map((name) => `${path}#${name}`))
		.filter((name) => !all.has(name));
	expect(idle).toEqual([]);
});
