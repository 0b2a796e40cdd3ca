import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const source = join(import.meta.dirname, '..', 'src');
const text = readFileSync(join(source, 'README.md'), 'utf8');
const rows = text
	.slice(text.indexOf('## Glossary'))
	.split('\n')
	.filter((line) => line.startsWith('| ') && !/^\| (?:Term|---)/.test(line))
	.map((line) => line.split(' | '));

describe('the glossary in src/README.md', () => {
	test('names many terms, each once', () => {
		const terms = rows.map(([term]) => term);
		expect(terms.length).toBeGreaterThan(40);
		expect(new Set(terms).size).toBe(terms.length);
	});

	test.each(rows)('%s: the file where it is defined exists', (_, meaning = '', where = '') => {
		expect(meaning).toMatch(/\.$/);
		const [, path = '', link] = /^\[`([^`]+)`\]\(([^)]+)\)/.exec(where) ?? [];
		expect(link).toBe(path);
		expect(existsSync(join(source, path))).toBe(true);
	});
});
