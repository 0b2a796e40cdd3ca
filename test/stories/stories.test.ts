import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { projectRoot } from '../../src/tooling/build.ts';
import { startScreen, type TestScreen } from '../ui/screen-harness.tsx';
import { type Story, stories } from './stories.ts';

/** The folder for the frames of `npm run stories`; unset in a test run. */
const folder = process.env.TCONV_STORIES;

const sizes = [
	{ columns: 80, rows: 24 },
	{ columns: 120, rows: 40 },
];

async function play({ options, steps }: Story, size: { columns: number; rows: number }): Promise<TestScreen> {
	const screen = await startScreen({ size, level: folder === undefined ? 0 : 1, ...options });
	for (const step of steps) {
		if (typeof step === 'object' && 'keys' in step) screen.press(...step.keys);
		else await screen.waitFor(step);
	}
	return screen;
}

describe.each(stories)('$name', (story) => {
	const own = story.options.size;
	test.each(own === undefined ? sizes : [own])(
		'at $columns×$rows fills the screen and no more',
		async (size) => {
			const screen = await play(story, size);
			const rows = screen.rows();
			expect(rows.length).toBeLessThanOrEqual(size.rows);
			expect(rows[0]).toMatch(/^ ?tconv/);
			if (folder === undefined) return;
			const path = join(projectRoot, folder, `${story.name}-${size.columns}x${size.rows}`);
			mkdirSync(dirname(path), { recursive: true });
			writeFileSync(`${path}.ansi`, `${screen.raw()}\n`);
			writeFileSync(`${path}.txt`, `${rows.join('\n')}\n`);
		},
	);
});
