import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { projectRoot } from '../src/tooling/build.ts';

const pages = ['README.md', '.github/CONTRIBUTING.md', ...globSync('src/**/*.md', { cwd: projectRoot })];

const textOf = (page: string): string => readFileSync(join(projectRoot, page), 'utf8');

/** The links of a page to files, relative to the page; links to other sites are left out. */
function linksOf(page: string): string[] {
	return [...textOf(page).matchAll(/\]\(([^)\s]+)\)/g)]
		.map(([, target = '']) => target.split('#')[0] ?? '')
		.filter((target) => target !== '' && !/^[a-z]+:/.test(target));
}

test.each(pages)('every link of %s leads to a file', (page) => {
	const lost = linksOf(page).filter((target) => !existsSync(join(projectRoot, dirname(page), target)));
	expect(lost).toEqual([]);
});

test('every page can be reached from README.md', () => {
	const reached = new Set(['README.md']);
	for (const page of reached)
		for (const target of linksOf(page)) {
			const path = join(dirname(page), target);
			if (path.endsWith('.md')) reached.add(path);
		}
	expect(pages.filter((page) => !reached.has(page))).toEqual([]);
});

test('README.md has at most 12,000 bytes', () => {
	expect(Buffer.byteLength(textOf('README.md'))).toBeLessThanOrEqual(12_000);
});

test('every script and path that a page names exists', () => {
	const { scripts } = JSON.parse(textOf('package.json'));
	const paths = /`((?:src|test)\/[\w./-]+)`/g;
	for (const page of pages) {
		const text = textOf(page);
		const named = [...text.matchAll(/`npm run ([\w:]+)/g)].map(([, name]) => name);
		expect([page, named.filter((name) => name !== undefined && !(name in scripts))]).toEqual([page, []]);
		const lost = [...text.matchAll(paths)].map(([, path = '']) => path);
		expect([page, lost.filter((path) => !existsSync(join(projectRoot, path)))]).toEqual([page, []]);
	}
});

test('every file that the map names exists', () => {
	const named = [...textOf('src/README.md').matchAll(/`([\w-]+(?:\/[\w.-]+)*\/[\w.-]+\.tsx?)`/g)];
	const paths = named.map(([, path = '']) => (path.startsWith('test/') ? path : join('src', path)));
	expect(paths.length).toBeGreaterThan(10);
	expect(paths.filter((path) => !existsSync(join(projectRoot, path)))).toEqual([]);
});
